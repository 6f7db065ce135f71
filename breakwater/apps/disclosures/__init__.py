"""Checking before sharing, linking to support, and the narrow way by which anything is released."""
