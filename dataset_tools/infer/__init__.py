"""What a descriptor of given data files would say, how sure that is, and why."""
