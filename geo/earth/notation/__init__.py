"""Text as printed: positions, distances and directions, and back."""
