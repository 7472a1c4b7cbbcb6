"""The engine of a cluster: Spark's scheduler, storage and shuffles, and our checks."""
