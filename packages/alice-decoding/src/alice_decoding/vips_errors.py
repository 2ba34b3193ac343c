"""What libvips says, as a verdict on the file."""

import pyvips

from alice_decoding.undecodable import Undecodable
from alice_decoding.verdicts import corrupt, out_of_memory, truncated


def verdict(error: pyvips.Error) -> Undecodable:
    """libvips has one error for everything; its details tell more."""
    reasons = " ".join((error.detail or error.message).split())
    if "out of memory" in reasons:
        return out_of_memory()
    return truncated(reasons) if "premature end" in reasons else corrupt(reasons)
