"""What keeps a platform from running."""


class PlatformError(Exception):
    """Its message is for people and says what to do."""
