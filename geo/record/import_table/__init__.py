"""Records from the rows of a table."""
