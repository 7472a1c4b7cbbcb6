"""The target ``ckan``: one dataset of a CKAN portal, changed in place."""
