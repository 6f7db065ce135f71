"""What the pages of the register may load."""
