"""What a descriptor says, as frozen records: no I/O, no JSON, no data frames."""
