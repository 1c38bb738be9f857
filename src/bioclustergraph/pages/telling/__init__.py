"""What the site says of itself: descriptions for machines, and lists of what there is."""
