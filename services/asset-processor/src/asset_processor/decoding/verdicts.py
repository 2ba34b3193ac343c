"""The verdicts of the walkers, each with its mend."""

from asset_processor.decoding.outcome import RejectReason, Undecodable


def truncated(what: str) -> Undecodable:
    detail = f"The file ends early: {what}; copy or download it again."
    return Undecodable(RejectReason.TRUNCATED, detail)


def corrupt(what: str) -> Undecodable:
    detail = f"The file is damaged: {what}; restore it from its source."
    return Undecodable(RejectReason.CORRUPT, detail)


def bomb(what: str) -> Undecodable:
    detail = f"The file is built to exhaust its reader: {what}; save the picture anew."
    return Undecodable(RejectReason.BOMB, detail)
