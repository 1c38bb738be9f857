"""What the graph rests on: sources, coverage, contradictions, proofs, the ontology, changes."""
