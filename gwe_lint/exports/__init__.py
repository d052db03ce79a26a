"""What a file says: its records, the product it is of, its lines as they are shown. Secrets end here."""
