"""Write results to files other programs read."""
