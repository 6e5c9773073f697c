"""Networks, weights and the importers of the released files."""
