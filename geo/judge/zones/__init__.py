"""Zones around records, and what lies inside them."""
