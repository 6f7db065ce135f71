"""Tests of the witness, on a real process."""
