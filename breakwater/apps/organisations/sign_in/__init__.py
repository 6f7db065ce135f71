"""How people get in: the door, the limits on guessing, second factors, links."""
