"""The log mathematics: tree, proofs, tiles, notes, checkpoints, receipts, witness, verifier.

Pure: no Django, clock, network, files or randomness. Time, salts and stored bytes come in as
arguments. The modules that check (``malformed`` … ``verify``) use the standard library only and
Python 3.9, because ``breakwater verify --write-standalone`` joins them into one file; the modules
that make (``tree``, ``prove``, ``signing``, ``witness``, ``suppression``) are free of that.
"""
