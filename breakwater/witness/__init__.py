"""A witness: it keeps one number and one hash for each log, and refuses every rewrite."""
