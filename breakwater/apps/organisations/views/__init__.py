"""The staff pages about people, organisations, agreements and one's own account."""
