"""The scripted tests, on the strict InvenioRDM."""

from tests.publish.zenodo.scripted import *  # noqa: F403 (the same as on the real one)
