"""What is printed with a sealed record about what came after it, and how other programs read the copy."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from pclo_app.casefile import after_sealing, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.after_sealing import PaperReturn
from pclo_app.records.base import Named
from pclo_app.reports import catalogue, strategy_record
from pclo_app.reports.document import Document
from pclo_app.reports.strategy_view import MeetingView
from pclo_app.vault.keys import Cost
from tests.reports.conftest import ink_of
from tests.reports.test_pages import no_characters_overlap, stays_inside

CHAIR = Named(name="Imelda Crosbie", rank="Team Manager", agency="CSC")


@pytest.fixture
def cf(tmp_path: Path) -> Iterator[CaseFile]:
    opened = CaseFile.create(
        tmp_path / "vault", "sampler orchard viaduct mitten", name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO",
        team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1),
        clock=lambda: datetime(2026, 11, 5, 15, 16, tzinfo=UTC),
    )  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def meeting(cf: CaseFile, view: MeetingView) -> str:
    case = cf.save(view.case, case="").id
    return cf.save(msgspec.structs.replace(view.meeting, children=()), case=case).id


def seal(cf: CaseFile, meeting: str, outcome: str = "signed") -> meetings.Sealed:
    shown = strategy_record.presented(cf, meeting)
    showing = meetings.present(cf, meeting, shown.pdf, shown.pages)
    answer = meetings.Answer(
        outcome=outcome, name=CHAIR.name, desig=CHAIR.rank, agency="Kingsmere social care", ink=ink_of(),  # type: ignore[arg-type]
        seen=tuple(range(1, shown.pages + 1)),
    )  # fmt: skip
    return meetings.seal(cf, showing, answer, text=shown.text(), template=shown.template)


def pages(document: Document) -> list[str]:
    """The words of each page, without the journal's pin, which every row moves."""
    return [re.sub(r"Journal [-0-9a-f]+", "", " ".join(page.split())) for page in document.page_texts()]


def copy(cf: CaseFile, meeting: str) -> Document:
    return catalogue.render(cf, "strategy-record", record=meeting, recipient="F Whitcombe, DS")


def test_nothing_is_added_where_nothing_came_after(cf: CaseFile, meeting: str) -> None:
    sealed = seal(cf, meeting)
    assert copy(cf, meeting).pages == sealed.seal.record.pages  # type: ignore[union-attr]


def test_statements_stand_behind_the_sealed_pages_which_stay(cf: CaseFile, meeting: str) -> None:
    sealed = seal(cf, meeting)
    before = copy(cf, meeting)
    after_sealing.add_statement(cf, meeting, "The medical was at 15:00, not 14:00.", CHAIR, about="Medical assessment")
    after_sealing.add_statement(cf, meeting, "Heard from the school since. " * 150, CHAIR)
    after = copy(cf, meeting)
    assert after.pdf.startswith(meetings.presented_pdf(cf, sealed)) and after.pages > before.pages
    assert pages(after)[: before.pages - 1] == pages(before)[:-1]
    later = pages(after)[before.pages :]
    assert "These pages are no part of what the chair was shown and answered" in later[0]
    assert "12 Statements added after sealing" in later[0]
    for words in ("Imelda Crosbie, Team Manager,", "The medical was at 15:00, not 14:00.",
                  "Written down by Dawn Pettifer, PCLO (Band D)"):  # fmt: skip
        assert words in " ".join(later), words
    assert " ".join(later).count("Heard from the school since.") == 150
    for number, page in enumerate(later, 1):
        assert f"After sealing, page {number} of {len(later)}" in page and sealed.code in page
    stays_inside(after)
    no_characters_overlap(after)


def test_a_signed_page_that_came_back_is_told_of(cf: CaseFile, meeting: str) -> None:
    sealed = seal(cf, meeting, "wet-ink")
    back = PaperReturn(
        meeting="", code="", attachment="", how="read from the page", received_on="2026-11-12", pages=2, seen_by=CHAIR,
        says="signed with a reservation", reservation="Look again on Monday.",
    )  # fmt: skip
    after_sealing.paper_came_back(cf, sealed, "scan.pdf", b"%PDF-1.4 scan", back)
    last = pages(copy(cf, meeting))[-1]
    assert "13 Signed on paper" in last and "On the paper: Signed with a reservation." in last
    assert "“Look again on Monday.”" in last and "2 pages came back on 12 November 2026" in last
    (scan,) = cf.items(sealed.seal.case, "attachment")
    assert scan.record.digest in last.replace(" ", "")


def test_versions_name_each_other_and_an_amendment_says_that_it_is_one(cf: CaseFile, meeting: str) -> None:
    first = seal(cf, meeting)
    second = after_sealing.amend(cf, meeting, "The chair remembered a decision about the school.").id
    shown = strategy_record.presented(cf, second)
    assert (
        "Changed after signing. This version takes the place of version 1 once it is sealed itself." in pages(shown)[0]
    )
    assert f"Its check code: {first.code}" in pages(shown)[0]
    assert "Why it was changed: The chair remembered a decision about the school." in pages(shown)[0]
    assert all("version 2. Changed after signing" in page for page in pages(shown)[1:])
    assert "taken over" not in " ".join(pages(copy(cf, meeting)))
    other = seal(cf, second)
    old, new = pages(copy(cf, meeting)), pages(copy(cf, second))
    assert all("sealed 5 November 2026, 15:16, taken over by version 2" in page for page in old)
    assert "14 Other versions of this record Taken over by version 2." in old[-1]
    assert other.code in old[-1] and "This version stays as it was sealed." in old[-1]
    assert "Takes the place of version 1." in new[-1] and first.code in new[-1]
    assert not any("taken over" in page for page in new)


def test_other_programs_read_every_page(cf: CaseFile, meeting: str, tmp_path: Path) -> None:
    sealed = seal(cf, meeting)
    after_sealing.add_statement(cf, meeting, "Heard from the school since.", CHAIR)
    document = copy(cf, meeting)
    path = tmp_path / "copy.pdf"
    path.write_bytes(document.pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "WARNING" not in checked.stdout + checked.stderr
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    read = [" ".join(page.split()) for page in found.split("\f")[:-1]]
    assert len(read) == document.pages
    whole = sealed.seal.record.pages  # type: ignore[union-attr]
    for number, page in enumerate(read, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2 and sealed.code in page
        assert (f"Page {number} of {whole}" if number <= whole else "After sealing, page 1 of 1") in page
    assert "Bruising to Maisie’s left ear" in read[0] and "Heard from the school since." in read[-1]
