"""What is decided about cases."""
