"""The receiving side of reports."""
