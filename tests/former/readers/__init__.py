"""From the bytes of a file to what an export says: one module a form of file. Secrets die here."""
