"""The worker: takes work by lease, computes outside any transaction, commits in groups."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.database import Database
from alice_core.events import metrics
from alice_core.events.cancellation import honour_cancellation
from alice_core.events.notices import listen, wait_for_notice
from alice_core.events.outages import Backoff, through_outages
from alice_core.logs import get_logger
from alice_core.work.leases import Claim, Leases
from alice_core.work.queue import CHANNEL, Job, P, WorkQueue

COMMIT_AT_ONCE = 100
# A commit costs about as much for ten results as for one, and so does a claim.
GATHER_SECONDS = 0.05
IN_HAND = 4
LONGEST_DELAY = 300.0
MAX_ERROR = 2000
STOP_TIMEOUT = 5.0

T = TypeVar("T")

log = get_logger(__name__)

Commit = Callable[[AsyncSession], Awaitable[None]]


class Permanent(Exception):  # noqa: N818 - reads as what it says where it is raised
    """Raised by a computation that cannot succeed on this payload, so that none is tried again."""


@dataclass(frozen=True)
class Result:
    """How a computation ended: with what to commit, or with an error."""

    claim: Claim
    outcome: Commit | Exception


class Worker(Generic[P]):
    """Works on a queue until it is cancelled; leases it still holds then are given back.

    `compute` runs up to `concurrency` times at once and outside any transaction. What it
    returns is run in the transaction that also ends the work, together with that of others.
    Where the lease has ended meanwhile the result is dropped. Work that fails is tried again
    after a growing delay, five times in all.

    `instance` names the process: one that comes back under its old name frees at once what it
    held. Leases last `lease` seconds and are renewed while the work goes on.
    """

    def __init__(
        self,
        database: Database,
        queue: WorkQueue[P],
        compute: Callable[[Job[P]], Awaitable[Commit]],
        concurrency: int,
        instance: str,
        *,
        lease: float = 60.0,
        poll: float = 5.0,
        first_delay: float = 1.0,
    ) -> None:
        self.queue = queue
        self._database = database
        self._compute = compute
        self._concurrency = concurrency
        self._lease = lease
        self._poll = poll
        self._first_delay = first_delay
        self._leases = Leases(queue.name, instance, lease)
        self._pause = Backoff(f"worker {queue.name}: database", ceiling=poll)
        self._held: dict[UUID, Claim] = {}
        self._ready: asyncio.Queue[Claim] = asyncio.Queue()
        self._done: asyncio.Queue[Result] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._room = asyncio.Event()

    async def run(self) -> None:
        """Raises what a stage cannot mend, in an `ExceptionGroup`."""
        try:
            async with asyncio.TaskGroup() as stages:
                stages.create_task(through_outages(self._pause, self._listen))
                stages.create_task(self._claim())
                stages.create_task(self._renew())
                stages.create_task(self._commit())
                for _ in range(self._concurrency):
                    stages.create_task(self._work())
        finally:
            await self._give_back()

    async def _listen(self) -> None:
        """Wake the claiming stage at a notice, and every `poll` seconds in any case."""
        async with self._database.direct() as connection:
            await listen(connection, CHANNEL)
            while True:
                honour_cancellation()
                self._wake.set()
                await wait_for_notice(connection, self._poll)

    async def _claim(self) -> None:
        """Keep more in hand than is worked on, so that nobody waits for a claim or a commit."""
        await self._transact(self._leases.recover)
        in_hand = IN_HAND * self._concurrency
        while True:
            honour_cancellation()
            while len(self._held) >= in_hand:
                self._room.clear()
                await self._room.wait()
            self._wake.clear()
            wanted = in_hand - len(self._held)
            claims = await self._transact(partial(self._leases.claim, limit=wanted))
            for claim in claims:
                self._held[claim.token] = claim
                self._ready.put_nowait(claim)
            if len(claims) < wanted:
                await self._wake.wait()

    async def _work(self) -> None:
        while True:
            honour_cancellation()
            claim = await self._ready.get()
            started = time.perf_counter()
            outcome: Commit | Exception
            try:
                outcome = await self._outcome(claim)
            except Exception as error:  # noqa: BLE001 - kept with the work, and retried
                outcome = error
            metrics.WORK_DURATION.labels(self.queue.name).observe(time.perf_counter() - started)
            self._done.put_nowait(Result(claim, outcome))

    async def _outcome(self, claim: Claim) -> Commit:
        payload = self.queue.payload.model_validate(claim.payload)
        job = Job(claim.id, claim.key, payload, claim.attempt, claim.token)
        return await through_outages(self._pause, lambda: self._compute(job))

    async def _commit(self) -> None:
        """What ends within a moment of the first result is committed with it."""
        while True:
            honour_cancellation()
            results = [await self._done.get()]
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER_SECONDS):
                    while len(results) < COMMIT_AT_ONCE:
                        results.append(await self._done.get())
            await self._settle(results)
            for result in results:
                del self._held[result.claim.token]
            self._room.set()

    async def _renew(self) -> None:
        while True:
            honour_cancellation()
            await asyncio.sleep(self._lease / 3)
            if held := list(self._held.values()):
                await self._transact(partial(self._leases.renew, claims=held))

    async def _settle(self, results: Sequence[Result]) -> None:
        """Commit all together, or each by itself when that fails."""
        try:
            await self._transact(partial(self._write, results=results))
        except Exception as error:
            if len(results) > 1:
                for result in results:
                    await self._settle([result])
                return
            if isinstance(results[0].outcome, Exception):
                raise
            await self._settle([Result(results[0].claim, error)])

    async def _write(self, session: AsyncSession, results: Sequence[Result]) -> None:
        """In one order everywhere, so that two workers on the same rows cannot deadlock."""
        ordered = sorted(results, key=lambda result: result.claim.key)
        finished = [r.claim for r in ordered if not isinstance(r.outcome, Exception)]
        leased = await self._leases.finish(session, finished) if finished else set()
        for result in ordered:
            if isinstance(result.outcome, Exception):
                await self._fail(session, result.claim, result.outcome)
            elif result.claim.token in leased:
                await result.outcome(session)
            else:
                log.warning("lease ended, result dropped", key=result.claim.key)

    async def _fail(self, session: AsyncSession, claim: Claim, error: Exception) -> None:
        delay = min(self._first_delay * 2 ** (claim.attempt - 1), LONGEST_DELAY)
        delay *= random.uniform(0.5, 1.0)  # noqa: S311
        text = f"{type(error).__name__}: {error}"[:MAX_ERROR]
        log.warning("work failed", queue=self.queue.name, key=claim.key, error=text)
        final = isinstance(error, Permanent)
        await self._leases.fail(session, claim, text, delay=delay, final=final)
        asyncio.get_running_loop().call_later(delay, self._wake.set)

    async def _transact(self, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run `write` in a transaction of its own, however long the database is down."""

        async def attempt() -> T:
            async with self._database.transaction() as session:
                return await write(session)

        return await through_outages(self._pause, attempt)

    async def _give_back(self) -> None:
        if not self._held:
            return
        try:
            async with asyncio.timeout(STOP_TIMEOUT), self._database.transaction() as session:
                await self._leases.give_back(session, list(self._held.values()))
        except (TimeoutError, SQLAlchemyError) as error:
            log.warning("leases left to run out", queue=self.queue.name, error=str(error))
