"""One worker process and its successors, for one file at a time."""

import asyncio
import signal
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from alice_contracts.media import RejectReason
from asset_processor.decoding import worker
from asset_processor.decoding.limits import DecodeLimits
from asset_processor.decoding.outcome import Decoded, Undecodable
from asset_processor.decoding.source import Source

# Libraries leak and fragment; a fresh process costs about a second.
FILES_A_PROCESS = 1000


class Lane:
    """A pebble pool of one worker, thrown away when it breaks.

    The workers of a bigger pool share a pipe and its locks, and a killed one may leave them
    broken for all. The caller must not have two files in a lane at once. After `idle` seconds
    without a file the worker ends, and with it the memory of its libraries.
    """

    def __init__(self, limits: DecodeLimits, idle: float) -> None:
        self._limits = limits
        self._idle = idle
        self._rest: asyncio.TimerHandle | None = None
        self._pool = self._new_pool()
        self._in_flight: ProcessFuture[Decoded] | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self._closed = False

    async def decode(self, source: Source) -> Decoded:
        """Decode in the worker.

        Raises:
            Changed: the file is not, or no longer, what the source says.
            Undecodable: the file is refused, took too long or killed the worker.
            BrokenProcessPool: no worker can be started.
        """
        self._stay_awake()
        try:
            return await self._submit(source)
        except BrokenProcessPool:
            # It died before it took up this file, which is no culprit.
            self._replace()
            return await self._submit(source)
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

    async def _submit(self, source: Source) -> Decoded:
        if not self._pool.active:
            self._replace()
        seconds = self._limits.seconds
        future = self._pool.schedule(worker.run, args=(source, self._limits), timeout=seconds)
        self._in_flight = future
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise _timeout(seconds) from error
        except ProcessExpired as error:
            self._replace()
            raise _crash(error.exitcode) from error
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
            max_tasks=FILES_A_PROCESS,
            initializer=worker.start,
            initargs=(self._limits,),
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


def _timeout(seconds: float) -> Undecodable:
    detail = (
        f"Decoding took longer than {seconds:g} seconds; save the file smaller or raise the limit."
    )
    return Undecodable(RejectReason.TIMEOUT, detail)


def _crash(exit_code: int) -> Undecodable:
    cause = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
    detail = f"The decoder died of this file ({cause}); save it anew with another program."
    return Undecodable(RejectReason.CRASHED, detail)
