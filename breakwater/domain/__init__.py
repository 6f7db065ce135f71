"""What we know: plain Python without Django, clock, network, files or randomness."""
