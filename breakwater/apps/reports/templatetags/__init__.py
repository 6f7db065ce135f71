"""What the pages of a report may load."""
