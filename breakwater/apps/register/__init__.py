"""Recommendations, who must answer them, and what each answered."""
