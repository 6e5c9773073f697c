"""The saved project: what the network found, what was corrected by hand, and how it is derived."""
