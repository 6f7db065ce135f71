"""The public pages of a report, and the staff's way to answer."""
