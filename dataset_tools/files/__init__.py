"""Bytes by path: folders and archives, safe paths, hashes, atomic writes."""
