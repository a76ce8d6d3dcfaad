"""What follows: measurements, findings, zones."""
