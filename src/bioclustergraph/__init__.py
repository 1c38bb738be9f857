"""A knowledge graph of the Norwegian bioeconomy cluster ecosystem."""
