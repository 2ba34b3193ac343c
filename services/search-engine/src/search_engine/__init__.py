"""Finding: one document per asset, filters, pages and facets."""
