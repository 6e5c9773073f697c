"""Services: everything between the core and the widgets that lives as long as the window."""
