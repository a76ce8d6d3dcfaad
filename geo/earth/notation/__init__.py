"""Figures as they are printed: text in, quantities with their reach out."""
