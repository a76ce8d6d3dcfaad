"""Checks of what a file says, feature by feature and one against another."""
