"""The rows of the tables, in formats that other tools read."""
