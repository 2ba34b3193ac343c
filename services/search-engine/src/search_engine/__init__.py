"""Finding: one document per asset, filters and pages."""
