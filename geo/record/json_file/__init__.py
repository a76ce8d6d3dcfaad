"""JSON text with its places kept: read, laid out, saved."""
