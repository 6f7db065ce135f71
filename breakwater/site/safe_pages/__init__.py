"""What the public site does in a frightened person's browser: leaving, cookies, languages."""
