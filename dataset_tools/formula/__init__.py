"""The language of row rules: text → tokens → plain nodes → a value a row, or one for a column."""
