"""Offering, reading and answering referrals."""
