"""Reads vector files made by other programs."""
