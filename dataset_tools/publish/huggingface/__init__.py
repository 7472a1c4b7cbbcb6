"""A dataset of the Hugging Face Hub: the package's files, Parquet beside them, and a card."""
