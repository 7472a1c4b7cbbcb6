"""What the package says of itself, in the vocabularies of portals and search engines."""
