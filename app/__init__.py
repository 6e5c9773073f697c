"""The desktop application: a window on the Qt-free core."""

from app.refcounts import protect_constants

protect_constants()
