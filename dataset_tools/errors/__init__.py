"""The catalogue of errors, and the record of one error in a report."""
