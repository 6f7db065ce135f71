"""Who takes part in this installation: organisations, and later their members, roles and keys."""
