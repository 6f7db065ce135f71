"""Referrals: offered with consent, accepted, declined, closed."""
