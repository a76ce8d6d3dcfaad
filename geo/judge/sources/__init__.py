"""Who says so: what ties sources, which claims compete, and what was known when."""
