"""What changed between two versions of a package, and which version step that asks for."""
