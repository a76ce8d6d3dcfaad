"""What a published copy reveals."""
