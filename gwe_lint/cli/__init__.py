"""The command line: one small module a command. Only here are streams, exit codes and the environment touched."""
