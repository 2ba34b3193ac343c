"""The routes of assets, a module a resource."""
