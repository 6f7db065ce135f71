"""Every test; each fact is tested once, at its lowest level."""
