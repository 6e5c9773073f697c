"""Widgets: they have setters and signals, and know nothing of controllers or windows."""
