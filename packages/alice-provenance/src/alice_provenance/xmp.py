"""XMP: the properties of an RDF packet (ISO 16684-1, 7)."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from alice_provenance import limits
from alice_provenance.blocks import Block
from alice_provenance.raw import Raw
from alice_provenance.span import MalformedError
from alice_provenance.text import decode_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KEY = "XMP"
MEDIA_TYPE = "application/rdf+xml"
PREFIXES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "adobe:ns:meta/": "x",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
}
STRUCTURE = ("rdf:", "xml:", "x:")
"""The prefixes of names that hold properties and are none."""


def read_xmp(place: str, raw: Raw) -> Iterator[Block]:
    """The packet itself, then a block a property, known by its name with the usual prefix."""
    packet = decode_text(raw.data)
    try:
        properties = list(_properties(_root(raw.data.strip(b"\0"))))
    except (ParseError, DefusedXmlException, MalformedError, ValueError, LookupError) as error:
        problem = raw.problem or f"it is no XMP that can be read: {error}"
        yield Block(place, KEY, raw.data, packet, MEDIA_TYPE, problem)
        return
    yield Block(place, KEY, raw.data, packet, MEDIA_TYPE, raw.problem)
    for name, value in properties:
        yield Block(f"{place} {name}", name, value.encode(), value, "text/plain")


def _root(packet: bytes) -> "Element":
    """Counts while it parses, because a tree takes a hundred times the bytes of its text."""
    elements = iterparse(BytesIO(packet), events=("start",), forbid_dtd=True)
    root: Element = next(elements)[1]
    for number, _ in enumerate(elements, start=2):
        if number > limits.XMP_ELEMENTS:
            raise MalformedError(f"it has more than {limits.XMP_ELEMENTS:,} elements")
    return root


def _properties(root: "Element") -> Iterator[tuple[str, str]]:
    """Simple values as attributes or elements; items of a list stand under the list's name."""
    pending = [(root, "")]
    while pending:
        element, holder = pending.pop()
        name = _name(element.tag)
        owner = holder if name.startswith(STRUCTURE) else name
        for attribute, value in element.attrib.items():
            if not _name(attribute).startswith(STRUCTURE):
                yield _name(attribute), value
        resource = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource")
        value = resource or (element.text or "").strip()
        if owner and value and not len(element):
            yield owner, value
        pending.extend((child, owner) for child in reversed(element))


def _name(qualified: str) -> str:
    namespace, _, name = qualified.removeprefix("{").rpartition("}")
    return f"{PREFIXES.get(namespace, namespace)}:{name}"
