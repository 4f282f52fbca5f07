"""The chronology as PDF, against plain canvas drawing of the very same words in the same places."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pclo_app.casefile import chronology as rows_of
from pclo_app.reports import chronology, page
from pclo_app.reports.page import Imprint
from pclo_app.reports.typeface import FILES
from tests.bench.casefile import entries, new_casefile
from tests.bench.measure import Row, in_turn

_FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def chronology_pdf(folder: Path, count: int = 2000) -> Row:
    """The full chronology of many entries."""
    cf, case = new_casefile(folder / "pdf")
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
    try:
        chronology.render(source, imprint)
    finally:
        page.to_pdf = ordinary
    for face, name in FILES.items():
        pdfmetrics.registerFont(TTFont(face, str(_FONTS / name)))

    def plain() -> bytes:
        paper = laid_out["paper"]
        canvas = Canvas(io.BytesIO(), pagesize=(paper.width, paper.height), invariant=1)
        for sheet in laid_out["sheets"]:
            for x, y, style, text in sheet.words:
                canvas.setFont(style.face, style.size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        data: bytes = canvas.getpdfdata()
        return data

    ours, floor = in_turn(lambda: chronology.render(source, imprint), plain, 3)
    cf.close()
    note = f"{len(laid_out['sheets'])} pages"
    return Row(f"chronology PDF, {count:,} entries", ours, floor, "2x", ours / floor <= 2, note)
