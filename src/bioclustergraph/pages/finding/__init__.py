"""The ways in: the front page, and from a name to what has it."""
