from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from pclo_app.records.chronology import Decision
from pclo_app.records.marks import marks_in
from pclo_app.reports.chronology import ChronologyInput, render
from pclo_app.reports.page import Imprint

Rows = Callable[..., Any]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_part_of_an_entry_stands_in_its_column(chronology: ChronologyInput, imprint: Imprint) -> None:
    document = render(chronology, imprint)
    words = flat(document.text())
    for expected in (
        "Chronology", "Maisie Orrin-Vale (born 14 February 2022) and Theo Orrin-Vale (born 2 September 2017).",
        "23 September to 3 November 2026", "1 without a date", "6 entries", "Wed 23 Sep 2026", "about",
        "some time that winter", "Date not known", "Gap: 38 days with no entry from any agency, "
        "23 September to 31 October 2026.", "Child’s words: “Is Dale coming back?”.", "Police protection not used.",
        "Why: Pruett has left.", "Who: F Whitcombe, Detective Sergeant, with I Crosbie, Team Manager.", "Second-hand",
        "D Pettifer, PCLO", "A or B not decided", "Copy 1 of 2", document.code,
    ):  # fmt: skip
        assert expected in words, expected


def test_both_sides_of_a_conflict_name_the_other(chronology: ChronologyInput, imprint: Imprint) -> None:
    words = flat(render(chronology, imprint).text())
    assert "Conflict with 46, different day. Both kept." in words
    assert "Conflict with 45, different day. Both kept." in words


def test_every_page_has_its_frame_its_headings_and_the_key(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows
) -> None:
    rows = tuple(row_of(n, fact=f"Entry number {n} " * 12, agency="POL", disclosure="B") for n in range(1, 200))
    document = render(replace(chronology, rows=rows, gaps=()), imprint)
    pages = document.page_texts()
    assert len(pages) == document.pages > 10
    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(pages)}" in page
        assert "Significance (opinion, and whose)" in flat(page)
        assert "HEA health" in page
        assert document.code in page
    whole = flat(" ".join(pages))
    assert all(f"Entry number {n} " in whole for n in range(1, 200))


def test_two_versions_that_nobody_has_settled_are_both_printed(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows
) -> None:
    one = row_of(7, fact="The door was open.", agency="POL")
    two = replace(
        row_of(7, fact="The door was shut.", agency="POL"),
        version=replace(row_of(7, fact="The door was shut.").version, rev="f" * 64, name="Farah Whitcombe", rank="DS"),
        in_conflict=True,
    )
    document = render(replace(chronology, rows=(replace(one, in_conflict=True), two), gaps=()), imprint)
    words = flat(document.text())
    assert "Changed apart, 1 of 2: as D Pettifer" in words
    assert "Changed apart, 2 of 2: as F Whitcombe, DS, left it. Not yet settled. The door was shut." in words
    assert "1 entry." in words


def test_a_shareable_copy_does_not_tell_that_another_entry_exists(
    chronology: ChronologyInput, imprint: Imprint
) -> None:
    rows = tuple(row for row in chronology.rows if row.entry.disclosure == "A")
    words = flat(render(replace(chronology, rows=rows, part="A"), imprint).text())
    assert "Part A only" in words
    assert "Conflict" not in words
    assert "restricted" not in words


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("CONFLICT: D gives 11 December", "Sources disagree: D gives 11 December."),
        ("DATA DEFECT: S1 prints a date that does not exist", "Fault in the source: S1 prints a date that does"),
        ("planned date in S1", "Remark: planned date in S1."),
    ],
)
def test_the_remark_that_came_with_a_row_is_printed(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows, note: str, printed: str
) -> None:
    row = row_of(1, fact="Mother arrested.", agency="POL", disclosure="A", note=note, tags=marks_in(note))
    for part in ("", "B"):
        assert printed in flat(render(replace(chronology, rows=(row,), gaps=(), part=part), imprint).text())
    shareable = flat(render(replace(chronology, rows=(row,), gaps=(), part="A"), imprint).text())
    assert note.partition(": ")[2][:9] not in shareable or not note.partition(": ")[2]
    assert "Remark" not in shareable
    assert ("Sources disagree about this." in shareable) == note.startswith("CONFLICT")


