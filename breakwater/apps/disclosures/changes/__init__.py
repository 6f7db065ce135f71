"""Everything that changes: each a verb, one transaction, one log entry."""
