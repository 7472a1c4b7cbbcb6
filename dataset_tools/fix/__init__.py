"""Mends that leave every typed value as it is: one file a mend."""
