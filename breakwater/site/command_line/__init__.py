"""The ``breakwater`` command: one module for each verb."""
