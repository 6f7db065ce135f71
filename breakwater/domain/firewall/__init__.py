"""The firewall: a rule that answers every possible question exactly once, and its proof.

A *pack* is data (``pack_file``): finite facts, rules that map a product of value sets to one
outcome, and properties that must hold whatever the rules say. ``proof`` turns a pack into a
``ProvedPack`` or refuses it with a counter-example in words; only a proved pack can decide.
"""
