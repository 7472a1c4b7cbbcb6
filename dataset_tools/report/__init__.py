"""What a validation found: the report, its tasks, and their JSON shape."""
