"""Breakwater: tell someone without fear."""
