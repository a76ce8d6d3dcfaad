"""The map of a report, drawn on paper."""
