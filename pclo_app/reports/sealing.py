"""The sealed copy: the presented PDF with its foot stamped and its last page answered.

The new parts are *appended* to the presented file as a PDF incremental update. The first
bytes of a sealed copy are therefore the very file that the chair was shown, and their
SHA-256 is the one in the seal; the page contents that the chair read are not rewritten.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any


def is_presented(pdf: bytes, digest: str) -> bool:
    """Whether a PDF is the one that a seal names."""
    return hashlib.sha256(pdf).hexdigest() == digest


def append(presented: bytes, stamps: bytes, *, kept: int) -> bytes:
    """The presented PDF with stamps over its first ``kept`` pages and the stamps' later pages for the rest.

    ``stamps`` has a page for each kept page, holding what is stamped there, and after them
    the pages that take the place of the presented file's remaining ones.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

    writer = PdfWriter(BytesIO(presented), incremental=True)
    over = PdfReader(BytesIO(stamps))
    pages: Any = writer.pages
    for number in range(kept):
        page = pages[number]
        form = _as_form(over.pages[number], writer)
        draw = DecodedStreamObject()
        draw.set_data(b"q /CaseFileStamp Do Q")
        resources = page["/Resources"]
        resources[NameObject("/XObject")] = _dictionary({"/CaseFileStamp": form})
        page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(draw)])
    tree: Any = writer.root_object["/Pages"]
    parent = writer.root_object.raw_get("/Pages")
    kids = ArrayObject(list(tree["/Kids"])[:kept])
    for later in over.pages[kept:]:
        kids.append(_as_page(later, parent, writer))
    tree[NameObject("/Kids")] = kids
    tree[NameObject("/Count")] = _number(len(kids))
    done = BytesIO()
    writer.write(done)
    return done.getvalue()


def _dictionary(entries: dict[str, Any]) -> Any:
    from pypdf.generic import DictionaryObject, NameObject

    return DictionaryObject({NameObject(name): value for name, value in entries.items()})


def _number(value: int) -> Any:
    from pypdf.generic import NumberObject

    return NumberObject(value)


def _contents(page: Any) -> bytes:
    data: bytes = page.get_contents().get_data()
    return data


def _as_form(page: Any, writer: Any) -> Any:
    """A page's content with its own fonts, to be drawn inside another page."""
    from pypdf.generic import DecodedStreamObject, NameObject

    form = DecodedStreamObject()
    form.set_data(_contents(page))
    form.update(
        _dictionary(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": page.mediabox,
                "/Resources": _fonts(page, writer),
            }
        )
    )
    return writer._add_object(form.flate_encode())


def _as_page(page: Any, parent: Any, writer: Any) -> Any:
    from pypdf.generic import DecodedStreamObject, NameObject

    content = DecodedStreamObject()
    content.set_data(_contents(page))
    return writer._add_object(
        _dictionary(
            {
                "/Type": NameObject("/Page"),
                "/Parent": parent,
                "/MediaBox": page.mediabox,
                "/Resources": _fonts(page, writer),
                "/Contents": writer._add_object(content.flate_encode()),
            }
        )
    )


def _fonts(page: Any, writer: Any) -> Any:
    """The page's fonts, copied into the file once however many pages use them."""
    return _dictionary({"/Font": page["/Resources"].raw_get("/Font").clone(writer)})
