"""What is in a package: its tables, their fields, and how the values are spread."""
