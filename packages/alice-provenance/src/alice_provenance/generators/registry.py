"""Every reader, in the order in which they count where their evidence weighs the same."""

from collections.abc import Callable, Iterator

from alice_provenance.blocks import Blocks
from alice_provenance.finding import Finding
from alice_provenance.generators import a1111, civitai, comfyui, stability_matrix

Reader = Callable[[Blocks], Iterator[Finding]]
"""Each family's `read`: a finding a claim, nothing for what is another's. It raises nothing."""

READERS: tuple[Reader, ...] = (
    stability_matrix.read,  # has its pictures made by ComfyUI's graphs
    comfyui.read,
    civitai.read,
    a1111.read,  # last: many add its text to what they write themselves
)
