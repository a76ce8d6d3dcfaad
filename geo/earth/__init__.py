"""Models the Earth: positions, coordinates, geodesics, uncertainty."""
