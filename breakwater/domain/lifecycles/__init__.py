"""Every state that something can be in, every move, and who may make it, as total tables."""
