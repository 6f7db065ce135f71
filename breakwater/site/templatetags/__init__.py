"""What public templates may load."""
