"""Analyses sources: how they are related, which claims compete, and what was known when."""
