"""Measures and judges one claim against the geometry, and shows what would change the verdict."""
