"""One worker process and its successors, for one call at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from alice_core.sandbox.errors import DiedError, TookTooLongError
from alice_core.sandbox.process import Bounds, bound

# Libraries leak and fragment; a fresh process costs about a second.
CALLS_A_PROCESS = 1000
# What a process may need to start and take up a call. One that was killed while it waited for
# work may have taken the pipe's lock along, and then nobody ever takes the call up.
START_SECONDS = 20.0

T = TypeVar("T")
P = ParamSpec("P")


class Lane:
    """A pebble pool of one worker, thrown away when it breaks.

    The workers of a bigger pool share a pipe and its locks, and a killed one may leave them
    broken for all. The caller must not have two calls in a lane at once. After `idle` seconds
    without a call the worker ends, and with it the memory of its libraries.
    """

    def __init__(self, bounds: Bounds, idle: float) -> None:
        self._bounds = bounds
        self._idle = idle
        self._rest: asyncio.TimerHandle | None = None
        self._pool = self._new_pool()
        self._in_flight: ProcessFuture[Any] | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function, which the worker imports by its name, in the worker.

        Raises what the function raises, and:
            TookTooLongError: it was killed.
            DiedError: it killed the worker.
            BrokenProcessPool: no worker can be started.
        """
        self._stay_awake()
        try:
            return await self._submit(function, *args, **kwargs)
        except BrokenProcessPool:
            # It died before it took up this call, which is no culprit.
            self._replace()
            return await self._submit(function, *args, **kwargs)
        finally:
            if not self._closed:
                self._rest = asyncio.get_running_loop().call_later(self._idle, self._stop)

    async def close(self) -> None:
        """Kill the worker, cancelling what it is at; returns when no process is left."""
        self._closed = True
        self._stay_awake()
        self._stop()
        await asyncio.gather(*self._stopping)

    def _stay_awake(self) -> None:
        if self._rest:
            self._rest.cancel()

    async def _submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if not self._pool.active:
            self._replace()
        seconds = self._bounds.seconds
        future: ProcessFuture[T] = self._pool.schedule(
            function, args=args, kwargs=kwargs, timeout=seconds
        )
        self._in_flight = future
        patience = asyncio.timeout(seconds + START_SECONDS)
        try:
            async with patience:
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            if patience.expired():
                raise BrokenProcessPool("no process took the call up") from error
            raise TookTooLongError(seconds) from error
        except ProcessExpired as error:
            self._replace()
            raise DiedError(error.exitcode) from error
        except asyncio.CancelledError:
            if not self._closed:
                self._replace()
            raise
        finally:
            self._in_flight = None

    def _new_pool(self) -> ProcessPool:
        # Spawned: a fork would inherit the parent's threads' locks, but not the threads.
        return ProcessPool(
            max_workers=1,
            max_tasks=CALLS_A_PROCESS,
            initializer=bound,
            initargs=(self._bounds,),
            context=get_context("spawn"),
        )

    def _replace(self) -> None:
        self._stop()
        self._pool = self._new_pool()

    def _stop(self) -> None:
        if self._in_flight is not None:
            self._in_flight.cancel()  # type: ignore[no-untyped-call]
        self._pool.stop()  # type: ignore[no-untyped-call]
        stopping = asyncio.create_task(asyncio.to_thread(self._pool.join))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
