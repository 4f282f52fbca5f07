"""The emergency kit sheet: one page of A4 for a sealed envelope in the office safe.

It bears a secret, so it has no check code worked out from its words, is never kept by the
program, and names the officer and the case file but no case. The code stands in numbered
groups, because at set-up some of them are typed back from the paper.
"""

from __future__ import annotations

from datetime import datetime

from ..casefile.model import Officer
from ..vault.kit import qr_text
from . import words
from .document import Document
from .flow import Flow
from .page import draw_frame
from .paint import to_pdf
from .qr import draw_qr
from .sheet import PORTRAIT, Fill, Words
from .styles import CELL_SOFT, SHADE, SMALL_SOFT, SOFT, SUBTITLE, TITLE, Style
from .typeface import Run, Typesetter

NAME = "emergency-kit"
TITLE_WORDS = "Emergency kit"
MARKING = "OFFICIAL-SENSITIVE"

_BODY = Style("regular", 10, 13.4)
_BOLD = Style("semibold", 10, 13.4)
_FAINT = Style("regular", 10, 13.4, SOFT)
_CODE = Style("mono-medium", 19, 24)
_NUMBER = Style("regular", 8, 10.3, SOFT)
_QR_SIDE = 96.0
_QR_QUIET = 6.0
_PAD = 13.0
_BOX = 30.0
_BOTTOM = 62.0

_WHAT = (
    "This sheet opens the case file when the laptop can no longer do its part: it has been replaced, repaired or set "
    "up afresh, IT support has reset the Windows password, or the user profile is gone. The officer’s own passphrase "
    "is needed with it: the sheet alone opens nothing."
)
_KEEPING = (
    "Type back the two groups that the app asks for, so that you know that this print can be read.",
    "Put the sheet into an envelope, seal it, and sign and date it across the flap.",
    "Hand it to your supervisor for the office safe. Never keep it with the laptop, never write the passphrase on it, "
    "and do not copy, scan or photograph it.",
)
_USING = (
    "Start PCLO Case File on the officer’s laptop and choose this case file. On a new laptop, first restore the newest "
    "backup of it.",
    "Choose “Use the emergency kit”.",
    "Type the passphrase, then the code above, group by group, or read the square with a scanner. Small letters will "
    "do. The letters I, L, O and U are never used: what looks like one is a 1 or a 0.",
    "When the case file has opened, let the app make a slot for this laptop. From then on the passphrase is enough "
    "again.",
    "Put the sheet into a new envelope, fill in a line below, seal it, and take it back to the safe.",
)
_LOST = (
    "Tell your supervisor. Then, in the app, make a new kit, remove the key slot named above, and renew the keys of "
    "the whole case file: from then on this sheet is worthless."
)


def sheet(code: str, *, officer: Officer, vault_id: str, slot: str, holder: str, made: datetime) -> Document:
    """The sheet as a PDF.

    ``code`` is the kit's, in seven groups; ``slot`` the key slot that it opens; ``holder`` says
    who keeps it; ``made`` is when, with the offset of the laptop's clock.
    """
    flow = Flow(PORTRAIT, _BOTTOM, Typesetter())
    flow.space(6)
    flow.line(TITLE_WORDS, TITLE, flow.x, flow.y - TITLE.baseline)
    flow.space(TITLE.leading + 1)
    flow.text(Run(f"To open the case file of {officer}", SUBTITLE))
    flow.space(9)
    _panel(flow, code)
    flow.space(9)
    _facts(flow, officer, vault_id, slot, holder, made)
    flow.heading(None, "What it is for")
    flow.text(_WHAT, style=_BODY)
    flow.heading(None, "Where it is kept")
    _steps(flow, _KEEPING)
    flow.heading(None, "How it is used")
    _steps(flow, _USING)
    flow.heading(None, "If it is lost, or the envelope has been opened")
    flow.text(_LOST, style=_BODY)
    flow.heading(None, "Each time the envelope is opened")
    _log(flow)
    _frame(flow, made)
    return Document(
        pdf=to_pdf(flow.sheets, flow.paper, TITLE_WORDS),
        pages=len(flow.sheets),
        title=TITLE_WORDS,
        marking=MARKING,
        name=NAME,
        file_name=f"emergency-kit-{vault_id[:8]}.pdf",
    )


