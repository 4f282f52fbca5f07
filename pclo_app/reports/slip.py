"""The chair's slip: the code and its square to take away, and not a word of the record.

It names no person, no case and no place: found in a train it says only that a record of so
many pages was sealed at a time. With it the chair can show later which record was answered.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..records.seal import qr_text
from . import words
from .document import Document
from .flow import Flow
from .paint import to_pdf
from .qr import draw_qr
from .sheet import PORTRAIT
from .styles import SUBTITLE, TITLE, Style
from .typeface import Run, Typesetter

if TYPE_CHECKING:
    from ..casefile.casefile import CaseFile
    from ..casefile.model import SealedRecord

NAME = "chair-slip"
TITLE_WORDS = "Your slip for a sealed record"
MARKING = "OFFICIAL"
_BODY = Style("regular", 10, 13.4)
_BOLD = Style("semibold", 10, 13.4)
_CODE = Style("mono-medium", 17, 24)
_QR_SIDE = 108.0
_PAD = 13.0

_WHAT = (
    "This code belongs to one record only. It is worked out from every word of the pages that you were shown, and from "
    "your answer. If anybody changed a word, the code would no longer fit."
)
_HOW = (
    "To check a copy later, compare the code at the foot of its pages with this one, and ask the police for the sealed "
    "pages under this code. The square holds the same code and nothing else. The code never uses the letters I, L, O "
    "or U."
)


def slip(code: str, digest: bytes, *, number: str, version: int, pages: int, sealed_at: datetime) -> Document:
    """The slip as a PDF of one page. ``digest`` is what the square holds; ``number`` the record's short name."""
    flow = Flow(PORTRAIT, 62.0, Typesetter())
    flow.space(6)
    flow.line(TITLE_WORDS, TITLE, flow.x, flow.y - TITLE.baseline)
    flow.space(TITLE.leading + 1)
    record = f"Record {number}, version {version}, {words.counted(pages, 'page')}".replace("Record ,", "Record,")
    flow.text(Run(f"{record}. Sealed {words.moment_plain(sealed_at)}", SUBTITLE))
    flow.space(12)
    top, height = flow.y, _QR_SIDE + 2 * _PAD
    flow.sheet.box(flow.x, top, flow.measure, height)
    draw_qr(flow.sheet, qr_text(digest), flow.x + _PAD, top - _PAD, _QR_SIDE)
    left = flow.x + _PAD + _QR_SIDE + 20
    groups = code.split("-")
    flow.line("Verification code", _BOLD, left, top - _PAD - 16)
    for row, part in enumerate((groups[:4], groups[4:])):
        flow.line("-".join(part) + ("-" if row == 0 else ""), _CODE, left, top - _PAD - 46 - row * _CODE.leading)
    flow.space(height + 12)
    flow.text(_WHAT, style=_BODY)
    flow.space(5)
    flow.text(_HOW, style=_BODY)
    return Document(
        pdf=to_pdf(flow.sheets, flow.paper, TITLE_WORDS),
        pages=len(flow.sheets),
        title=TITLE_WORDS,
        marking=MARKING,
        name=NAME,
        code=code,
        file_name="slip.pdf",
    )


def of_sealed(cf: CaseFile, sealed: SealedRecord) -> Document:
    """The slip of a sealed record."""
    from ..casefile import meetings
    from .gather import seal_view

    record = meetings.presented_version(cf, sealed).record
    answer = seal_view(cf, sealed)
    return slip(
        sealed.code,
        sealed.digest,
        number=record.number if record is not None else "",
        version=record.version if record is not None else 0,
        pages=answer.seal.pages,
        sealed_at=answer.sealed_at,
    )
