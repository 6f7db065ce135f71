"""Reads a published document into recommendations and answers; ``read.read_bytes`` begins it."""
