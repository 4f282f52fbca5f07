"""Every report, asked for from a real case file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError, every_known_error
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision, Source
from pclo_app.records.conference import Conference, ConferenceOutcome
from pclo_app.records.event_date import EventDate
from pclo_app.records.seal import Outcome
from pclo_app.reports import strategy_record
from pclo_app.reports.catalogue import REPORTS, render
from pclo_app.reports.errors import (
    CaseNeeded,
    CopyNumber,
    NoSuchReport,
    NothingToReport,
    PartRefused,
    RecordNeeded,
    WrongRecord,
)
from pclo_app.reports.strategy_view import MeetingView
from pclo_app.vault.keys import Cost
from tests.reports.conftest import ink_of


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def cf(tmp_path: Path) -> Iterator[CaseFile]:
    opened = CaseFile.create(
        tmp_path / "vault", "sampler orchard viaduct mitten", name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO",
        team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1),
        clock=lambda: datetime(2026, 11, 5, 15, 16, tzinfo=UTC),
    )  # fmt: skip
    yield opened
    opened.close()


class Filled:
    """A case file with one of everything that a report needs."""

    def __init__(self, cf: CaseFile, view: MeetingView) -> None:
        self.cf = cf
        self.case = cf.save(view.case, case="").id
        self.child = cf.save(view.children[0], case=self.case).id
        self.other = cf.save(view.children[1], case=self.case).id
        meeting = msgspec.structs.replace(view.meeting, children=(self.child, self.other))
        self.meeting = cf.save(meeting, case=self.case).id
        ds = Named(name="F Whitcombe", rank="Detective Sergeant")
        self.entries = [
            self.entry("Bruising was seen.", "2026-09-01", disclosure="A", persons=(self.child,)),
            self.entry("Police protection.", "2026-11-03", disclosure="B", persons=(self.other,),
                       decision=Decision(decision="Not used.", why="He left.", by=ds)),
            self.entry("Nobody has decided.", "2026-11-04"),
        ]  # fmt: skip
        self.conference = cf.save(Conference(type="initial", date="2026-11-20"), case=self.case).id

    def entry(self, fact: str, day: str, **more: object) -> str:
        source = Source(system="CRIS", reference="4419237/26")
        made = ChronologyEntry(fact=fact, agency="POL", source=source, when=EventDate(day), **more)  # type: ignore[arg-type]
        return self.cf.save(made, case=self.case).id

    def seal(self, outcome: Outcome) -> meetings.Sealed:
        shown = strategy_record.presented(self.cf, self.meeting)
        showing = meetings.present(self.cf, self.meeting, shown.pdf, shown.pages)
        answer = meetings.Answer(
            outcome=outcome, name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere social care",
            ink=ink_of(), seen=tuple(range(1, shown.pages + 1)),
            reserve="I asked for more." if outcome == "reserved" else None,
        )  # fmt: skip
        return meetings.seal(self.cf, showing, answer, text=shown.text(), template=shown.template)


@pytest.fixture
def filled(cf: CaseFile, view: MeetingView) -> Filled:
    return Filled(cf, view)


def test_a_chronology_in_its_parts(filled: Filled) -> None:
    police = flat(render(filled.cf, "chronology", case="km-0417", recipient="F Whitcombe, DS").text())
    assert all(fact in police for fact in ("Bruising", "Police protection.", "Nobody has decided."))
    assert "for F Whitcombe, DS. Do not copy" in police
    assert "Gap: 63 days" in police
    shareable = flat(render(filled.cf, "chronology", case=filled.case, part="A").text())
    assert "Bruising" in shareable
    assert "Police protection." not in shareable
    assert "Nobody has decided." not in shareable
    restricted = flat(render(filled.cf, "chronology", case=filled.case, part="B").text())
    assert "Police protection." in restricted
    assert "Nobody has decided." not in restricted


def test_key_decisions_and_one_child(filled: Filled) -> None:
    decisions = flat(render(filled.cf, "chronology-decisions", case=filled.case).text())
    assert "Police protection." in decisions
    assert "Bruising" not in decisions
    child = flat(render(filled.cf, "chronology-child", record=filled.child).text())
    assert "Entries that name Maisie Orrin-Vale or nobody" in child
    assert "Bruising" in child
    assert "Nobody has decided." in child
    assert "Police protection." not in child


def test_a_meeting_is_a_draft_until_its_chair_has_answered(filled: Filled) -> None:
    before = render(filled.cf, "strategy-record", record=filled.meeting)
    assert "DRAFT, NOT SIGNED" in before.text()
    sealed = filled.seal("signed")
    after = render(filled.cf, "strategy-record", record=filled.meeting, recipient="Imelda Crosbie", copy=(2, 2))
    assert "DRAFT" not in after.text()
    assert after.code == sealed.code
    assert all(sealed.code in page for page in after.page_texts())
    assert after.pdf.startswith(meetings.presented_pdf(filled.cf, sealed))
    assert meetings.by_code(filled.cf, after.code).meeting == filled.meeting
    direct = strategy_record.sealed_copy(filled.cf, sealed, recipient="Imelda Crosbie", copy=(2, 2))
    assert direct.pdf == after.pdf


def test_one_childs_part_of_a_sealed_record_says_what_it_is_and_what_is_left_out(filled: Filled) -> None:
    cf, record = filled.cf, filled.cf.item(filled.meeting).record
    information = (
        msgspec.structs.replace(record.information[0], fact="About Theo only.", children=(filled.other,)),
        msgspec.structs.replace(record.information[1], fact="About Maisie only.", children=(filled.child,)),
        record.information[2],
    )
    apart = msgspec.structs.replace(record.actions[0], what="See Theo at school", children=(filled.other,))
    changed = msgspec.structs.replace(
        record, information=information, actions=(apart, *record.actions), change_reason="Told apart"
    )
    cf.save(changed, case=filled.case, id=filled.meeting)
    about = f"{filled.meeting}/{filled.child}"
    draft = flat(render(cf, "strategy-record-child", record=about).text())
    assert "DRAFT, NOT SIGNED: for Maisie Orrin-Vale" in draft and "About Theo only." not in draft
    assert "wants a date for the next visit" not in draft and "the notes kept as people spoke" in draft
    assert "Signatures" not in draft.replace("and the signatures", "")
    for record in (filled.meeting, f"{filled.meeting}/"):
        with pytest.raises(RecordNeeded):
            render(cf, "strategy-record-child", record=record)
    with pytest.raises(WrongRecord):
        render(cf, "strategy-record-child", record=f"{filled.meeting}/{filled.meeting}")
    sealed = filled.seal("reserved")
    document = render(cf, "strategy-record-child", record=about, recipient="Gillian Peake, Nursery Manager")
    words = flat(document.text())
    assert "EXTRACT OF A SEALED RECORD: Maisie Orrin-Vale" in words
    assert all("extract for one child" in flat(page) for page in document.page_texts())
    assert "About Maisie only." in words and "About Theo only." not in words and "See Theo" not in words
    assert "Theo Orrin-Vale" not in words and "may name another child" in words
    assert all(document.code in page for page in document.page_texts())
    assert "1 of 3 entries of information, about other children; 1 of 5 actions, about other children" in words
    assert "the notes kept as people spoke" in words and "wants a date for the next visit" not in words
    assert "signed it with a reservation, which is printed in the whole record" in words
    assert sealed.code in words and document.code != sealed.code
    assert "there is no signature on an extract" in words
    assert meetings.by_code(cf, sealed.code).meeting == filled.meeting
    with pytest.raises(WrongRecord):
        render(cf, "strategy-record-child", record=f"{filled.meeting}/{filled.meeting}")


def test_signing_on_paper_before_and_after_the_seal(filled: Filled) -> None:
    before = render(filled.cf, "strategy-record-paper", record=filled.meeting)
    assert "for signing on paper" in before.text()
    sealed = filled.seal("wet-ink")
    after = render(filled.cf, "strategy-record-paper", record=filled.meeting)
    assert after.code == sealed.code
    assert "I do not sign it, because:" in after.text()


def test_what_still_stands_is_printed_in_section_7(filled: Filled) -> None:
    cf = filled.cf
    assert "Maisie Orrin-Vale, 14 February 2022 (4)" in render(cf, "strategy-record", record=filled.meeting).text()
    before = cf.item(filled.meeting).record
    nobody = msgspec.structs.replace(before, children=(), change_reason="Wrong children")
    cf.save(nobody, case=filled.case, id=filled.meeting)
    words = flat(render(cf, "strategy-record", record=filled.meeting).text())
    assert "No child named Not answered." in words
    assert "Maisie Orrin-Vale, 14" not in words


def test_conference_reports(filled: Filled) -> None:
    assert "Initial conference: preparation" in render(filled.cf, "preparation", record=filled.conference).text()
    with pytest.raises(NothingToReport):
        render(filled.cf, "outcome", record=filled.conference)
    me = Named(name="Dawn Pettifer", rank="PCLO")
    note = ConferenceOutcome(conference=filled.conference, attended="in person", attended_by=me)
    outcome = filled.cf.save(note, case=filled.case).id
    by_note = render(filled.cf, "outcome", record=outcome)
    assert by_note.pdf == render(filled.cf, "outcome", record=filled.conference).pdf


def test_two_people_who_changed_an_entry_apart_are_both_printed(filled: Filled) -> None:
    cf, entry = filled.cf, filled.entries[0]
    first = cf.item(entry)
    for fact in ("It was the left ear.", "It was the right ear."):
        changed = ChronologyEntry(
            fact=fact, agency="POL", source=Source(system="CRIS", reference="1"), when=EventDate("2026-09-01"),
            disclosure="A", change_reason="Corrected",
        )  # fmt: skip
        cf.save(changed, case=filled.case, id=entry, based_on=(first.rev,))
    words = flat(render(cf, "chronology", case=filled.case).text())
    assert "It was the left ear." in words
    assert "It was the right ear." in words
    assert "Changed apart, 1 of 2" in words


def test_what_cannot_be_printed_is_said_in_words(filled: Filled) -> None:
    cf = filled.cf
    wrong: list[tuple[type[KnownError], dict[str, object]]] = [
        (NoSuchReport, {"name": "novel"}),
        (CaseNeeded, {"name": "chronology"}),
        (RecordNeeded, {"name": "preparation"}),
        (WrongRecord, {"name": "preparation", "record": filled.meeting}),
        (WrongRecord, {"name": "outcome", "record": filled.meeting}),
        (WrongRecord, {"name": "strategy-record", "record": filled.conference}),
        (WrongRecord, {"name": "chronology-child", "record": filled.meeting}),
        (PartRefused, {"name": "strategy-record", "record": filled.meeting, "part": "A"}),
        (CopyNumber, {"name": "chronology", "case": filled.case, "copy": (3, 2)}),
    ]
    for error, asked in wrong:
        with pytest.raises(error):
            render(cf, **asked)  # type: ignore[arg-type]
    for condition in every_known_error():
        if condition.code.startswith("report."):
            assert all((condition.what, condition.safe, condition.do))


def test_every_report_of_the_catalogue_can_be_asked_for(filled: Filled) -> None:
    records = {"person": filled.child, "strategy meeting": filled.meeting, "conference": filled.conference}
    me = Named(name="Dawn Pettifer", rank="PCLO")
    note = ConferenceOutcome(conference=filled.conference, attended="in person", attended_by=me)
    filled.cf.save(note, case=filled.case)
    with pytest.raises(NothingToReport):
        render(filled.cf, "strategy-record-signed", record=filled.meeting)
    filled.seal("signed")
    records["sealed meeting and child"] = f"{filled.meeting}/{filled.child}"
    for name, report in REPORTS.items():
        document = render(filled.cf, name, case=filled.case, record=records.get(report.kind))
        assert document.pdf.startswith(b"%PDF-")
        assert len(document.page_texts()) == document.pages
        assert document.marking == "OFFICIAL-SENSITIVE"
        assert ("KM-0417" in document.title) == (name != "chronology-anonymised"), "without names means without it"
        assert "ORRIN" not in document.file_name.upper()
