"""Disclosures: checking, asking, authorising, releasing."""
