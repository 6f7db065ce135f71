"""The pages of an organisation's workspace."""
