"""Pages of the receiving side."""
