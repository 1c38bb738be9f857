"""Places on a day, on a map with a list beside it."""
