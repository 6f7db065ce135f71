"""What can be decided about cases without storing one: their content, their time, their plans."""
