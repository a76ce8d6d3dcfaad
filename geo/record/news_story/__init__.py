"""A news story: from its text to the figures that it states, and from those that a person confirms to records."""
