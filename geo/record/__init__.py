"""Reads and checks the records of `sites.geojson`."""
