"""The database on its own, with our Python out of the way: every attack is refused or detected."""
