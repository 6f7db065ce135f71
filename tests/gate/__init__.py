"""Tests of the gate, mostly on a real process."""
