"""Proves each cell of a table by the places in source documents that its row cites."""
