"""Everything there is, by facets; and two clusters beside each other."""