def _panel(flow: Flow, code: str) -> None:
    """The code in numbered groups, and the square, on grey."""
    page, left, top = flow.sheet, flow.x, flow.y
    height = _QR_SIDE + 2 * _PAD
    page.fills.append(Fill(left, top - height, flow.measure, height, SHADE))
    qr = left + flow.measure - _PAD - _QR_SIDE
    side = _QR_SIDE + 2 * _QR_QUIET
    page.fills.append(Fill(qr - _QR_QUIET, top - _PAD - _QR_SIDE - _QR_QUIET, side, side, 1.0))
    draw_qr(page, qr_text(code), qr, top - _PAD, _QR_SIDE)
    page.box(left, top, flow.measure, height)
    groups = code.split("-")
    width = flow.setter.width(groups[0], _CODE) + 20
    pitch = width + 9
    for place, group in enumerate(groups):
        row, column = divmod(place, 4)
        x, box_top = left + _PAD + column * pitch, top - _PAD - 10 - row * 48
        flow.line(str(place + 1), _NUMBER, x + 1, box_top + 3)
        page.fills.append(Fill(x, box_top - _BOX, width, _BOX, 1.0))
        page.box(x, box_top, width, _BOX, 0.7, 0.4)
        flow.line(group, _CODE, x + 10, box_top - 21.5)
    x = left + _PAD + 3 * pitch + 1
    flow.line("Seven groups", _NUMBER, x, top - _PAD - 10 - 48 - 11)
    flow.line("of four", _NUMBER, x, top - _PAD - 10 - 48 - 21.3)
    flow.space(height)


def _facts(flow: Flow, officer: Officer, vault_id: str, slot: str, holder: str, made: datetime) -> None:
    """Whose it is, and which."""
    number = " ".join(vault_id[start : start + 4] for start in range(0, len(vault_id), 4))
    facts = [
        ("Officer", f"{officer}, {officer.team}"),
        ("Case file", number),
        ("Key slot", f"{slot}, made {words.moment_plain(made)}"),
        ("Kept by", holder or "Not yet written down"),
    ]
    for name, value in facts:
        top = flow.y
        flow.line(name, _FAINT, flow.x, top - _BODY.baseline)
        lines = flow.setter.lines([Run(value, _BOLD)], flow.measure - 76)
        for line in lines:
            for dx, style, text in line:
                flow.line(text, style, flow.x + 76 + dx, flow.y - _BODY.baseline)
            flow.space(_BODY.leading)
        flow.space(1.4)


def _steps(flow: Flow, steps: tuple[str, ...]) -> None:
    """Numbered steps, the number hanging."""
    indent = 14.0
    for number, step in enumerate(steps, 1):
        flow.line(str(number), _BOLD, flow.x, flow.y - _BODY.baseline)
        for line in flow.setter.lines([Run(step, _BODY)], flow.measure - indent):
            for dx, style, text in line:
                flow.line(text, style, flow.x + indent + dx, flow.y - _BODY.baseline)
            flow.space(_BODY.leading)
        flow.space(1.8)


def _log(flow: Flow) -> None:
    """Lines to be filled in by hand, as many as the page has room for: the sheet is one page."""
    columns = ("Date and time", "Opened by, with rank", "Why", "Sealed again by, with rank")
    shares = (0.17, 0.29, 0.25, 0.29)
    x = flow.x
    for name, share in zip(columns, shares, strict=True):
        flow.line(name, CELL_SOFT, x, flow.y - CELL_SOFT.baseline)
        x += share * flow.measure
    flow.space(CELL_SOFT.leading)
    pitch = 20.0
    flow.lines_to_write_on(max(1, min(4, int(flow.left / pitch))), pitch)


def _frame(flow: Flow, made: datetime) -> None:
    total = len(flow.sheets)
    note = f"Printed {words.moment_plain(made)}. One copy only: the app cannot show this code again."
    for number, page in enumerate(flow.sheets, 1):
        draw_frame(page, flow.setter, flow.paper, MARKING, 1, f"Page {number} of {total}", None)
        page.words.append(Words(flow.x, 38.5, SMALL_SOFT, note))
