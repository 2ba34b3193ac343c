"""XMP: properties in every form, and packets that are none."""

import pytest

from alice_provenance import limits
from alice_provenance.raw import Raw
from alice_provenance.xmp import read_xmp

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
   xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
   xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmlns:e="http://ns.adobe.com/exif/1.0/"
   xmlns:AIGC="http://www.tc260.org.cn/ns/AIGC/1.0/"
   xmlns:own="http://example.org/own/">
  <rdf:Description rdf:about="" ext:DigImageGUID="2b6e053b" own:Tool="x">
   <ext:DigitalSourceType rdf:resource="http://cv.iptc.org/a"/>
   <AIGC:AIGC>{"Label":"1"}</AIGC:AIGC>
   <dc:subject><rdf:Bag><rdf:li>cat</rdf:li><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>
   <e:UserComment><rdf:Alt><rdf:li xml:lang="x-default">a cat</rdf:li></rdf:Alt></e:UserComment>
   <own:Nested rdf:parseType="Resource"><own:Inner>deep</own:Inner></own:Nested>
   <dc:title/>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def read(data: bytes):
    return list(read_xmp("XMP here", Raw(data)))


def test_properties_under_their_usual_prefixes():
    packet, *properties = read(PACKET.encode())
    assert (packet.place, packet.key, packet.text) == ("XMP here", "XMP", PACKET)
    assert [(block.key, block.text) for block in properties] == [
        ("Iptc4xmpExt:DigImageGUID", "2b6e053b"),
        ("http://example.org/own/:Tool", "x"),
        ("Iptc4xmpExt:DigitalSourceType", "http://cv.iptc.org/a"),
        ("TC260:AIGC", '{"Label":"1"}'),
        ("dc:subject", "cat"),
        ("dc:subject", "dog"),
        ("exif:UserComment", "a cat"),
        ("http://example.org/own/:Inner", "deep"),
    ]
    assert properties[0].place == "XMP here Iptc4xmpExt:DigImageGUID"


def test_a_byte_order_mark_in_front():
    plain = PACKET.replace("\ufeff", "").encode("utf-8-sig")
    assert [block.key for block in read(plain)][4] == "TC260:AIGC"


def test_nuls_behind_a_packet_are_none_of_it():
    assert read(PACKET.encode() + bytes(9))[1].text == "2b6e053b"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<x:xmpmeta",
        b"<a>\xff\xfe</a>",
        b"<?xml version='1.0' encoding='nonsense'?><a/>",
        b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
    ],
)
def test_what_cannot_be_read_is_kept_whole(data):
    (block,) = read(data)
    assert (block.key, block.data) == ("XMP", data)
    assert block.problem.startswith("it is no XMP that can be read: ")


def test_deep_packets_are_read_without_recursion():
    deep = b"<a>" * 15_000 + b"x" + b"</a>" * 15_000
    assert [block.text for block in read(deep)[1:]] == ["x"]


def test_elements_are_limited(monkeypatch):
    monkeypatch.setattr(limits, "XMP_ELEMENTS", 10)
    (block,) = read(PACKET.encode())
    assert block.problem.endswith("it has more than 10 elements")
