"""The `efficientpose` command line."""
