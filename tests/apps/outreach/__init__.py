"""What a force tells the public."""
