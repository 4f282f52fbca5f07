"""The sealed copy: the presented PDF with its foot stamped and what was to be answered on it answered.

The new parts are *appended* to the presented file as a PDF incremental update. The first
bytes of a sealed copy are therefore the very file that the chair was shown, and their
SHA-256 is the one in the seal; the page contents that the chair read are not rewritten.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import Any, NamedTuple

from .paint import ANSWER

_TAIL = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_STAMP = "/CaseFileStamp"
_ANSWER = f"/FormXob.{ANSWER}"


def is_presented(pdf: bytes, digest: str) -> bool:
    """Whether a PDF is the one that a seal names."""
    return hashlib.sha256(pdf).hexdigest() == digest


class Place(NamedTuple):
    """Where in a presented PDF the part begins that is to be answered."""

    page: int
    """From 0."""
    top: float
    """The height at which it begins."""


def place_of_answer(presented: bytes) -> Place | None:
    """Where a presented PDF keeps room for the answer; None where it is the whole of the last page."""
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(BytesIO(presented)).pages):
        for name, form in _forms(page).items():
            if name.startswith(_ANSWER):
                return Place(number, float(form.get_object()["/BBox"][3]))
    return None


def append(presented: bytes, stamps: bytes, *, kept: int, place: Place | None = None) -> bytes:
    """The presented PDF with a stamp over its first ``kept`` pages and the stamps' later pages for the rest.

    The first page of ``stamps`` holds what is stamped, the same on every kept page; after it,
    where there is a ``place``, the answer for that page, which is the last one kept; then the
    pages that take the place of the presented file's remaining ones.
    """
    from pypdf import PdfReader

    update = _Update(presented)
    over = list(PdfReader(BytesIO(stamps)).pages)
    stamp = over.pop(0)
    answer = over.pop(0) if place is not None else None
    update.stamp(kept, stamp, answer)
    update.keep_pages(kept, over)
    return update.finished()


class _Update:
    """Objects that are added to a PDF file, or that take the place of objects in it."""

    def __init__(self, pdf: bytes) -> None:
        from pypdf import PdfReader

        self._pdf = pdf
        self._reader = PdfReader(BytesIO(pdf))
        size: Any = self._reader.trailer["/Size"]
        self._next = int(size)
        self._objects: dict[int, Any] = {}
        self._copied: dict[int, Any] = {}

    def stamp(self, kept: int, page: Any, answer: Any = None) -> None:
        """Draw one page's content over each kept page, after its own content, which stays as it is.

        ``answer``: a page whose content takes the place of what was to be answered on the last one kept.
        """
        form = self._form(page)
        answered = self._form(answer) if answer is not None else None
        draw = self._add(_stream(f"q {_STAMP} Do Q".encode(), {}))
        for number in range(kept):
            mine: Any = self._reader.pages[number]
            resources = _dictionary(dict(mine["/Resources"]))
            forms = _dictionary({name: answered or form for name, form in _forms(mine).items()})
            forms.update(_dictionary({_STAMP: form}))
            resources.update(_dictionary({"/XObject": forms}))
            changed = _dictionary(dict(mine))
            contents = _array([mine.raw_get("/Contents"), draw])
            changed.update(_dictionary({"/Contents": contents, "/Resources": resources}))
            self._objects[mine.indirect_reference.idnum] = changed

    def _form(self, page: Any) -> Any:
        """One page's content as a form."""
        entries = {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": page.mediabox, "/Resources": self._fonts(page)}
        return self._add(_stream(_content(page), entries))

    def keep_pages(self, kept: int, later: Any) -> None:
        """Keep the first pages and put others after them."""
        root: Any = self._reader.trailer["/Root"]
        parent = root.raw_get("/Pages")
        kids = list(root["/Pages"]["/Kids"])[:kept]
        for page in later:
            entries = {
                "/Type": "/Page",
                "/Parent": parent,
                "/MediaBox": page.mediabox,
                "/Resources": self._fonts(page),
                "/Contents": self._add(_stream(_content(page), {})),
            }
            kids.append(self._add(_dictionary(entries)))
        tree = _dictionary(dict(root["/Pages"]))
        tree.update(_dictionary({"/Kids": _array(kids), "/Count": len(kids)}))
        self._objects[parent.idnum] = tree

    def finished(self) -> bytes:
        """The file with the update after it."""
        from pypdf.generic import ByteStringObject

        tail = _TAIL.search(self._pdf)
        if tail is None:
            raise ValueError("the presented file has no end mark")
        out = BytesIO()
        out.write(self._pdf)
        places: dict[int, int] = {}
        for number, thing in sorted(self._objects.items()):
            places[number] = out.tell()
            out.write(f"{number} 0 obj\n".encode())
            thing.write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n")
        for number, place in places.items():
            out.write(f"{number} 1\n{place:010d} 00000 n \n".encode())
        before = self._reader.trailer
        digest = hashlib.sha256(out.getvalue()[len(self._pdf) :]).digest()[:16]
        first: Any = before["/ID"]
        trailer = _dictionary(
            {
                "/Size": self._next,
                "/Root": before.raw_get("/Root"),
                "/Info": before.raw_get("/Info"),
                "/Prev": int(tail[1]),
                "/ID": _array([ByteStringObject(first[0].original_bytes), ByteStringObject(digest)]),
            }
        )
        out.write(b"trailer\n")
        trailer.write_to_stream(out)
        out.write(f"\nstartxref\n{start}\n%%EOF\n".encode())
        return out.getvalue()

    def _add(self, thing: Any) -> Any:
        """A new object; answers the reference to it."""
        reference = self._reserve()
        self._objects[reference.idnum] = thing
        return reference

    def _reserve(self) -> Any:
        from pypdf.generic import IndirectObject

        reference = IndirectObject(self._next, 0, self._reader)
        self._next += 1
        return reference

    def _fonts(self, page: Any) -> Any:
        """The page's fonts, copied into the file once however many pages use them."""
        return _dictionary({"/Font": self._copy(page["/Resources"].raw_get("/Font"))})

    def _copy(self, thing: Any) -> Any:
        """An object of the stamps' file with everything it refers to."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        if isinstance(thing, IndirectObject):
            known = self._copied.get(thing.idnum)
            if known is None:
                known = self._copied[thing.idnum] = self._reserve()
                self._objects[known.idnum] = self._copy(thing.get_object())
            return known
        if isinstance(thing, StreamObject):
            return thing  # a font file: it refers to nothing
        if isinstance(thing, DictionaryObject):
            return _dictionary({name: self._copy(thing.raw_get(name)) for name in thing})
        if isinstance(thing, ArrayObject):
            return _array([self._copy(item) for item in thing])
        return thing


def _dictionary(entries: dict[Any, Any]) -> Any:
    """A PDF dictionary; texts are names, whole numbers are numbers."""
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, PdfObject

    def value(given: Any) -> Any:
        if isinstance(given, PdfObject):
            return given
        return NumberObject(given) if isinstance(given, int) else NameObject(given)

    return DictionaryObject({NameObject(name): value(given) for name, given in entries.items()})


def _array(items: list[Any]) -> Any:
    from pypdf.generic import ArrayObject

    return ArrayObject(items)


def _forms(page: Any) -> dict[str, Any]:
    """The forms that a page draws, by their names."""
    found = page["/Resources"].get("/XObject")
    return dict(found.get_object()) if found is not None else {}


def _content(page: Any) -> bytes:
    data: bytes = page.get_contents().get_data()
    return data


def _stream(data: bytes, entries: dict[str, Any]) -> Any:
    from pypdf.generic import DecodedStreamObject

    stream = DecodedStreamObject()
    stream.set_data(data)
    stream.update(_dictionary(entries))
    return stream.flate_encode()
