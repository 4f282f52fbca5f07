"""XML read as a stream of events, with nothing of XML that a table does not need.

A document type declaration is refused outright: it is what entity bombs and references to
outside files are made of, and no office program writes one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat


class NotXml(Exception):
    """The bytes are not XML, or XML of a kind that is not read."""


class Events(Protocol):
    """What a reader of one part does with its events. Names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """Words between them, perhaps in several pieces."""


def walk(pieces: Iterable[bytes], reader: Events) -> None:
    """Give the reader every event of a part. Raises NotXml, and whatever the reader raises."""
    local: dict[str, str] = {}

    def name_of(full: str) -> str:
        short = local.get(full)
        if short is None:
            short = local[full] = full.rpartition("|")[2]
        return short

    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes:
            attributes = {name_of(key): value for key, value in attributes.items()}
        reader.start(name_of(name), attributes)

    def refuse(*_: object) -> None:
        raise NotXml

    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: reader.end(name_of(name))
    parser.CharacterDataHandler = reader.text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise NotXml from None
