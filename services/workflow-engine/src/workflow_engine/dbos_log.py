"""DBOS's log as a part of the service's own."""

import logging


def quieten() -> None:
    """Let DBOS tell its errors, and through the service's log.

    Its warnings come several times a second while the database is down, which the relay says
    once. Without a handler it would add one of its own, and leave the service's.
    """
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.ERROR)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
