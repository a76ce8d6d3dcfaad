"""One claim against the geometry: measured, judged, and what would turn the verdict."""
