"""Which support services fit what somebody needs, in what order, and why."""
