"""The verbs of reports: one transaction and one entry each."""
