"""What is read once and shared: names to search, passages, borders, contradictions, a sketch."""
