"""Texts made from the schemas: for people, for Python, for databases."""
