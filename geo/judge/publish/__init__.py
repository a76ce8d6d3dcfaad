"""Judges what a published copy reveals."""
