"""Who takes part in this installation: organisations, people, roles, sign-in and agreements."""
