"""DBOS's log as a part of the service's own."""

import logging


def quieten(level: int) -> None:
    """Let DBOS tell through the service's log, and only what is as grave as `level`.

    Without a handler it would add one, and leave the service's.
    """
    logger = logging.getLogger("dbos")
    logger.setLevel(level)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
