"""What can go wrong with an embedded server."""


class ServerError(Exception):
    """A server could not be prepared, started or reached; the message says why and what to do."""
