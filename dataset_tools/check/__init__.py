"""Checks: each takes what was read and gives failures or errors; none knows of reports."""
