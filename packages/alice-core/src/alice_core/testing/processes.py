"""Python in a process of its own, to be killed at a chosen moment."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager


class PythonProcess:
    """A running interpreter whose output is collected line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: list[str] = []
        self._ended = False
        self._news = asyncio.Condition()
        self._reader = asyncio.create_task(self._collect())

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def output(self) -> str:
        """What it wrote so far, stdout and stderr together."""
        return "".join(self._lines)

    async def wait_for(self, marker: str, within: float = 30) -> None:
        """Wait until a line holds `marker`.

        Raises:
            AssertionError: with the output, when the process ended or the time was over first.
        """
        try:
            async with asyncio.timeout(within), self._news:
                await self._news.wait_for(lambda: marker in self.output or self._ended)
        except TimeoutError:
            raise AssertionError(f"no {marker!r} within {within:g} s in:\n{self.output}") from None
        if marker not in self.output:
            raise AssertionError(f"ended without {marker!r}:\n{self.output}")

    async def kill(self) -> None:
        """Send SIGKILL and wait for the end; a process that has ended already is fine."""
        if self._process.returncode is None:
            self._process.kill()
        await self.wait()

    async def wait(self) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        await self._reader
        return await self._process.wait()

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def _collect(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._lines.append(line.decode(errors="replace"))
            async with self._news:
                self._news.notify_all()
        self._ended = True
        async with self._news:
            self._news.notify_all()


@asynccontextmanager
async def python_process(
    *arguments: str, environ: Mapping[str, str] | None = None
) -> AsyncIterator[PythonProcess]:
    """Run `python ARGUMENTS`, such as `-c CODE` or `-m MODULE`; kill it on leaving.

    `environ` is added to this process's environment.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-u",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **(environ or {})},
    )
    running = PythonProcess(process)
    try:
        yield running
    finally:
        await running.kill()
