"""The rows of a table on their way out: typed batches, and what their values ask of a format."""
