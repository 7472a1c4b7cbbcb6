"""Data in, text out; prints and opens nothing."""
