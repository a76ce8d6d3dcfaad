"""The map: one page, drawn with Folium, that needs nothing else."""
