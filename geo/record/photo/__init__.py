"""A photograph: its file, what its camera noted in it, and its pixels."""
