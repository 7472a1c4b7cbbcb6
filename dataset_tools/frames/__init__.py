"""Tables as data frames, and as rows: a dtype is a function of the schema, never of the data."""
