"""What the register knows without storing anything: deadlines, positions, bodies, coverage."""
