"""A document under a person's eye before any of it enters the register."""
