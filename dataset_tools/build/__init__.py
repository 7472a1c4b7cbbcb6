"""The package as one archive: same input, same bytes; and its numbers kept current."""
