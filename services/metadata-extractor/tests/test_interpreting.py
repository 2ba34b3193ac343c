"""Blocks that hang, eat memory or kill their process end in a reason, and alone."""

import pytest

from alice_core.sandbox.errors import DiedError, TookTooLongError
from alice_core.sandbox.pool import Sandbox
from alice_core.sandbox.process import Bounds
from alice_provenance.blocks import Block
from metadata_extractor.interpreting import FAILURES_BELIEVED, Interpreter


@pytest.fixture
async def interpreter():
    async with Sandbox(Bounds(seconds=1, address_space=2**30), workers=1) as sandbox:
        yield Interpreter(sandbox)


def blocks(command: str):
    return [Block(place="PNG tEXt parameters", key="parameters", data=command.encode())]


@pytest.mark.parametrize(
    ("command", "error", "reason"),
    [
        ("hang", TookTooLongError, "it took longer than 1 seconds"),
        ("die", DiedError, "its process died (SIGABRT)"),
    ],
)
async def test_what_ends_the_process_is_believed_the_third_time(
    hostile_reader, interpreter, command, error, reason
):
    with pytest.raises(error):
        await interpreter.interpret(blocks(command), FAILURES_BELIEVED - 1)
    found = await interpreter.interpret(blocks(command), FAILURES_BELIEVED)
    assert found.problems == (f"not interpreted: {reason}",)
    assert (await interpreter.interpret(blocks("a fox"), 1)).problems == ()


@pytest.mark.parametrize(
    ("command", "reason"),
    [("eat", "MemoryError"), ("break", "ValueError: half a character: ")],
)
async def test_what_a_reader_raises_is_told_at_once(hostile_reader, interpreter, command, reason):
    found = await interpreter.interpret(blocks(command), 1)
    assert found.problems == (f"not interpreted: {reason}",)
    assert found.provenance.generator == "unknown"


async def test_without_blocks_no_process_is_started(interpreter, monkeypatch):
    monkeypatch.setattr(Sandbox, "run", None)
    assert (await interpreter.interpret([], 1)).provenance.evidence == ()
