"""The programs of ``validators`` run in environments of their own, with what they import there."""

collect_ignore_glob = ["validators/*.py"]
