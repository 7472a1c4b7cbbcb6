"""A package in the formats of other tools; what a format cannot hold is told, never dropped."""
