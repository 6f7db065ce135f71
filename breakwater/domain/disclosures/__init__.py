"""Asking for a release, authorising it and making it: the parts that the web and the gate share."""
