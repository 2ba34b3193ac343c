"""Following links: through reroutes, switches, contexts and pipes to what they carry."""
