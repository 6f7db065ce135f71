"""The stored log: entries that outsiders can check and that give nobody away."""
