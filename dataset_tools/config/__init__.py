"""Settings: how a package is judged, from the file of settings that is nearest to it."""
