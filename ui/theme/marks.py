"""The few pictures the style sheet itself needs: tick, chevrons.

Qt style sheets take pictures only as files or as compiled-in resources. To keep colours in
the token table alone, the pictures are made from the icon table and handed to Qt as a
resource built in memory, in the layout that Qt's own resource compiler writes (version 1):
a tree of fixed-size nodes, a table of names, and the data.
"""

from __future__ import annotations

import struct

from PySide6.QtCore import qRegisterResourceData

from ui.theme import icons
from ui.theme.tokens import Palette

_FOLDER = 2
_FILE = 0
_ANY_TERRITORY = 0
_LANGUAGE_C = 1


def _hash(name: str) -> int:
    """Qt's name hash (qt_hash), by which the children of a folder are sorted."""
    h = 0
    for char in name:
        h = (h << 4) + ord(char)
        h ^= (h & 0xF0000000) >> 23
        h &= 0x0FFFFFFF
    return h


def pack(folder: str, files: dict[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """Tree, names and data of one folder of files, ready for `qRegisterResourceData`."""
    names = bytearray()
    data = bytearray()

    def name(text: str) -> int:
        offset = len(names)
        names.extend(struct.pack(">HI", len(text), _hash(text)) + text.encode("utf-16-be"))
        return offset

    def content(raw: bytes) -> int:
        offset = len(data)
        data.extend(struct.pack(">I", len(raw)) + raw)
        return offset

    ordered = sorted(files, key=_hash)
    tree = bytearray(struct.pack(">IHII", 0, _FOLDER, 1, 1))
    tree.extend(struct.pack(">IHII", name(folder), _FOLDER, len(ordered), 2))
    for each in ordered:
        tree.extend(struct.pack(">IHHHI", name(each), _FILE, _ANY_TERRITORY, _LANGUAGE_C, content(files[each])))
    return bytes(tree), bytes(names), bytes(data)


def pictures(palette: Palette) -> dict[str, bytes]:
    """The pictures of one look, by file name."""
    return {
        "tick.svg": icons.svg("check", palette.on_primary, line=2.4),
        "down.svg": icons.svg("chevron-down", palette.ink, line=1.75),
        "right.svg": icons.svg("chevron-right", palette.ink, line=1.75),
        "up.svg": icons.svg("chevron-up", palette.ink, line=1.75),
        "close.svg": icons.svg("close", palette.ink, line=1.75),
    }


def folder_of(palette: Palette) -> str:
    """Where the style sheet finds the pictures of this look."""
    return f"marks-{palette.name}-{palette.ink.lstrip('#')}"


def register(palette: Palette) -> tuple[bytes, bytes, bytes]:
    """Hand the pictures to Qt. The caller keeps what is returned for as long as Qt may read it."""
    tree, names, data = pack(folder_of(palette), pictures(palette))
    qRegisterResourceData(1, tree, names, data)
    return tree, names, data
