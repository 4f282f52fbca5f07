"""The parts of a zipped document, unpacked in pieces and never beyond a limit.

An archive says itself how large its parts are and may lie, so what comes out is counted:
a few kilobytes that unpack to gigabytes stop with a plain error.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from .errors import DamagedDocument, NotACsv, ProtectedDocument, UnpacksTooLarge
from .grids import Progress
from .xml_events import Events, NotXml, walk

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 256 * MEGABYTE
MOST_PARTS = 20_000
_PIECE = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """A zipped document by the names of its parts."""

    def __init__(self, data: bytes, file: str, progress: Progress | None = None) -> None:
        self.file = file
        self._progress = progress
        self._left = MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS:
            raise NotACsv(file=file, really="an Excel workbook or another zipped file, and damaged") from None
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 4 * MOST_UNPACKED:
            raise UnpacksTooLarge(file=file, limit=MOST_UNPACKED // MEGABYTE)
        self._parts = {part.filename: part for part in parts}
        self._whole = sum(part.file_size for part in parts if part.filename.endswith(".xml"))

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes, a piece at a time. Raises DamagedDocument, ProtectedDocument or UnpacksTooLarge."""
        part = self._parts.get(name)
        if part is None or part.compress_type not in _METHODS:
            raise DamagedDocument(file=self.file)
        if part.flag_bits & 1:
            raise ProtectedDocument(file=self.file)
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise UnpacksTooLarge(file=self.file, limit=MOST_UNPACKED // MEGABYTE)
                    if self._progress is not None:
                        self._progress(min(MOST_UNPACKED - self._left, self._whole), self._whole)
                    yield piece
        except _FAULTS:
            raise DamagedDocument(file=self.file) from None

    def read(self, name: str, reader: Events) -> None:
        """Give a reader the events of an XML part."""
        try:
            walk(self.pieces(name), reader)
        except NotXml:
            raise DamagedDocument(file=self.file) from None

    def related(self, name: str = "") -> dict[str, tuple[str, str]]:
        """What a part refers to (the package itself for ""): id -> (last word of its type, name of the part)."""
        folder, bare = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{bare}.rels")
        reader = _Relations(folder)
        if place in self:
            self.read(place, reader)
        return reader.found


class _Relations:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            inside = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(inside))

    def end(self, name: str) -> None:
        pass

    def text(self, words: str) -> None:
        pass
