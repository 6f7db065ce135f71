"""The log mathematics and its verifier."""
