"""Who does what, and what is stored: one Django app for each meaning."""
