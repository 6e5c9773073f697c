"""What the user can do: the catalogue of actions, and the menus and shortcuts made from it."""
