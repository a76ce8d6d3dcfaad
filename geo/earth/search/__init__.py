"""Searches among many points: pairs within a distance, overlaps and outliers."""
