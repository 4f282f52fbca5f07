"""The chronology as PDF, against plain canvas drawing of the very same words in the same places."""

from __future__ import annotations

import dataclasses
import io
import math
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pclo_app.casefile import chronology as rows_of
from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.base import Named
from pclo_app.records.meeting import Attendee, HeadingAnswer, MeetingAction, SharedInformation, StrategyMeeting
from pclo_app.records.seal import Ink
from pclo_app.reports import chronology, page, strategy_record
from pclo_app.reports.page import Imprint
from pclo_app.reports.sheet import PORTRAIT, Paper, Sheet
from pclo_app.reports.typeface import FILES
from tests.bench.casefile import entries, new_casefile, sentences
from tests.bench.measure import Row, in_turn

_FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def _plain(sheets: Sequence[Sheet], paper: Paper) -> Callable[[], bytes]:
    """Draws the words of some sheets on a canvas and nothing else."""
    for face, name in FILES.items():
        pdfmetrics.registerFont(TTFont(face, str(_FONTS / name)))

    def plain() -> bytes:
        canvas = Canvas(io.BytesIO(), pagesize=(paper.width, paper.height), invariant=1)
        for sheet in sheets:
            for x, y, style, text in (*sheet.words, *(sheet.answer.sheet.words if sheet.answer else ())):
                canvas.setFont(style.face, style.size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        data: bytes = canvas.getpdfdata()
        return data

    return plain


def chronology_pdfs(folder: Path, sizes: tuple[int, ...] = (2_000, 20_000)) -> list[Row]:
    """The full chronology of many entries, and of very many; the last row tells how the time grows."""
    rows = [chronology_pdf(folder, size) for size in sizes]
    slope = math.log(rows[-1].ours / rows[0].ours) / math.log(sizes[-1] / sizes[0])
    grown = f"{rows[-1].note}; it grows with the {slope:.2f}th power of the entries"
    return [*rows[:-1], dataclasses.replace(rows[-1], note=grown)]


def chronology_pdf(folder: Path, count: int = 2000) -> Row:
    """The full chronology of many entries."""
    cf, case = new_casefile(folder / f"pdf-{count}")
    cf.save_many((entry, case) for entry in entries(count))
    rows = tuple(rows_of.every(cf, case))
    now = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)
    source = chronology.ChronologyInput(
        case=cf.item(case).record, children=(), rows=rows, as_at=now, numbers={row.id: row.number for row in rows}
    )
    imprint = Imprint(by=str(cf.officer), at=now)
    laid_out: dict[str, Any] = {}
    ordinary = page.to_pdf

    def keeping(sheets: Any, paper: Any, title: str) -> bytes:
        laid_out.update(sheets=sheets, paper=paper)
        return ordinary(sheets, paper, title)

    page.to_pdf = keeping
    before = _resident()
    try:
        chronology.render(source, imprint)
    finally:
        page.to_pdf = ordinary
    more = _resident() - before
    plain = _plain(laid_out["sheets"], laid_out["paper"])
    ours, floor = in_turn(lambda: chronology.render(source, imprint), plain, 3 if count <= 5_000 else 1)
    cf.close()
    note = f"{len(laid_out['sheets'])} pages" + (f", {more:.0f} MB more memory" if before else "")
    return Row(f"chronology PDF, {count:,} entries", ours, floor, "2x", ours / floor <= 2, note)


def _resident() -> float:
    """Megabytes that this process has in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


RUNS = 5
INK = Ink(
    dev="pen", unit="0.01mm",
    strokes=tuple(tuple((x * 40 + n, 900 + (x * n) % 600, x * 9, 300 + x) for x in range(1, 61)) for n in range(3)),
)  # fmt: skip


def sealed_pdf(folder: Path) -> Row:
    """From the chair's answer to the sealed copy for the printer: the seal in the journal, ten pages on paper."""
    cf, case = new_casefile(folder / "sealed")
    waiting = [_shown(cf, case, number) for number in range(RUNS)]
    laid_out: list[Sheet] = []
    ordinary = strategy_record.to_pdf

    def keeping(sheets: Any, paper: Any, title: str) -> bytes:
        laid_out[:] = sheets
        return ordinary(sheets, paper, title)

    strategy_record.to_pdf = keeping
    try:
        strategy_record.presented(cf, waiting[0][0].meeting)
    finally:
        strategy_record.to_pdf = ordinary

    def seal_and_print() -> int:
        showing, text = waiting.pop()
        seen = tuple(range(1, showing.pages + 1))
        answer = meetings.Answer("signed", "Imelda Crosbie", "Team Manager", "Social care", INK, seen=seen)
        sealed = meetings.seal(cf, showing, answer, text=text, template=strategy_record.TEMPLATE)
        return strategy_record.sealed_copy(cf, sealed, recipient="Imelda Crosbie, Team Manager").pages

    ours, floor = in_turn(seal_and_print, _plain(laid_out, PORTRAIT), RUNS)
    cf.close()
    note = f"{len(laid_out)} pages; ours seals, signs and writes to the disk too, and has a square on every page"
    return Row("seal to printed PDF, 10-page record", ours, floor, "3x", ours / floor <= 3, note)


def _shown(cf: CaseFile, case: str, number: int) -> tuple[meetings.Presentation, str]:
    """A meeting of ten pages, before its chair."""
    facts = sentences(90, seed=number)
    chair = Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", attendance="present", chair=True)
    who = Named(name="J Prideaux", rank="Social Worker", agency="CSC")
    record = StrategyMeeting(
        number=f"SM-{number}", date="2026-11-05", attendance=(chair,) * 12, purpose=facts[0],
        information=tuple(
            SharedInformation(agency="POL", who=who, fact=" ".join(facts[place : place + 4]), opinion=facts[place])
            for place in range(1, 31, 2)
        ),
        decisions=tuple(
            HeadingAnswer(number=place, heading=f"Heading {place}", answer="decided", decision=facts[place],
                          why=facts[place + 1])
            for place in range(1, 15)
        ),
        actions=tuple(MeetingAction(what=fact, why=fact, who=who, by="2026-11-09") for fact in facts[60:76]),
    )  # fmt: skip
    meeting = cf.save(record, case=case).id
    document = strategy_record.presented(cf, meeting)
    return meetings.present(cf, meeting, document.pdf, document.pages), document.text()
