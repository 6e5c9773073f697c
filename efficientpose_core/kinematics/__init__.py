"""Joint angles, filters and movement measures: NumPy and SciPy only."""
