"""Saving, amending, drafts, documents: what an officer does with an open case file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchCase, NoSuchRecord, NotForThisRole, ReasonNeeded, ReferenceTaken
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import Source
from pclo_app.records.errors import ControlCharacter, IncompleteRecord
from pclo_app.records.person import Person
from pclo_app.records.review import Comment, Review
from tests.casefile.conftest import PASSPHRASE, entry


def test_an_entry_is_kept_with_its_author_rank_and_time(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("Bruise behind the left ear"), case=case)
    item = cf.item(saved.id)
    assert item.record.fact == "Bruise behind the left ear"
    assert (item.heads[0].name, item.heads[0].rank, item.heads[0].role) == ("Dawn Pettifer", "PCLO (Band D)", "PCLO")
    assert item.heads[0].at.startswith("2026-11-03T16:")
    assert saved.changed.cases == {case} and saved.changed.kinds == {"chronology_entry"}


def test_an_amendment_keeps_the_old_words_and_needs_a_reason(cf: CaseFile, case: str) -> None:
    first = cf.save(entry("Left at 16:00"), case=case)
    with pytest.raises(ReasonNeeded):
        cf.save(entry("Left at 16:20"), case=case, id=first.id)
    cf.save(entry("Left at 16:20", change_reason="DC Tranter corrected the time"), case=case, id=first.id)
    history = cf.history(first.id)
    assert [v.record.fact for v in history if v.record] == ["Left at 16:20", "Left at 16:00"]
    assert history[0].record is not None and history[0].record.change_reason == "DC Tranter corrected the time"
    assert [v.is_head for v in history] == [True, False]
    assert cf.item(first.id).revisions == 2


def test_saving_the_same_words_again_makes_no_revision(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("One"), case=case)
    again = cf.save(entry("One", change_reason="none"), case=case, id=saved.id)
    assert not again.fresh and len(cf.history(saved.id)) == 1


def test_two_changes_made_apart_both_stay_until_a_person_settles_them(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("Seen on Saturday"), case=case)
    base = (saved.rev,)
    one = cf.save(entry("Seen on Sunday", change_reason="a"), case=case, id=saved.id, based_on=base)
    two = cf.save(entry("Seen on Monday", change_reason="b"), case=case, id=saved.id, based_on=base)
    assert {v.rev for v in cf.item(saved.id).heads} == {one.rev, two.rev}
    assert cf.item(saved.id).in_conflict
    cf.save(entry("Seen on Sunday", change_reason="mother’s text message shows it"), case=case, id=saved.id,
            based_on=(one.rev, two.rev))  # fmt: skip
    assert not cf.item(saved.id).in_conflict and len(cf.history(saved.id)) == 4


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (entry("", agency="POL"), "fact"),
        (entry("x", source=Source()), "source"),
        (entry("x", agency=""), "agency"),
        (entry("x", told_by=Named(name="Carl Osei-Munt")), "told_by"),
        (entry("x", significance="worrying"), "significance_by"),
        (Person(name="J Prideaux", roles=("professional",), agency="CSC"), "rank"),
    ],
)
def test_what_practice_requires_is_asked_for_by_field(cf: CaseFile, case: str, record: object, field: str) -> None:
    with pytest.raises(IncompleteRecord) as raised:
        cf.save(record, case=case)  # type: ignore[arg-type]
    assert raised.value.values["field"] == field
    assert cf.counts(case) == {"case": 1}


def test_text_is_composed_and_control_characters_are_refused(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("Zoe\u0308"), case=case)
    assert cf.item(saved.id).record.fact == "Zoë"
    with pytest.raises(ControlCharacter):
        cf.save(entry("a\x00b"), case=case)


def test_a_reference_belongs_to_one_case(cf: CaseFile, case: str) -> None:
    with pytest.raises(ReferenceTaken):
        cf.save(Case(reference="km-0417", family="OTHER"), case="")
    assert cf.case_by_reference(" km-0417 ").id == case
    with pytest.raises(NoSuchCase):
        cf.case_by_reference("KM-9")
    with pytest.raises(NoSuchRecord):
        cf.item("ab")


def test_only_a_sergeant_reviews(cf: CaseFile, case: str, make_casefile: Callable[..., CaseFile]) -> None:
    review = Review(comments=(Comment(kind="query", words="Who saw it?"),))
    with pytest.raises(NotForThisRole):
        cf.save(review, case=case)
    sergeant = make_casefile("sergeant", "DS")
    theirs = sergeant.save(Case(reference="X", family="Y"), case="").id
    assert sergeant.save(review, case=theirs).fresh


def test_everything_is_there_after_opening_again(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("Kept"), case=case)
    digest = cf.put_blob(b"a scanned page")
    cf.put_draft("quick-entry/" + case, b'{"fact":"half a sen"}')
    cf.close()
    with CaseFile.open(cf.vault.folder, PASSPHRASE, clock=cf.clock) as again:
        assert again.item(saved.id).record.fact == "Kept"
        assert again.blob(digest) == b"a scanned page"
        assert again.drafts() == {"quick-entry/" + case: b'{"fact":"half a sen"}'}
        assert again.officer == cf.officer
        again.drop_draft("quick-entry/" + case)
        assert again.drafts() == {}


def test_a_failed_import_of_many_changes_nothing(cf: CaseFile, case: str) -> None:
    with pytest.raises(IncompleteRecord):
        cf.save_many([(entry("good"), case), (entry(""), case)])
    assert cf.counts(case) == {"case": 1}
    assert len(cf.save_many((entry(f"row {n}"), case) for n in range(30))) == 30


def test_t24_what_the_screens_read_can_be_worked_out_afresh(cf: CaseFile, case: str) -> None:
    for n in range(20):
        saved = cf.save(entry(f"event {n}"), case=case)
        if n % 3 == 0:
            cf.save(entry(f"event {n} corrected", change_reason="c"), case=case, id=saved.id)

    def shown() -> list[object]:
        rows = cf.db.execute("SELECT rev, record, kind, sort, lo, hi, agency FROM item ORDER BY rev").fetchall()
        found = cf.db.execute(
            "SELECT i.rev FROM words w JOIN item i ON i.n = w.rowid WHERE words MATCH 'corrected' ORDER BY i.rev"
        ).fetchall()
        return [rows, found]

    before = shown()
    assert cf.rebuild() == cf.store.count()
    assert shown() == before


def test_no_word_of_a_case_stands_in_any_file(cf: CaseFile, case: str, tmp_path: Path) -> None:
    cf.save(entry("Canaryword in the fact"), case=case)
    cf.put_blob(b"Canaryword in a document")
    cf.put_draft("k", b"Canaryword in a draft")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path for path in files if b"Canaryword" in path.read_bytes()] == []


def test_records_survive_a_change_of_structs(cf: CaseFile, case: str) -> None:
    """The bytes in the journal are the bytes that were signed, however often they are read."""
    saved = cf.save(entry("Bytes"), case=case)
    revision = cf.store.get(saved.rev)
    assert revision is not None and revision.payload is not None
    assert msgspec.json.encode(cf.item(saved.id).record) == revision.payload
