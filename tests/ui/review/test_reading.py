"""What is new, what changed since it was read, and what was asked: without a screen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Version
from pclo_app.records.case import Case
from pclo_app.records.review import Comment, ReadMark, Review
from tests.casefile.conftest import case, cf, clock, entry, make_casefile
from ui.review import drafts, reading
from ui.review.drafts import Composing, SittingDraft

__all__ = ["case", "cf", "clock", "make_casefile"]


def version(at: str, *marks: tuple[str, str]) -> Version[Review]:
    record = Review(read=tuple(ReadMark(record=record, rev=rev) for record, rev in marks))
    return Version("r", "v", (), "review", "c", record, "F", "DS", "DS", "d", at, "+00:00", 1)


def test_the_latest_sitting_says_what_was_read_last() -> None:
    later, earlier = (
        version("2026-11-06T10:00:00Z", ("a", "2")),
        version("2026-11-01T10:00:00Z", ("a", "1"), ("b", "1")),
    )
    assert reading.last_read([later, earlier]) == {"a": "2", "b": "1"}


@pytest.mark.parametrize(("rev", "read", "state"), [("1", None, "new"), ("1", "1", "read"), ("2", "1", "changed")])
def test_a_revision_is_new_read_or_changed(rev: str, read: str | None, state: str) -> None:
    assert reading.state_of(rev, read) == state


@pytest.fixture
def sergeant(make_casefile: Callable[..., CaseFile]) -> CaseFile:
    return make_casefile("sergeant", "DS")


def test_what_is_new_and_what_changed_since_the_last_review(sergeant: CaseFile) -> None:
    home = sergeant.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    first = sergeant.save(entry("Bruising to one side of the ear.", edtf="2026-11-01"), case=home)
    second = sergeant.save(entry("A visit.", edtf="2026-11-02"), case=home)
    assert [each.waits for each in reading.queue(sergeant)] == [2]
    marks = tuple(ReadMark(record=saved.id, rev=saved.rev) for saved in (first, second))
    said = Comment(kind="query", words="Which side?", record=first.id, rev=first.rev)
    sergeant.save(Review(read=marks, comments=(said,)), case=home)
    assert reading.queue(sergeant)[0].waits == 0
    assert not reading.asked(sergeant)[0].earlier
    changed = entry("Bruising to both sides of the ear.", edtf="2026-11-01", change_reason="Report received")
    sergeant.save(changed, case=home, id=first.id)
    sergeant.save(entry("A call.", edtf="2026-11-03"), case=home)
    found = reading.sitting(sergeant, home)
    assert [each.state for each in found.entries] == ["changed", "read", "new"]
    assert found.entries[0].before is not None
    assert found.entries[0].before.fact == "Bruising to one side of the ear."
    assert [each.number for each in reading.in_order(found.entries)] == [1, 3, 2]
    folded = reading.runs(found.entries, {})
    assert [len(each) if isinstance(each, tuple) else each.number for each in folded] == [1, 1, 3]
    assert (reading.queue(sergeant)[0].new, reading.queue(sergeant)[0].changed) == (1, 1)
    message = reading.asked(sergeant, home)[0]
    assert (message.earlier, message.number, message.by) == (True, 1, "Farah Whitcombe, Detective Sergeant")
    assert reading.reviews(sergeant, home)[0].read == 2


def test_a_sitting_survives_as_bytes() -> None:
    draft = SittingDraft().marked("a", "1").marked("a", "2").marked("b", "1").unmarked("b")
    draft = draft.with_comment(Comment(kind="comment", words="Good"))
    draft = msgspec.structs.replace(draft, composing=Composing(words="Half"))
    again = drafts.decode(drafts.encode(draft))
    assert again == draft
    assert again.has_read("a", "2")
    assert not again.has_read("a", "1")
    assert again.without_comment(0).comments == ()
    assert drafts.decode(b"{").is_empty
