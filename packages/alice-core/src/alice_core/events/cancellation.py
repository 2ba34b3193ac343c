"""Being cancelled for certain."""

import asyncio


def honour_cancellation() -> None:
    """Raise `CancelledError` where a cancellation of this task was swallowed on its way.

    Before Python 3.12 `asyncio.wait_for`, under which redis-py sends its commands, returns as
    if nothing had been asked when its wait ends in the same moment
    (https://github.com/python/cpython/issues/86296). A loop that lasts as long as its service
    asks here each time round, or stopping the service would wait for it in vain.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
