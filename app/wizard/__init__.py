"""The training wizard: from labels to an installed model, page by page."""
