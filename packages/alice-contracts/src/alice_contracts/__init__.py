"""Events, HTTP models and clients: what the services promise each other."""
