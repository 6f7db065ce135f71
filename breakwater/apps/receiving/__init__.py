"""The receiving side of reports: entered by staff, numbered by the police, made for somebody."""
