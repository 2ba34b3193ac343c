"""Facts across services: outbox, relay, consumer groups, inbox and dead letters."""
