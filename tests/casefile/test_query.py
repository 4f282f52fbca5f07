"""What may be typed into a search field, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.casefile import chronology, hits, query, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.audit import Disclose
from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Source
from pclo_app.records.person import Person
from pclo_app.records.review import ReadMark, Review
from tests.casefile.conftest import entry

TODAY = date(2026, 11, 22)
SERGEANT = Named(name="Farah Whitcombe", rank="Detective Sergeant", agency="POL")


@pytest.fixture
def filled(cf: CaseFile, case: str) -> dict[str, str]:
    """Four entries that differ in every field that can be asked for, by name."""
    maisie = cf.save(Person(name="Maisie Orrin-Vale", roles=("subject child",)), case=case).id
    made = {
        "visit": entry("Health visitor saw a bruise on the left ear.", "2026-11-03", "16:00", agency="HEA",
                       source=Source(system="SystmOne"), type="Visit", persons=(maisie,), disclosure="A"),
        "arrest": entry("Mother arrested for neglect.", "2026-11-05", type="Arrest",
                        decision=Decision(decision="Arrest", why="Risk", by=SERGEANT), disclosure="B"),
        "call": entry("Neighbour heard shouting and a bruise was mentioned.", "2026-10"),
        "letter": entry("Letter from the school about lateness.", "", agency="EDU", source=Source(document="Letter")),
    }  # fmt: skip
    ids = {name: cf.save(record, case=case).id for name, record in made.items()}
    return ids | {"maisie": maisie}


def found(cf: CaseFile, filled: dict[str, str], typed: str) -> set[str]:
    by_id = {id: name for name, id in filled.items()}
    return {by_id.get(hit.id, hit.kind) for hit in search.find(cf, typed)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("bruise", {"visit", "call"}),
        ("brui", {"visit", "call"}),
        ('"left ear"', {"visit"}),
        ('"ear left"', set()),
        ("bruise -neighbour", {"visit"}),
        ("bruise NOT neighbour", {"visit"}),
        ("bruise agency:health", {"visit"}),
        ("agency:health agency:EDU", {"visit", "letter"}),
        ("-agency:police kind:chronology", {"visit", "letter"}),
        ("source:systm", {"visit"}),
        ("type:arr", {"arrest"}),
        ("person:maisie kind:entry", {"visit"}),
        ("rank:sergeant kind:entry", {"arrest"}),
        ("from:1/11/2026 kind:entry", {"visit", "arrest"}),
        ("to:31/10/2026 kind:entry", {"call"}),
        ("on:3/11/2026", {"visit"}),
        ('on:"nov 2026" kind:entry', {"visit", "arrest"}),
        ("part:b", {"arrest"}),
        ("is:decision", {"arrest"}),
        ("is:undated kind:entry", {"letter"}),
        ("has:doc", set()),
        ("kind:person", {"maisie"}),
        ("-bruise kind:entry", {"arrest", "letter"}),
        ("10:30", set()),
    ],
)
def test_words_and_fields_narrow(cf: CaseFile, filled: dict[str, str], typed: str, names: set[str]) -> None:
    assert found(cf, filled, typed) == names


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("agency:wizards", "No agency is called “wizards”."),
        ("is:purple", "“is:purple” is not known."),
        ("from:31/2/2026", "“31/2/2026” is not a date"),
        ("kind:sonnet", "No kind of record is called “sonnet”."),
        ("part:C", "Use part:A or part:B."),
        ("has:wings", "Use has:document."),
    ],
)
def test_a_field_that_is_not_understood_is_said_and_does_not_narrow(
    cf: CaseFile, filled: dict[str, str], typed: str, said: str
) -> None:
    assert any(said in words for words in search.problems(cf, typed))
    assert found(cf, filled, f"bruise {typed}") == {"visit", "call"}


def test_the_same_language_filters_the_chronology(cf: CaseFile, case: str, filled: dict[str, str]) -> None:
    rows = chronology.page(cf, case, ChronologyFilter(words="agency:police is:decision"))
    assert [row.id for row in rows] == [filled["arrest"]]


def test_what_was_printed_is_not_casework(cf: CaseFile, case: str, filled: dict[str, str]) -> None:
    cf.save(Disclose(act="printed", what="Bruise chronology"), case=case)
    assert found(cf, filled, "bruise") == {"visit", "call"}


def test_a_word_that_stands_nowhere_is_answered_with_one_that_does(cf: CaseFile, filled: dict[str, str]) -> None:
    assert search.did_you_mean(cf, "neigbour") == "neighbour"
    assert search.did_you_mean(cf, "agency:police nieghbour") == "agency:police neighbour"
    assert search.did_you_mean(cf, "neighbour") == ""
    assert search.did_you_mean(cf, "xyzzyplugh") == ""


def test_each_field_of_the_filter_narrows(cf: CaseFile, case: str, filled: dict[str, str]) -> None:
    def left(**fields: object) -> set[str]:
        rows = chronology.page(cf, case, ChronologyFilter(**fields))  # type: ignore[arg-type]
        return {name for name, id in filled.items() if id in {row.id for row in rows}}

    assert left(systems=frozenset({"SystmOne"})) == {"visit"}
    assert left(types=frozenset({"Visit", "Arrest"})) == {"visit", "arrest"}
    assert left(persons=frozenset({filled["maisie"]})) == {"visit"}
    assert left(ranks=frozenset({"Detective Sergeant"})) == {"arrest"}
    assert left(kinds=frozenset({"strategy_meeting"})) == set()
    assert left(documents=True) == set()
    everything = {"visit", "arrest", "call", "letter"}
    assert left(unread=True) == everything
    facets = chronology.facets(cf, case)
    assert dict(facets.agencies) == {"HEA": 1, "POL": 2, "EDU": 1}
    assert dict(facets.types) == {"Visit": 1, "Arrest": 1}
    assert dict(facets.persons) == {filled["maisie"]: 1}
    assert dict(facets.ranks)["Detective Sergeant"] == 1


def test_unread_means_not_read_as_it_stands_now(
    make_casefile: Callable[..., CaseFile],
) -> None:
    ds = make_casefile("ds", role="DS")
    from pclo_app.records.case import Case

    case = ds.save(Case(reference="KM-1", family="X"), case="").id
    saved = ds.save(entry("Seen at school."), case=case)
    ds.save(Review(read=(ReadMark(record=saved.id, rev=saved.rev),)), case=case)
    assert not chronology.page(ds, case, ChronologyFilter(unread=True))
    ds.save(entry("Seen at home.", change_reason="Wrong place"), case=case, id=saved.id)
    assert len(chronology.page(ds, case, ChronologyFilter(unread=True))) == 1
    before = ds.item(saved.id).heads[0].at
    assert chronology.page(ds, case, ChronologyFilter(changed_since=before))
    assert not chronology.page(ds, case, ChronologyFilter(changed_since="2027"))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    asked = query.read(typed, TODAY)
    assert asked.match.count('"') % 2 == 0 and len(asked.terms.values) == asked.terms.where().count("?")


def test_words_are_read_for_the_first_hits_and_for_the_others_when_they_are_wanted(
    cf: CaseFile, filled: dict[str, str]
) -> None:
    found = search.find(cf, "bruise", shown=1)
    assert [bool(hit.body) for hit in found] == [True, False]
    search.read_words(cf, found)
    assert all(f"{search.HIT_START}bruise{search.HIT_END}" in hit.snippet for hit in found)


def test_a_piece_is_of_the_field_in_which_most_of_the_words_stand() -> None:
    start, end = search.HIT_START, search.HIT_END
    told = "SM-1 Strategy\ntaken by his ear\nBruising seen to the left ear and cheek.\nyes"
    assert hits.snippet(told, ("bruis", "ear")) == f"{start}Bruis{end}ing seen to the left {start}ear{end} and cheek."
    far = "word " * 40 + "bruise here " + "word " * 60
    piece = hits.snippet(far, ("bruise",))
    assert piece.startswith("… word") and f"{start}bruise{end} here" in piece and piece.endswith("…")
    assert hits.snippet("nothing\nof it", ("bruise",)) == "nothing of it"


def test_entries_that_are_found_have_the_numbers_of_their_chronology(
    cf: CaseFile, case: str, filled: dict[str, str]
) -> None:
    cf.save(Person(name="Ada Bruise"), case=case)
    found = search.find(cf, "bruise")
    rows = {row.id: row.number for row in chronology.every(cf, case)}
    assert search.numbers(cf, found) == {id: rows[id] for id in (filled["call"], filled["visit"])}
    assert {hit.who for hit in found} == {"SystmOne", "CRIS 4419237/26", ""}


def test_the_hits_of_each_kind_are_counted(cf: CaseFile, case: str, filled: dict[str, str]) -> None:
    cf.save(Person(name="Ada Bruise"), case=case)
    assert search.counts(cf, "bruise") == {"chronology_entry": 2, "person": 1}
    assert search.counts(cf, "bruise agency:health") == {"chronology_entry": 1}
    assert search.counts(cf, "agency:police is:decision") == {"chronology_entry": 1}
    assert search.counts(cf, " ") == {}


def test_where_a_beginning_is_everywhere_what_was_written_last_comes_first(
    cf: CaseFile, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = [cf.save(entry(f"Seen {'again ' * n}at home."), case=case).id for n in range(5)]
    monkeypatch.setattr(search, "RANKED", 3)
    assert [hit.id for hit in search.find(cf, "see")] == saved[::-1]
    monkeypatch.setattr(search, "RANKED", 5)
    assert [hit.id for hit in search.find(cf, "see")] == saved
