"""Derives measurements, findings and zones from the records."""
