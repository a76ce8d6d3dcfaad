"""Vector files made by other programs: what they are, and what is in them."""
