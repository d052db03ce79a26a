"""The command line: one small module a command. No other package uses streams, exit codes or the environment."""
