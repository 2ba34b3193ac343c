"""When two prompts are the same."""

import hashlib
import re

from search_engine.documents.words import words

_NETWORK = re.compile(r"<(?:lora|lyco|hypernet):[^>]*>", re.IGNORECASE)
_KEY_BYTES = 16


def prompt_key(prompt: str | None) -> str | None:
    """What prompts of the same words in the same order have in common; None without a word.

    Case, spaces and punctuation do not matter, nor do `<lora:...>` tags, which say by what it was
    drawn and not what was asked for. Weights do: `(cat:1.2)` has words that `cat` has not.
    """
    asked = words(_NETWORK.sub(" ", prompt or ""))
    if not asked:
        return None
    return hashlib.blake2b(" ".join(asked).encode(), digest_size=_KEY_BYTES).hexdigest()
