"""Out of one case and into another: the same records. And an import taken back, and given again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pclo_app.casefile import chronology
from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Mapping, Plan, plan_csv, plan_table, read_table
from pclo_app.importing.accepting import accept, against
from pclo_app.importing.exporting import COLUMNS, csv_rows, to_csv
from pclo_app.importing.undoing import imports, redo, undo
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Decision, Grading, Link, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.kinds import missing
from pclo_app.records.marks import DATA_DEFECT, IMPOSSIBLE_DATE, SOURCES_DISAGREE
from pclo_app.records.person import Person
from tests.vault.vault_parts import CHEAP

CASES = Path(__file__).parent.parent / "data" / "cases"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEADER = "date,event,source_agency,source_ref,note\n"


@pytest.fixture(scope="module")
def cf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    with CaseFile.create(
        tmp_path_factory.mktemp("cases") / "officer", "sampler orchard viaduct mitten", name="Dawn Pettifer",
        rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP, clock=lambda: NOW,
    ) as made:  # fmt: skip
        yield made


_numbers = iter(range(10**6))


@pytest.fixture
def case(cf: CaseFile) -> str:
    return cf.save(Case(reference=f"KM-{next(_numbers)}", family="X"), case="").id


def plan(text: str, name: str = "a.csv", **more: Any) -> Plan:
    return plan_csv(text.encode(), name, Mapping(**more), TODAY)


def entries(cf: CaseFile, case: str) -> list[ChronologyEntry]:
    return [item.record for item in cf.entries(case)]


# --- out and back --------------------------------------------------------------------------

letters = st.text(st.sampled_from("abZ09 é’ß\"',;|=+-@#\u200b中\n"), max_size=9)
starts = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''+", "\uff1d", '"', ","])
long = st.builds(lambda start, words: f"{start}{words}".strip(), starts, letters)
short = long.map(lambda words: " ".join(words.split()))
filled = short.filter(bool)
named = st.builds(Named, name=filled, rank=filled, agency=short)
DATES = ["", "2026", "2026-11", "2026-11-05", "2026-22", "2026-11-05~", "2026-11~", "[..2026-11-05]", "[2026-11-05..]",
         "[2026-11-03..2026-11-05]", "2026-11-03/2026-11-05", "2026-11/2027-01"]  # fmt: skip
when = st.builds(
    lambda edtf, time, given: EventDate(edtf, time if len(edtf) in (10, 11) and edtf[:1] == "2" else "", given),
    st.sampled_from(DATES), st.sampled_from(["", "00:00", "14:32"]), short,
)  # fmt: skip
entry = st.builds(
    ChronologyEntry,
    when=when,
    known_to_police=when,
    sequence=st.integers(0, 30),
    type=short,
    agency=st.sampled_from(list(AGENCIES)),
    agency_as_given=st.one_of(short, st.sampled_from(["Police CAIT", "GP", "POL", "The Bakery"])),
    source=st.builds(Source, system=short, reference=short, document=short, page=short).filter(lambda s: bool(str(s))),
    told_by=st.none() | named,
    degree=st.sampled_from(["", "first-hand", "second-hand", "more distant", "not known"]),
    persons=st.lists(st.sampled_from(["a" * 32, "b" * 32]), unique=True, max_size=2).map(tuple),
    fact=long.filter(bool),
    child_seen=short,
    child_seen_by=short,
    child_seen_alone=st.sampled_from(["", "yes", "no", "not known"]),
    child_words=long,
    action_taken=long,
    outcome=long,
    significance=long,
    significance_by=named,
    significance_on=short,
    decision=st.none()
    | st.builds(Decision, decision=long.filter(bool), why=long.filter(bool), options=long, information=long, by=named,
                with_whom=short, at=short),
    disclosure=st.sampled_from(["", "A", "B"]),
    disclosure_reason=long,
    grading=st.none()
    | st.builds(Grading, scheme=st.sampled_from(["3x5x2", "5x5x5"]), source=short, information=short, handling=short,
                condition_met=short),
    tags=st.lists(filled.filter(lambda w: ";" not in w), unique=True, max_size=3).map(tuple),
    note=long,
)  # fmt: skip
PEOPLE = {"a" * 32: "Maisie Orrin", "b" * 32: "Carl Osei"}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(entry, min_size=1, max_size=6))
def test_what_goes_out_comes_into_another_case_as_the_same_records(made: list[ChronologyEntry]) -> None:
    made = [each for each in made if not missing(each)]
    if not made:
        return
    text = to_csv(csv_rows(made, PEOPLE))
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\uff1d"), "a spreadsheet would run it"
    found = plan_table(
        read_table(text.encode(), "out.csv"), Mapping(), TODAY, people={name: id for id, name in PEOPLE.items()}
    )
    assert [(each.row, each.field, each.reason) for each in found.rejected] == []
    back = [msgspec.structs.replace(row.entry, origin=None) for row in found.rows]
    for one, other in zip(back, made, strict=True):
        for name in ChronologyEntry.__struct_fields__:
            assert getattr(one, name) == getattr(other, name), name


def test_export_columns_are_import_columns_and_both_cases_go_round(cf: CaseFile) -> None:
    for name in ("baby_peter_haringey.csv", "daniel_pelka_coventry.csv"):
        first = cf.save(Case(reference=f"first {name}", family="X"), case="").id
        second = cf.save(Case(reference=f"second {name}", family="X"), case="").id
        accept(cf, first, plan_csv((CASES / name).read_bytes(), name, None, TODAY))
        out = to_csv(csv_rows(entries(cf, first)))
        assert set(out.splitlines()[0].split(",")) <= set(COLUMNS)
        accept(cf, second, plan_csv(out.encode("utf-8-sig"), "out.csv", None, TODAY))
        plain = [[msgspec.structs.replace(e, origin=None) for e in entries(cf, each)] for each in (first, second)]
        assert plain[0] == plain[1]
        again = accept(cf, first, plan_csv(out.encode(), "out.csv", None, TODAY))
        assert (again.imported, again.amended, again.rejected) == (0, 0, ())


# --- both shared cases ---------------------------------------------------------------------


def test_every_conflict_and_defect_is_visible_and_both_arrests_stand_side_by_side(cf: CaseFile, case: str) -> None:
    data = (CASES / "baby_peter_haringey.csv").read_bytes()
    result = accept(cf, case, plan_csv(data, "baby_peter_haringey.csv", None, TODAY))
    assert (result.imported, result.rejected) == (57, ())
    rows = chronology.every(cf, case)
    assert [row.number for row in rows] == list(range(1, 58))
    lines = data.decode().splitlines()[1:]
    assert sum(row.conflict for row in rows) == sum("CONFLICT" in line for line in lines) == 3
    assert sum(SOURCES_DISAGREE in row.entry.tags for row in rows) == 3
    assert sum(DATA_DEFECT in row.entry.tags for row in rows) == sum("DATA DEFECT" in line for line in lines) == 1
    arrest = next(row.entry for row in rows if "arrested; bailed" in row.entry.fact)
    assert (arrest.when.edtf, arrest.note) == ("2006-12-19", "CONFLICT: D gives 11 December")
    defect = next(row.entry for row in rows if DATA_DEFECT in row.entry.tags)
    assert (defect.when.edtf, "29 February 2009" in defect.note) == ("2009-02", True)


def test_the_date_that_never_was_is_refused_as_a_date_and_kept_as_words(cf: CaseFile, case: str) -> None:
    text = f"{HEADER}29 February 2009,Review completed,LSCB,S1,\n"
    assert plan(text).rejected[0].code == "import.impossible-date"
    accept(cf, case, plan(text, impossible_dates="keep as words"))
    (kept,) = entries(cf, case)
    assert (kept.when.known, kept.when.as_given, kept.tags) == (False, "29 February 2009", (IMPOSSIBLE_DATE,))


# --- again, changed, put right -------------------------------------------------------------


def test_a_row_put_right_is_known_again_by_the_words_of_the_file(cf: CaseFile, case: str) -> None:
    text = f"{HEADER}soon,a,GP,1,\n2026-11-04,b,GP,2,\n"
    table = read_table(text.encode(), "a.csv")
    fixed = plan_table(table, Mapping(), TODAY, fixes={2: {"date": "3/11/2026"}})
    assert accept(cf, case, fixed).imported == 2
    again = accept(cf, case, plan(text))
    assert (again.imported, again.unchanged, again.rejected) == (0, 2, ())
    assert [e.when.edtf for e in entries(cf, case)] == ["2026-11-03", "2026-11-04"]


def test_an_amendment_keeps_what_an_officer_added_and_the_columns_that_are_not_there(cf: CaseFile, case: str) -> None:
    accept(cf, case, plan(f"{HEADER}2026-11-03,a,GP,1,n\n"))
    (item,) = cf.entries(case)
    worked = msgspec.structs.replace(item.record, outcome="Nothing more", tags=("mine",), change_reason="Outcome known")
    cf.save(worked, case=case, id=item.id, based_on=(item.rev,))
    changed = plan(f"{HEADER}2026-11-03,b,GP,1,CONFLICT: x\n")
    offered = accept(cf, case, changed)
    assert (offered.amended, [each.row for each in offered.offered]) == (0, [2])
    assert accept(cf, case, changed, choices={2: False}).left == (2,)
    assert accept(cf, case, changed, choices={2: True}).amended == 1
    (now,) = entries(cf, case)
    assert (now.fact, now.note, now.outcome, now.tags) == (
        "b",
        "CONFLICT: x",
        "Nothing more",
        ("mine", SOURCES_DISAGREE),
    )


def test_an_entry_amended_by_a_file_is_amended_by_the_next_one_too(cf: CaseFile, case: str) -> None:
    for words in ("one", "two", "three"):
        result = accept(cf, case, plan(f"{HEADER}2026-11-03,{words},GP,1,\n"))
        assert result.offered == ()
    assert [e.fact for e in entries(cf, case)] == ["three"]


# --- one undo ------------------------------------------------------------------------------


def test_undo_and_redo_of_a_whole_import(cf: CaseFile, case: str) -> None:
    data = (CASES / "daniel_pelka_coventry.csv").read_bytes()
    found = plan_csv(data, "daniel_pelka_coventry.csv", None, TODAY)
    accept(cf, case, found)
    before = entries(cf, case)
    (line,) = imports(cf, case)
    assert (line.file, line.digest, line.entries, line.withdrawn) == ("daniel_pelka_coventry.csv", found.digest, 32, 0)
    done = undo(cf, case, found.digest)
    assert (done.withdrawn, done.restored, done.left) == (32, 0, ())
    assert (
        entries(cf, case) == [] and chronology.count(cf, case) == 0 and cf.counts(case).get("chronology_entry", 0) == 0
    )
    assert imports(cf, case)[0][4:6] == (0, 32)

    def plain(found: list[ChronologyEntry]) -> list[ChronologyEntry]:
        return [msgspec.structs.replace(entry, change_reason="") for entry in found]

    back = redo(cf, case, found.digest)
    assert back.restored == 32
    assert plain(entries(cf, case)) == plain(before)
    undo(cf, case, found.digest)
    assert accept(cf, case, found).restored == 32, "brought in again: the same entries come back, none is made twice"
    assert plain(entries(cf, case)) == plain(before)
    assert len(cf.items(case, "chronology_entry")) == 32
    assert redo(cf, case, found.digest).restored == 0


def test_undo_gives_back_what_an_amendment_replaced_and_leaves_what_an_officer_wrote(cf: CaseFile, case: str) -> None:
    first = plan(f"{HEADER}2026-11-03,a,GP,1,\n2026-11-04,b,GP,2,\n")
    second = plan(
        f"{HEADER}2026-11-03,changed,GP,1,\n2026-11-04,b,GP,2,\n2026-11-05,new,GP,3,\n2026-11-06,kept,GP,4,\n"
    )
    accept(cf, case, first)
    accept(cf, case, second)
    item = next(item for item in cf.entries(case) if item.record.fact == "kept")
    worked = msgspec.structs.replace(item.record, outcome="mine", change_reason="Outcome")
    cf.save(worked, case=case, id=item.id, based_on=(item.rev,))
    done = undo(cf, case, second.digest)
    assert (done.withdrawn, done.restored, done.left) == (1, 1, (item.id,))
    assert [e.fact for e in entries(cf, case)] == ["a", "b", "kept"]
    assert redo(cf, case, second.digest).restored == 2
    assert [e.fact for e in entries(cf, case)] == ["changed", "b", "new", "kept"]


def test_withdrawn_entries_stay_in_the_history_and_out_of_the_search(cf: CaseFile, case: str) -> None:
    from pclo_app.casefile import search

    found = plan(f"{HEADER}2026-11-03,Unmistakable marmalade,GP,1,\n")
    accept(cf, case, found)
    (item,) = cf.entries(case)
    assert search.find(cf, "marmalade")
    undo(cf, case, found.digest)
    assert not search.find(cf, "marmalade")
    assert [version.record.withdrawn for version in cf.history(item.id) if version.record] == [True, False]
    cf.rebuild()
    assert cf.entries(case) == [] and not search.find(cf, "marmalade")


def test_a_stopped_import_or_undo_changes_nothing(cf: CaseFile, case: str) -> None:
    found = plan(HEADER + "".join(f"2026-11-03,event {n},GP,{n},\n" for n in range(1500)))

    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done >= 500:
            raise Stop

    with pytest.raises(Stop):
        accept(cf, case, found, progress=stop)
    assert entries(cf, case) == []
    accept(cf, case, found)
    with pytest.raises(Stop):
        undo(cf, case, found.digest, progress=stop)
    assert len(entries(cf, case)) == 1500
    assert len(against(cf, case, found).comparison.unchanged) == 1500


def test_rows_written_at_one_go_are_those_that_a_rebuild_makes(cf: CaseFile, case: str) -> None:
    text = HEADER + "".join(f"2026-11-{n % 28 + 1:02},event marmalade{n},GP,{n},CONFLICT: x\n" for n in range(1200))
    accept(cf, case, plan(text))

    def rows() -> list[list[Any]]:
        columns = [each[1] for each in cf.db.execute("PRAGMA table_info(item)").fetchall() if each[1] != "n"]
        return [
            cf.db.execute(f"SELECT {', '.join(columns)} FROM item ORDER BY rev").fetchall(),
            cf.db.execute("SELECT * FROM line ORDER BY n").fetchall(),
            cf.db.execute("SELECT i.rev FROM words w JOIN item i ON i.n=w.rowid"
                          " WHERE words MATCH 'marmalade7 OR marmalade700' ORDER BY i.rev").fetchall(),
        ]  # fmt: skip

    before = rows()
    assert len(before[2]) == 2
    cf.rebuild()
    assert rows() == before


def test_rows_without_a_date_keep_the_order_of_the_file(cf: CaseFile, case: str) -> None:
    accept(cf, case, plan(HEADER + "".join(f"?,event {n},GP,{n},\n" for n in range(1200))))
    assert [entry.fact for entry in entries(cf, case)] == [f"event {n}" for n in range(1200)]


def test_the_same_rows_in_another_order_and_under_other_headings_change_nothing(cf: CaseFile, case: str) -> None:
    rows = [["2026-11-03", "Visit", "GP", "A1", "x"], ["2026-11-04", "Call", "School", "A2", ""],
            ["?", "Undated", "Police", "A3", ""], ["2026-11-03", "Visit", "GP", "A1", "x"]]  # fmt: skip
    accept(cf, case, plan(to_csv([["date", "event", "source_agency", "source_ref", "note"], *rows])))
    assert len(entries(cf, case)) == 4, "two rows alike are two entries"
    again = [row[::-1] for row in rows[::-1]]
    text = to_csv([["Remarks", "Log number", "Organisation", "What happened", "When"], *again])
    result = accept(cf, case, plan(text, "another name.csv"))
    assert (result.imported, result.amended, result.unchanged) == (0, 0, 4)
    own = Mapping(columns={"date": "A", "event": "B", "source_agency": "C", "source_ref": "D", "note": "E"})
    result = accept(cf, case, plan_csv(to_csv([list("ABCDE"), *rows]).encode(), "c.csv", own, TODAY))
    assert (result.imported, result.amended, result.unchanged) == (0, 0, 4)


def test_a_changed_row_is_found_among_others_in_another_order_under_other_headings(cf: CaseFile, case: str) -> None:
    accept(cf, case, plan(HEADER + "2026-11-03,Visit,GP,A1,\n2026-11-04,Call,School,A2,\n2026-11-05,Note,GP,A3,\n"))
    text = "When,Organisation,Log number,What happened\n2026-11-05,GP,A3,Note\n2026-11-04,School,A2,Call at noon\n"
    found = plan(text, "renamed.csv")
    (changed,) = against(cf, case, found).comparison.changed
    assert (changed.entry.fact, changed.row.entry.fact, changed.fields) == ("Call", "Call at noon", ("fact",))
    result = accept(cf, case, found)
    assert (result.imported, result.amended, result.unchanged) == (0, 1, 1)
    assert sorted(entry.fact for entry in entries(cf, case)) == ["Call at noon", "Note", "Visit"]


def test_an_entry_with_everything_filled_goes_round_and_keeps_its_links_at_home(cf: CaseFile, case: str) -> None:
    """Out of the case and into it again: nothing changes. Into another: all but what refers to records of the first."""
    people = {name: cf.save(Person(name=name, roles=("subject child",)), case=case).id for name in PEOPLE.values()}
    other = cf.save(ChronologyEntry(fact="Told before", agency="POL", source=Source(system="CAD")), case=case).id
    by = Named(name="=Sam O’Neill", rank="DS", agency="POL")
    full = ChronologyEntry(
        when=EventDate("2026-11-05", "14:32", "Thursday afternoon"),
        sequence=3,
        known_to_police=EventDate("2026-11-06", "09:00", "the day after"),
        type="Home visit",
        agency="HEA",
        agency_as_given="St Anne’s, ward 4",
        source=Source(system="SystmOne", reference="@77", document="Letter", page="2"),
        told_by=by,
        degree="second-hand",
        persons=tuple(people.values()),
        fact="=1+1 was written on the door",
        child_seen="yes, at home",
        child_seen_by="HV Brown",
        child_seen_alone="yes",
        child_words="“-I want to go\nhome”",
        action_taken="+Called",
        outcome="@Seen",
        significance="\tPattern".strip(),
        significance_by=by,
        significance_on="2026-11-07",
        decision=Decision(
            decision="Strategy meeting",
            why="=Two marks",
            options="none; some",
            information="the letter",
            by=by,
            with_whom="DC Osei",
            at="2026-11-05T16:00",
        ),
        disclosure="B",
        disclosure_reason="Third party",
        grading=Grading(scheme="3x5x2", source="2", information="B", handling="C", condition_met="asked and agreed"),
        tags=("neglect", "school"),
        links=(Link(kind="follows", entry=other, words="The call"),),
        note="CONFLICT: G says 6 November",
    )
    assert [name for name in ChronologyEntry.__struct_fields__ if getattr(full, name) == getattr(BARE, name, None)] == [
        "change_reason", "attachments", "origin", "withdrawn",
    ]  # fmt: skip
    full = msgspec.structs.replace(full, tags=(*full.tags, SOURCES_DISAGREE))
    cf.save(full, case=case)
    text = to_csv(csv_rows(entries(cf, case), {id: name for name, id in people.items()}))
    second = cf.save(Case(reference=f"KM-{next(_numbers)}", family="X"), case="").id
    names = {name: cf.save(Person(name=name, roles=("subject child",)), case=second).id for name in people}
    for target, known in ((second, names), (second, names)):
        found = plan_table(read_table(text.encode(), "out.csv"), Mapping(), TODAY, people=known)
        accept(cf, target, found)
    back = next(entry for entry in entries(cf, second) if entry.decision)
    assert len(entries(cf, second)) == 2, "the second time changed nothing"
    expected = msgspec.structs.replace(full, links=(), persons=tuple(names.values()), origin=back.origin)
    assert back == expected


BARE = ChronologyEntry(fact="")
