"""Verdicts on broken files, each with its mend."""

from alice_contracts.media import RejectReason
from alice_decoding.undecodable import Undecodable

# Coded media and indexes do not end in so many zeros; files whose writer died often do.
UNWRITTEN = bytes(256)


def truncated(what: str) -> Undecodable:
    detail = f"The file ends early: {what}; copy or download it again."
    return Undecodable(RejectReason.TRUNCATED, detail)


def corrupt(what: str) -> Undecodable:
    detail = f"The file is damaged: {what}; restore it from its source."
    return Undecodable(RejectReason.CORRUPT, detail)


def bomb(what: str) -> Undecodable:
    detail = f"The file is built to exhaust its reader: {what}; save the picture anew."
    return Undecodable(RejectReason.BOMB, detail)


def unwritten() -> Undecodable:
    return truncated("it ends in zeros that were never written over")


def out_of_memory() -> Undecodable:
    detail = (
        "Decoding takes more memory than a worker may have; save it smaller or raise the limit."
    )
    return Undecodable(RejectReason.OUT_OF_MEMORY, detail)
