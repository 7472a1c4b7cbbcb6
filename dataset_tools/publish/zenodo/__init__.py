"""The target ``zenodo``: a record of Zenodo, or of any other InvenioRDM, by its records API."""
