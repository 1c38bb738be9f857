"""Something that answers SPARQL: our own store, or somebody else's."""
