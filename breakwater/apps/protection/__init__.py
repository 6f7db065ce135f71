"""Sharing to protect somebody: to safeguarding bodies only, with a second person."""
