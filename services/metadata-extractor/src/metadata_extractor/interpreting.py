"""From blocks to what they say, in a process that their content may hang or kill alone."""

from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool

from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.provenance import Provenance
from alice_core.logs import get_logger
from alice_core.sandbox.errors import DiedError, TookTooLongError
from alice_core.sandbox.pool import Sandbox
from alice_provenance import EXTRACTOR
from alice_provenance.blocks import Block
from metadata_extractor import sandboxed
from metadata_extractor.cleaning import clean_text

# A process may be killed by others, as for memory, or be slow because all are; blocks that end
# it thrice are the culprit.
FAILURES_BELIEVED = 3
MAX_REASON = 500

log = get_logger(__name__)


class Interpreter:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def interpret(self, blocks: Sequence[Block], attempt: int) -> MetadataExtracted:
        """What the blocks say; nothing, with the reason, where they cannot be interpreted.

        Raises `TookTooLongError` and `DiedError` until they are believed, and
        `BrokenProcessPool` where no process can be started.
        """
        if not blocks:
            return MetadataExtracted(extractor=EXTRACTOR, provenance=Provenance())
        try:
            return await self._sandbox.run(sandboxed.interpret_blocks, blocks)
        except (TookTooLongError, DiedError) as error:
            if attempt < FAILURES_BELIEVED:
                raise
            return _not_interpreted(str(error))
        except BrokenProcessPool:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is its file's fault
            return _not_interpreted(f"{type(error).__name__}: {error}".removesuffix(": "))


def _not_interpreted(reason: str) -> MetadataExtracted:
    problem = clean_text(f"not interpreted: {reason[:MAX_REASON]}")
    log.warning("blocks not interpreted", reason=problem)
    return MetadataExtracted(extractor=EXTRACTOR, provenance=Provenance(), problems=(problem,))
