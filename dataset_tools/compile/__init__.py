"""From a schema to what runs: columns, constraints, pandera schemas and key plans."""