def test_a_chronology_of_a_part_says_so_in_its_title(chronology: ChronologyInput, imprint: Imprint) -> None:
    for name, heading in (
        ("chronology", "Chronology"),
        ("chronology-decisions", "Chronology: key decisions"),
        ("chronology-child", "Chronology: one child"),
    ):
        document = render(chronology, imprint, name=name)
        assert document.title == f"{heading}, case KM-0417"
        assert all(f"{heading} Case KM-0417." in flat(page) for page in document.page_texts())


def test_the_decisions_of_a_meeting_stand_across_the_page(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows
) -> None:
    decided = "; ".join(f"Heading {n}: Decision number {n} was made" for n in range(14)) + "; and kept"
    made = Decision(decision=decided, why="Seen by police. May be an offence. Asked of both.")
    row = row_of(9, fact="Strategy meeting.", agency="CSC")
    own = replace(row, version=replace(row.version, record=replace_decision(row, made)))
    line = replace(row, version=replace(row.version, kind="strategy_meeting"), line=replace_decision(row, made))
    documents = [render(replace(chronology, rows=(each,), gaps=()), imprint) for each in (line, own)]
    across, beside = (flat(document.text()) for document in documents)
    assert "14 decisions: in the row below." in across and "in the row below" not in beside
    for n in range(13):
        assert f"Heading {n}: Decision number {n} was made." in across
    assert "Heading 13: Decision number 13 was made; and kept." in across
    assert "Why: Seen by police. May be an offence. Asked of both." in across
    short = Decision(decision="Heading 1: Go on; Heading 2: Stop", why="Plain.")
    few = replace(line, line=replace_decision(row, short))
    assert "in the row below" not in flat(render(replace(chronology, rows=(few,), gaps=()), imprint).text())


def test_columns_without_a_word_leave_their_room_to_the_facts(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows
) -> None:
    rows = tuple(row_of(n, fact=f"Entry number {n} of a long day " * 9, agency="POL") for n in range(1, 60))
    plain = render(replace(chronology, rows=rows, gaps=()), imprint)
    decided = row_of(60, fact="x", agency="POL", action_taken="Told", significance="Odd.")
    full = render(replace(chronology, rows=(*rows, decided), gaps=()), imprint)
    assert plain.pages < full.pages
    for document in (plain, full):
        assert "Decision or action, why and who" in flat(document.text())


def replace_decision(row: Any, made: Decision) -> Any:
    return msgspec.structs.replace(row.entry, decision=made)


def test_a_row_longer_than_a_page_goes_on_with_its_number(
    chronology: ChronologyInput, imprint: Imprint, row_of: Rows
) -> None:
    said = " ".join(f"word{n}" for n in range(1800))
    document = render(replace(chronology, rows=(row_of(3, fact=said, agency="POL"),), gaps=()), imprint)
    pages = document.page_texts()
    assert len(pages) > 2
    assert all("continued" in page for page in pages[1:])
    assert all(f"word{n}" in flat(" ".join(pages)) for n in range(1800))


def test_a_row_is_never_split_below_three_lines(chronology: ChronologyInput, imprint: Imprint, row_of: Rows) -> None:
    rows = tuple(
        row_of(n, agency="POL", disclosure="A", fact=" ".join(f"row{n}-word{word}" for word in range(9 * (n % 13))))
        for n in range(1, 90)
        if n % 13
    )
    pages = render(replace(chronology, rows=rows, gaps=()), imprint).page_texts()
    assert len(pages) > 15
    for row in rows:
        lines = [[line for line in page.split("\n") if f"row{row.number}-" in line] for page in pages]
        spread = [len(found) for found in lines if found]
        assert len(spread) == 1 or min(spread) >= 3


def test_an_empty_chronology_says_so(chronology: ChronologyInput, imprint: Imprint) -> None:
    assert "No entry of this case" in render(replace(chronology, rows=(), gaps=()), imprint).text()


def test_the_code_depends_on_the_words_and_not_on_the_reader(chronology: ChronologyInput, imprint: Imprint) -> None:
    mine = render(chronology, imprint)
    other = render(chronology, replace(imprint, recipient="Somebody else", copy=(2, 2)))
    fewer = render(replace(chronology, rows=chronology.rows[:5]), imprint)
    assert mine.code == other.code
    assert mine.digest != other.digest
    assert mine.code != fewer.code
