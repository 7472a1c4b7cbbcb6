"""A release of a repository: the package's archive, its descriptor, and their checksums."""
