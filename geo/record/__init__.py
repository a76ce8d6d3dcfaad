"""What was said: the records of `sites.geojson`, and everything that can be wrong with them."""
