"""Open Referral UK (HSDS 3.0, UK profile): feeds read and cleaned, documents written by allow-list.

The standard: https://docs.openreferraluk.org. A *document* is what is said of one service, in the
standard's own shape, with what it has no word for under ``breakwater``.
"""
