"""From paths and configuration to estates."""
