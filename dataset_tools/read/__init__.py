"""From bytes to typed batches of rows, each with its row and line number."""
