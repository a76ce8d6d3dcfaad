"""Speed, measured as ratios of whole processes in one run; never asserted by a test, since machines are noisy."""
