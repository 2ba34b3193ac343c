"""The family that writes AUTOMATIC1111's infotext: WebUI, the Forges, SD.Next, Civitai."""

from alice_provenance.generators.a1111.reading import read

__all__ = ["read"]
