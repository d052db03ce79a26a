"""What a check looks at: the model of an estate, and what is found out about it once for all checks."""
