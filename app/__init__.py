"""The desktop application: a window on the Qt-free core."""
