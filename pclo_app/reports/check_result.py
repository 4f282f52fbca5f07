"""What a check of the case file found, on paper: for the supervisor, and to be kept beside the damaged files.

It holds no case text: a problem names a revision by its number, its laptop, its kind and its time.
"""

from __future__ import annotations

from datetime import datetime

from ..casefile.model import Officer
from ..journal.findings import Report
from . import words
from .document import Document
from .flow import Flow
from .page import draw_frame
from .paint import to_pdf
from .sheet import PORTRAIT, Words
from .styles import BODY, BODY_BOLD, BODY_SOFT, SMALL_SOFT, SUBTITLE, TITLE
from .typeface import Run, Typesetter

NAME = "check-result"
TITLE_WORDS = "Check of a case file"
MARKING = "OFFICIAL-SENSITIVE"
_BOTTOM = 62.0
_MOST = 400
"""How many problems are printed one by one: a file in ruins has one on every page."""


def document(report: Report, *, officer: Officer, vault_id: str, at: datetime, looked_at: str) -> Document:
    """The sheets. ``looked_at`` says what was checked, in words; ``at`` is when, on the laptop's clock."""
    flow = Flow(PORTRAIT, _BOTTOM, Typesetter())
    flow.space(6)
    flow.line(TITLE_WORDS, TITLE, flow.x, flow.y - TITLE.baseline)
    flow.space(TITLE.leading + 1)
    flow.text(Run(f"Case file {vault_id}, of {officer}, {officer.team}", SUBTITLE))
    flow.text(Run(f"Checked {words.moment_plain(at)}. Looked at: {looked_at or 'nothing'}.", SUBTITLE))
    flow.space(6)
    found = len(report.problems)
    things = "1 thing does" if found == 1 else f"{found} things do"
    flow.heading(None, "It is whole" if report.ok else f"{things} not check out")
    if report.ok:
        flow.text(
            "Every page, every revision with its signature, every seal and every document checks out.", style=BODY
        )
    for number, problem in enumerate(report.problems[:_MOST], 1):
        flow.need(60)
        flow.text(Run(f"{number}. {problem.where}", BODY_BOLD))
        flow.text(problem.what, style=BODY)
        flow.text(problem.safe, style=BODY_SOFT)
        flow.text(problem.do, style=BODY)
        if problem.rev:
            flow.text(Run(f"Revision {problem.rev}", SMALL_SOFT))
        flow.space(5)
    if found > _MOST:
        flow.text(Run(f"And {found - _MOST} more.", BODY_BOLD))
    total = len(flow.sheets)
    for number, page in enumerate(flow.sheets, 1):
        draw_frame(page, flow.setter, flow.paper, MARKING, 1, f"Page {number} of {total}", None)
        page.words.append(Words(flow.x, 38.5, SMALL_SOFT, f"Printed {words.moment_plain(at)}. It holds no case text."))
    return Document(
        pdf=to_pdf(flow.sheets, flow.paper, TITLE_WORDS),
        pages=total,
        title=TITLE_WORDS,
        marking=MARKING,
        name=NAME,
        file_name=f"check-{vault_id[:8]}-{at:%Y-%m-%d}.pdf",
    )
