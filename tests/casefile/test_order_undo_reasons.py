"""Entries of one time in an order of their own; taking back and doing again; reasons for gaps."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.casefile import chronology, findings, integrated, ordering, reasons, undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import AloneInTime, ChangedMeanwhile
from pclo_app.casefile.undoing import Steps
from pclo_app.records.case import Case
from pclo_app.records.reason import GAP, RecordedReason
from pclo_app.records.safeguarding import PoliceProtection
from tests.casefile.conftest import entry


def _facts(cf: CaseFile, case: str) -> list[str]:
    return [row.entry.fact for row in chronology.every(cf, case)]


def test_entries_of_one_time_change_places_and_nothing_else_does(cf: CaseFile, case: str) -> None:
    ids = [cf.save(entry(fact, "2026-11-03", "16:00"), case=case).id for fact in ("one", "two", "three")]
    cf.save(entry("other", "2026-11-03", "16:05"), case=case)
    ordering.move(cf, case, ids[2], -1)
    assert _facts(cf, case) == ["one", "three", "two", "other"]
    ordering.move(cf, case, ids[2], -1)
    assert _facts(cf, case) == ["three", "one", "two", "other"]
    assert cf.item(ids[2]).record.change_reason == ordering.REASON
    ordering.move(cf, case, ids[2], 1)
    assert _facts(cf, case) == ["one", "three", "two", "other"]
    with pytest.raises(AloneInTime):
        ordering.move(cf, case, ids[1], 1)


def test_a_corrected_entry_stays_where_it_was_among_those_of_its_time(cf: CaseFile, case: str) -> None:
    ids = [cf.save(entry(fact, "2026-11-03", "16:00"), case=case).id for fact in ("one", "two", "three")]
    corrected = msgspec.structs.replace(cf.item(ids[0]).record, fact="One", change_reason="spelling")
    cf.save(corrected, case=case, id=ids[0])
    assert _facts(cf, case) == ["One", "two", "three"]


def test_an_entry_goes_before_a_line_from_another_record(cf: CaseFile, case: str) -> None:
    considered = PoliceProtection(
        children=("c",), answer="considered and not used", why="He left", considered_at="2026-11-03T16:00",
        by=entry("x").told_by or _SERGEANT,
    )  # fmt: skip
    cf.save(considered, case=case)
    id = cf.save(entry("visit", "2026-11-03", "16:00"), case=case).id
    assert [row.own for row in chronology.every(cf, case)] == [False, True]
    ordering.move(cf, case, id, -1)
    assert [row.own for row in chronology.every(cf, case)] == [True, False]


_SERGEANT = msgspec.convert({"name": "F Whitcombe", "rank": "DS", "agency": "POL"}, type(PoliceProtection().by))


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=1, max_size=9), st.data())
def test_the_numbers_of_an_order_put_it_in_that_order(spec: list[tuple[int, bool]], data: st.DataObject) -> None:
    before = [ordering.Tied(str(n), s, own, n) for n, (s, own) in enumerate(sorted(spec, key=lambda each: each[0]))]
    lines = list(before)
    place = data.draw(st.integers(0, len(lines) - 1))
    other = min(place + 1, len(lines) - 1)
    lines[place], lines[other] = lines[other], lines[place]
    found = ordering.sequences(lines)
    if found is None:
        assert sum(not line.own for line in lines) > 1
        return
    assert all(number == line.sequence for line, number in zip(lines, found, strict=True) if not line.own)
    if sum(not line.own for line in lines) > 1:
        return  # fixed lines of one number stay in their own order, whatever is wanted
    shown = sorted(zip(found, lines, strict=True), key=lambda each: (each[0], each[1].rank))
    assert [line.id for _, line in shown] == [line.id for line in lines]


def test_a_move_writes_few_revisions_however_many_stand_there(cf: CaseFile, case: str) -> None:
    lines = [ordering.Tied(str(n), 0, True, n) for n in range(1000)]
    lines[998], lines[999] = lines[999], lines[998]
    found = ordering.sequences(lines)
    assert found is not None and sum(found) == 1
    lines[998], lines[999] = lines[999], lines[998]
    lines[0], lines[1] = lines[1], lines[0]
    found = ordering.sequences(lines)
    assert found is not None and sum(number != 0 for number in found) == 1


def test_a_chain_of_steps_goes_back_and_forth(cf: CaseFile, case: str) -> None:
    steps = Steps()
    made = cf.save(entry("first words", "2026-11-03"), case=case)
    steps.add(undoing.step(cf, case, "entry added", [made]))
    for words in ("second words", "third words"):
        item = cf.item(made.id)
        saved = cf.save(msgspec.structs.replace(item.record, fact=words, change_reason="better"), case=case, id=made.id)
        steps.add(undoing.step(cf, case, "entry changed", [saved]))
    for wanted in (["second words"], ["first words"], []):
        last = steps.done[-1]
        steps.taken_back(last, undoing.take_back(cf, last, "Undone"))
        assert _facts(cf, case) == wanted
    for wanted in (["first words"], ["second words"], ["third words"]):
        last = steps.undone[-1]
        steps.done_again(last, undoing.take_back(cf, last, "Done again"))
        assert _facts(cf, case) == wanted
    last = steps.done[-1]
    steps.taken_back(last, undoing.take_back(cf, last, "Undone"))
    assert _facts(cf, case) == ["second words"] and len(cf.history(made.id)) == 10


def test_what_somebody_changed_meanwhile_is_not_taken_back(cf: CaseFile, case: str) -> None:
    ids = [cf.save(entry(fact, "2026-11-03"), case=case).id for fact in ("one", "two")]
    saved = integrated.tie(cf, ids[0], ids[1], "conflicts with", "Different day")
    step = undoing.step(cf, case, "entries linked", saved)
    assert step is not None and len(step.touched) == 2
    cf.save(msgspec.structs.replace(cf.item(ids[1]).record, fact="2", change_reason="x"), case=case, id=ids[1])
    with pytest.raises(ChangedMeanwhile):
        undoing.take_back(cf, step, "Undone")
    assert cf.item(ids[0]).record.links  # all or nothing


def test_a_gap_with_a_reason_is_answered_until_it_grows(cf: CaseFile, case: str) -> None:
    for day in ("2026-01-01", "2026-03-01"):
        cf.save(entry("seen", day, disclosure="A"), case=case)
    (gap,) = chronology.gaps(cf, case)
    assert gap.why == ""
    given = RecordedReason(finding=GAP, start=gap.start, end=gap.end, words="59 days", reason="The family was in Cork.")
    reasons.record(cf, case, given)
    (gap,) = chronology.gaps(cf, case)
    assert gap.why == "The family was in Cork." and gap.by.startswith(cf.officer.name)
    assert [f.level for f in findings.of_chronology(cf, case) if f.rule == GAP] == ["met"]
    reasons.record(cf, case, msgspec.structs.replace(given, reason="In Cork, by the school.", change_reason="more"))
    assert len(reasons.of_case(cf, case)) == 1
    early = cf.save(entry("earlier", "2025-06-01"), case=case)
    assert [bool(each.why) for each in chronology.gaps(cf, case)] == [False, True]
    cf.save(
        msgspec.structs.replace(cf.item(early.id).record, withdrawn=True, change_reason="x"), case=case, id=early.id
    )
    whole: Case = cf.item(case).record
    cf.save(msgspec.structs.replace(whole, gap_days=60, change_reason="Agreed"), case=case, id=case)
    assert chronology.gaps(cf, case) == []
    assert not [f for f in findings.of_chronology(cf, case) if f.rule == GAP]
