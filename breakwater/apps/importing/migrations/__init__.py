"""The tables of importing, in the order they came to be."""
