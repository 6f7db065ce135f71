"""One module for each kind of file; each turns bytes into a ``Source``."""
