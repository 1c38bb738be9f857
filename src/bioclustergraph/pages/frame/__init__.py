"""What every page stands in: addresses, languages, links, forms, problems, the templates."""
