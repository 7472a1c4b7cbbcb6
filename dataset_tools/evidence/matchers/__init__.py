"""How a cell is proved by the spans of its row: one file a matcher."""
