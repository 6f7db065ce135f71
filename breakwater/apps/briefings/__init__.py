"""Briefings to officers: issued, to be read, read."""
