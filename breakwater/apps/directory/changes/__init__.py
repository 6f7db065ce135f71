"""Changing the directory: an organisation's own services, and feeds."""
