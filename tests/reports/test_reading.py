"""What a screen reader is given: language, title, contents, and words in the order in which they are to be read."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pclo_app.reports.chronology import ChronologyInput, render
from pclo_app.reports.document import Document
from pclo_app.reports.page import Imprint
from pclo_app.reports.strategy_record import draft_of, presented_of, sealed_of
from pclo_app.reports.strategy_view import MeetingView, SealView


def read(document: Document, folder: Path) -> str:
    """The words in the order of the file, by pdftotext."""
    path = folder / "read.pdf"
    path.write_bytes(document.pdf)
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True).stdout.decode()
    return " ".join(raw.split())


def in_order(words: str, *expected: str) -> None:
    """Each stands somewhere behind the one before it."""
    place = 0
    for each in expected:
        found = words.find(each, place)
        assert found >= 0, f"{each!r} is not read behind what stands before it"
        place = found + len(each)


def contents(document: Document) -> list[str]:
    reader = PdfReader(BytesIO(document.pdf))
    for each in reader.outline:
        assert reader.get_destination_page_number(each) is not None  # type: ignore[arg-type]
    return [str(each.title) for each in reader.outline]  # type: ignore[union-attr]


@pytest.fixture
def documents(view: MeetingView, imprint: Imprint, chronology: ChronologyInput,
              answered: Callable[..., SealView]) -> dict[str, Document]:  # fmt: skip
    shown = presented_of(view)
    return {
        "chronology": render(chronology, imprint),
        "draft": draft_of(view, imprint),
        "presented": shown,
        "sealed": sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages), imprint),
    }


def test_language_and_title_are_in_the_file(documents: dict[str, Document]) -> None:
    for document in documents.values():
        reader = PdfReader(BytesIO(document.pdf))
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert reader.metadata is not None and "KM-0417" in str(reader.metadata.title)


def test_a_row_is_read_cell_by_cell_and_the_frame_of_the_page_last(
    documents: dict[str, Document], tmp_path: Path
) -> None:
    in_order(
        read(documents["chronology"], tmp_path),
        "Chronology", "What happened (fact)", "Tue 3 Nov 2026 16:00", "POL", "CRIS 4419237/26", "DC Tranter and J Pri",
        "Child’s words:", "Police protection not used.", "Why: Pruett has left.", "OFFICIAL-SENSITIVE", "Page 1 of",
        "Copy 1 of 2",
    )  # fmt: skip


def test_a_record_is_read_section_after_section(documents: dict[str, Document], tmp_path: Path) -> None:
    sections = ("1 Why the meeting", "2 Who was there", "4 Decisions", "7 Checks made", "8 Chair’s reservation",
                "9 Signatures", "Recording officer")  # fmt: skip
    for name in ("draft", "presented", "sealed"):
        words = read(documents[name], tmp_path)
        in_order(words, *sections)
        shared = next(page for page in documents[name].page_texts() if "7 Checks" in page)
        assert "9 Signatures" in shared, "these share a page here, so the order on it is what is tested"
        flat = " ".join(shared.split())
        assert flat.index("7 Checks") < flat.index("9 Signatures") < flat.index("OFFICIAL-SENSITIVE")


def test_contents_lead_to_sections_and_years(documents: dict[str, Document], chronology: ChronologyInput,
                                             imprint: Imprint, row_of: Callable[..., Any]) -> None:  # fmt: skip
    assert contents(documents["chronology"]) == ["2026", "Date not known"]
    assert [title[:2].strip() for title in contents(documents["draft"])] == [str(n) for n in range(1, 12)]
    for name in ("presented", "sealed"):
        assert [title[:2].strip() for title in contents(documents[name])] == [str(n) for n in range(1, 8)]
    nameless = render(replace(chronology, nameless="Names are replaced."), imprint)
    assert contents(nameless) == ["2026", "Date not known"]
