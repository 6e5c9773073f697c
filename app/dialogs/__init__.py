"""Dialogs: they ask; what is answered happens elsewhere."""
