"""Importing with a person's eye."""
