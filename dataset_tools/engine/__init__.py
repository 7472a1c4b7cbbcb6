"""Runs the pipeline: reads, checks and proves each resource, and gathers the report."""
