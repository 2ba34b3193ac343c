"""How a run ends before its work is done.

DBOS keeps what a step raised and raises it again when a run is resumed, so these have to be
found under the same names by later releases.
"""


class RunFailedError(Exception):
    """The run cannot go on; the text is for people and becomes the run's error."""


class RunCancelledError(Exception):
    """Somebody ended the run while it worked."""
