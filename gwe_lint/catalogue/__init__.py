"""What is documented: facts of options, and the order of releases."""
