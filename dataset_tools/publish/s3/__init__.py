"""The target ``s3``: versions below a prefix of a bucket."""
