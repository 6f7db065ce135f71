"""Cases, and who may see what of them."""
