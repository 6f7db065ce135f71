"""What changes on the receiving side of reports."""
