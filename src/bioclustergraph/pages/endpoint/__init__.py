"""SPARQL: the protocols, and the page to write a query on."""
