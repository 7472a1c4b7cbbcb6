"""From a valid package to a place that serves it, step by step; and what is served, compared."""
