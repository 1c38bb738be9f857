"""A document for each IRI: for people, with its lifeline, and as data."""
