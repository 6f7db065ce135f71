"""Offering, answering, withdrawing, and what the clock does."""
