"""One file a Table Schema type: its lexical form, and its dtype in every backend."""
