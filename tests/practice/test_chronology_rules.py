"""Findings over a chronology, and over a real one compiled from public documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pclo_app.practice import chronology_rules
from pclo_app.practice.finding import Finding
from pclo_app.practice.gaps import gaps
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision, Link, Source
from pclo_app.records.event_date import EventDate

TODAY = date(2026, 11, 18)
SOURCE = Source(system="CRIS", reference="4419237/26")


@dataclass(frozen=True)
class Row:
    id: str
    number: int
    entry: ChronologyEntry


def entry(day: str, agency: str = "POL", fact: str = "Visit.", **fields: object) -> ChronologyEntry:
    base = {"when": EventDate(day), "agency": agency, "fact": fact, "source": SOURCE, "disclosure": "A"}
    return ChronologyEntry(**{**base, **fields})  # type: ignore[arg-type]


def rows(*entries: ChronologyEntry) -> list[Row]:
    return [Row(f"e{place}", place, each) for place, each in enumerate(entries, start=1)]


def found(*entries: ChronologyEntry, **more: object) -> list[Finding]:
    return chronology_rules.findings(rows(*entries), today=TODAY, **more)  # type: ignore[arg-type]


def rules_of(findings: list[Finding]) -> list[str]:
    return [each.rule for each in findings]


def test_nothing_to_say_about_a_good_entry() -> None:
    assert found(entry("2026-11-02")) == []


def test_conflict_notes() -> None:
    (dates,) = found(entry("2006-12-19", note="CONFLICT: D gives 11 December"))
    assert dates.title == "Sources disagree on a date"
    assert dates.words == "Entry 1, Tuesday 19 December 2006. Another source: D gives 11 December. Both are kept."
    (other,) = found(entry("2011", note="CONFLICT: I and J say 26"))
    assert other.title == "Sources disagree"


def test_a_date_that_does_not_exist() -> None:
    when = EventDate("2009-02", as_given="29 February 2009")
    note = "DATA DEFECT: S1 prints “29 February 2009”, a date that does not exist"
    (finding,) = found(entry("", when=when, note=note))
    assert finding.title == "The source prints a date that does not exist"
    assert "29 February 2009" in finding.words


def test_linked_entries_are_one_finding() -> None:
    one = entry("2026-10-31~", links=(Link(kind="conflicts with", entry="e2"),))
    two = entry("2026-11-01~", links=(Link(kind="conflicts with", entry="e1"),))
    (finding,) = found(one, two)
    assert finding.title == "Sources disagree on a date"
    assert finding.words == ("Entry 1 says about 31 October 2026, entry 2 says about 1 November 2026. Both are kept.")


def test_no_source_no_rank_no_reason() -> None:
    findings = found(
        entry("2026-11-02", source=Source()),
        entry("2026-11-03", told_by=Named(name="Carl Osei-Munt")),
        entry("2026-11-04", decision=Decision(decision="No further action")),
    )
    assert sorted(rules_of(findings)) == [
        "chronology.decision-reason",
        "chronology.no-rank",
        "chronology.no-source",
    ]
    assert findings[2].title == "Entry 3: decision without reason and nobody named who decided"


def test_a_gap() -> None:
    (finding,) = found(entry("2026-09-23", "EDU"), entry("2026-10-31~"))
    assert finding.title == "38 days with no entry from any agency"
    assert finding.words.startswith("23 Sep 2026 to 31 Oct 2026.")
    assert (finding.level, finding.record) == ("reason", "e2")
    assert found(entry("2026-09-23"), entry("2026-10-31"), gap_days=38) == []


def test_a_month_fills_its_days() -> None:
    assert found(entry("2025-05-19"), entry("2025-06"), entry("2025-07-20")) == []


def test_a_friday_referral_that_waited() -> None:
    findings = found(
        entry("2007-06-01", "CSC", "Unannounced visit finds facial bruising; police told"),
        entry("2007-06-01", "HEA", "Hospital finds bruising"),
        entry("2007-06-01", "CSC", "Family friend to supervise care"),
        entry("2007-06-04", "POL", "Police investigation actively pursued"),
    )
    (finding,) = findings
    assert finding.title == "Friday referral not acted on until Monday"
    assert "Monday 4 June 2007, 3 days later" in finding.words
    assert finding.record == "e1"


def test_a_friday_referral_that_was_acted_on() -> None:
    assert found(
        entry("2026-11-06", "EDU", "Nursery told the police"),
        entry("2026-11-07", "POL", "DC Tranter visits"),
    ) == []  # fmt: skip
    assert found(entry("2026-11-05", "CSC", "Referral to police"), entry("2026-11-09", "POL")) == []


def test_a_friday_referral_with_no_answer_at_all() -> None:
    (finding,) = found(entry("2026-11-06", "CSC", "Referred to the police."), entry("2026-11-20", "POL"))
    assert finding.title == "Friday referral not acted on until Monday or later"


def test_starting_after_birth() -> None:
    births = {"Theo Orrin-Vale": EventDate("2017-09-02"), "Maisie Orrin-Vale": EventDate("2022-02-14")}
    (finding,) = found(entry("2024-03-09"), births=births)
    assert finding.title == "The chronology starts after Theo was born"
    assert finding.words.startswith("Theo was born 2 Sep 2017. The first entry is 9 Mar 2024.")
    assert found(entry("2017-09-02"), births=births) == []


def test_undated_and_undecided() -> None:
    findings = found(entry("", disclosure=""), entry("2026-11-01"))
    assert [each.title for each in findings] == ["1 entry has no date", "1 entry has no A or B"]


DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(DAYS, max_size=40), st.integers(1, 60))
def test_gaps_against_a_simple_count(days: list[date], limit: int) -> None:
    entries = rows(*(entry(day.isoformat()) for day in days))
    ordered = sorted(set(days))
    expected = [(b - a).days for a, b in pairwise(ordered) if (b - a).days > limit]
    assert [gap.days for gap in gaps(entries, limit)] == expected


def test_two_entries_that_may_be_one_event_until_somebody_says_what_they_are() -> None:
    fact = "Neighbour reports shouting and a child crying at the flat in Tarrant Road."
    (finding,) = found(entry("2026-11-02", fact=fact), entry("2026-11-02", "EDU", fact=fact))
    assert (finding.rule, finding.record, finding.where) == ("chronology.duplicate", "e1", "e2")
    assert finding.title == "Entries 1 and 2 may be one event" and "the same date" in finding.words.casefold()
    tied = (Link(kind="different from", entry="e2"),)
    assert found(entry("2026-11-02", fact=fact, links=tied), entry("2026-11-02", "EDU", fact=fact)) == []


def test_words_that_judge_are_hinted_at_and_quotations_are_not() -> None:
    (finding,) = found(entry("2026-11-02", fact="Mother was clearly drunk."))
    assert finding.rule == "chronology.opinion" and "“clearly” stands in what happened" in finding.words
    assert found(entry("2026-11-02", fact="She said, “I think he did it, clearly.”")) == []
    by = Named(name="D", rank="PC")
    assert found(entry("2026-11-02", significance="Clearly a pattern.", significance_by=by)) == []
