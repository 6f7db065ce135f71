"""SQLite as Breakwater uses it."""
