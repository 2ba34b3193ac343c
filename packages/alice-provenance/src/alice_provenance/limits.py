"""What one file may cost, whatever it says of itself."""

BLOCK_BYTES = 8 * 1024 * 1024
"""Of one block; a ComfyUI graph with pictures in it takes 1 to 3 MiB."""

FILE_BYTES = 32 * 1024 * 1024
"""Of all blocks of a file together."""

BLOCKS = 2_000
"""Blocks of a file."""

READS = 2_000_000
"""Reads of a file. Every step of a walk takes one; a GIF of 500 MB has as many sub-blocks."""

INFLATION_RATIO = 200
INFLATION_SLACK = 64 * 1024
"""Text inflates to no more than the ratio and the slack together; deflate can reach 1,032."""

IFD_ENTRIES = 2_000
"""Entries of all directories of one EXIF block."""

XMP_ELEMENTS = 20_000
"""Elements of one XMP packet."""

JSON_CHARACTERS = 4 * 1024 * 1024
"""Of one text; its values take up to fifty times as much memory."""

JSON_DEPTH = 200
"""Arrays and objects inside one another."""

ITEMS = 2_000
"""Items of a HEIF file, and keys of a film."""

INFOTEXT_CHARACTERS = 256 * 1024
"""Of an A1111 infotext; a prompt of a hundred pages has as many."""
