"""Briefings and who has read them."""
