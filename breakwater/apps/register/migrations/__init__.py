"""The tables of this app, in the order they came to be."""
