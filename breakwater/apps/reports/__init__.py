"""Reports: pathways, the public journey, the code, and what receives them."""
