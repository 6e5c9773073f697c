"""Clinical tests: instructions, checks of the recording, and a result sheet with named norms."""
