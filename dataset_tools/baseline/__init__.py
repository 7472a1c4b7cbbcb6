"""Findings held against those that were there before: of a file, or of a revision of git."""
