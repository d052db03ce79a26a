"""Reports for a terminal: one module for each kind of report."""
