"""What is true of the Earth: positions, coordinates, geodesics, uncertainty."""
