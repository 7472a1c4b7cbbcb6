"""The descriptor: JSON → checked → model, and back."""
