from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from pclo_app.casefile.model import Gap
from pclo_app.reports.as_shown import WIDTHS, Line, Shown, render
from pclo_app.reports.chronology import ChronologyInput
from pclo_app.reports.gather_timelines import picture
from pclo_app.reports.page import Imprint


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def shown(chronology: ChronologyInput) -> Shown:
    lines: list[Line | Gap] = [Line(row, ages="Maisie 4 years 8 months") for row in chronology.rows]
    lines.insert(1, chronology.gaps[0])
    return Shown(
        case=chronology.case, narrowed="", entries=6, lines=tuple(lines), as_at=chronology.as_at,
        columns=("No.", "Date", "Time", "Agency", "Source", "What happened", "A/B"),
    )  # fmt: skip


def test_the_columns_that_are_shown_are_printed_in_their_order(shown: Shown, imprint: Imprint) -> None:
    words = flat(render(replace(shown, columns=("No.", "What happened", "A/B", "Date")), imprint).text())
    assert "No. What happened A/B Date" in words
    assert "CRIS" not in words and "Maisie 4 years" not in words
    assert "Gap: 38 days with no entry" in words
    words = flat(render(replace(shown, columns=tuple(WIDTHS)), imprint).text())
    assert "Maisie 4 years 8 months" in words and "CRIS 4419237/26, DAR 6" in words


def test_without_the_facts_the_source_has_the_room(shown: Shown, imprint: Imprint) -> None:
    words = flat(render(replace(shown, columns=("No.", "Source")), imprint).text())
    assert "CRIS 4419237/26, DAR 6" in words and "Police protection" not in words


def test_the_filter_stands_under_the_title_of_every_page(shown: Shown, imprint: Imprint) -> None:
    many = replace(shown, narrowed="key decisions; Police or Health", entries=600, lines=shown.lines * 40)
    document = render(many, imprint)
    assert document.pages > 2
    for page in document.page_texts():
        assert "The table shows 6 of 600 entries, only: key decisions; Police or Health." in flat(page)
    assert "The table shows all 6 entries." in flat(render(shown, imprint).text())
    assert "key decisions" not in document.title and "The filter leaves no entry." in flat(
        render(replace(shown, lines=()), imprint).text()
    )


def test_what_stands_beside_a_row_is_said(shown: Shown, imprint: Imprint, chronology: ChronologyInput) -> None:
    told = replace(shown, two_lines=True, lines=(Line(chronology.rows[1], disagrees=(46,)), Line(chronology.rows[4])))
    words = flat(render(told, imprint).text())
    assert "Sources disagree: see 46" in words
    assert "O Tranter, Detective Constable" in words
    assert "Child’s words: Is Dale coming back?" in words and "Why: Pruett has left." in words
    plain = flat(render(replace(told, two_lines=False), imprint).text())
    assert "Tranter, Detective" not in plain and "Why:" not in plain


def test_the_decisions_of_a_meeting_are_lines_of_their_own(
    shown: Shown, imprint: Imprint, chronology: ChronologyInput
) -> None:
    row = chronology.rows[4]
    made = msgspec.structs.replace(row.entry.decision, decision="Enquiries: Go on.; Police protection: Not used.")
    entry = msgspec.structs.replace(row.entry, fact="Meeting.", decision=made)
    line = Line(replace(row, version=replace(row.version, kind="strategy_meeting"), line=entry))
    words = flat(render(replace(shown, lines=(line,)), imprint).text())
    assert "Strategy meeting Enquiries: Go on. Police protection: Not used. Meeting." in words


def test_the_timeline_alone_is_a_picture_of_the_whole_case(
    shown: Shown, imprint: Imprint, chronology: ChronologyInput
) -> None:
    drawn = picture(chronology.rows, chronology.gaps, chronology.as_at.date())
    alone = flat(render(replace(shown, picture=drawn, table=False), imprint).text())
    assert "The timeline shows the whole case." in alone
    assert "5 dated entries" in alone and "The table shows" not in alone
    both = render(replace(shown, picture=drawn), imprint)
    assert both.pages == 2 and "The table shows all 6 entries." in flat(both.text())
