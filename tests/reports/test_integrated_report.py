from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from pclo_app.casefile import integrated, reasons
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Link, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.reason import GAP, RecordedReason
from pclo_app.reports import catalogue
from tests.vault.vault_parts import CHEAP

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Świętosława Brzęczyszczykiewicz-Łącka"


def entry(day: str, agency: str, fact: str, disclosure: str = "A", **fields: object) -> ChronologyEntry:
    return ChronologyEntry(
        when=EventDate(day), agency=agency, source=Source(system="Case note", reference="14"), fact=fact,
        disclosure=disclosure, told_by=Named(name=LONG, rank="Social Worker"), **fields,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def cf(tmp_path: Path) -> Iterator[CaseFile]:
    made = CaseFile.create(
        tmp_path / "vault", "kettle lantern orchard pebble", name="Dawn Pettifer", rank="PCLO", role="PCLO",
        team="Team", secrets=None, cost=CHEAP, clock=lambda: NOW,
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def family(cf: CaseFile) -> SimpleNamespace:
    one = cf.save(Case(reference="KM-0417", family="Orrin-Vale"), case="").id
    two = cf.save(Case(reference="KM-0502", family="Orrin-Vale"), case="").id
    arrest = "Dale Pruett was arrested at the flat on suspicion of assault and taken to the police station"
    police = cf.save(entry("2025-05-17", "POL", f"{arrest}."), case=one).id
    social = cf.save(entry("2025-05-19", "CSC", f"{arrest} in the evening.", "B"), case=two).id
    cf.save(entry("2025-08-02", "HEA", "Maisie was weighed at the clinic."), case=one)
    links = (Link(kind="conflicts with", entry=police, words="another day"),)
    cf.save(entry("2025-05-21", "EDU", "The school heard of an arrest on the Wednesday.", links=links), case=two)
    return SimpleNamespace(one=one, two=two, police=police, social=social)


def words(cf: CaseFile, *cases: str, part: str = "") -> str:
    return " ".join(catalogue.render(cf, "chronology-integrated", cases=cases, part=part).text().split())


def test_every_line_has_its_case_and_its_agency(cf: CaseFile, family: SimpleNamespace) -> None:
    said = words(cf, "KM-0417", "KM-0502")
    assert "2 cases: KM-0417 and KM-0502" in said
    assert "told by police, social care, health, education" in said
    for number, case, own in ((1, "KM-0417", 1), (2, "KM-0502", 1), (3, "KM-0502", 2), (4, "KM-0417", 2)):
        assert f"{case} no. {own}" in said, number
    assert "CSC social care Case note 14" in said
    assert "Gap: 73 days with no entry from any agency, 21 May to 2 August 2025. Not yet explained." in said


def test_conflicts_across_cases_are_named_by_the_integrated_number(cf: CaseFile, family: SimpleNamespace) -> None:
    said = words(cf, "KM-0417", "KM-0502")
    assert "Conflict with 1, another day. Both kept." in said
    assert "Conflict with 3, another day. Both kept." in said


def test_pairs_stand_side_by_side_with_the_reasons_and_the_answer(cf: CaseFile, family: SimpleNamespace) -> None:
    said = words(cf, "KM-0417", "KM-0502")
    assert "May be the same event as 2." in said
    assert "1 pair that may be one event, 0 settled" in said
    end = said[said.index("Lines that may tell of one event") :]
    assert "2 days apart, the same reference 14" in end
    assert "told by two agencies. Nobody has said yet." in end
    assert end.count("Dale Pruett was arrested") == 2
    integrated.tie(cf, family.police, family.social, "duplicate of", "One arrest")
    said = words(cf, "KM-0417", "KM-0502")
    assert "The same event as 2." in said
    assert "One event, told twice." in said
    assert "1 settled" in said
    assert said.count("Dale Pruett was arrested") == 4, "both lines are still in the table and in the pair"


def test_a_shareable_copy_holds_no_restricted_line_and_no_pair_with_one(cf: CaseFile, family: SimpleNamespace) -> None:
    said = words(cf, "KM-0417", "KM-0502", part="A")
    assert "Part A only" in said
    assert "in the evening" not in said
    assert "May be the same event" not in said
    assert "Lines that may tell" not in said


def test_the_reason_for_a_gap_is_printed_in_every_chronology(cf: CaseFile, family: SimpleNamespace) -> None:
    why = RecordedReason(finding=GAP, start="2025-05-21", end="2025-08-02", reason="the family was abroad")
    reasons.record(cf, family.one, why)
    said = words(cf, "KM-0417", "KM-0502")
    assert "2 August 2025. The family was abroad. Dawn Pettifer, PCLO" in said
    assert "Not yet explained" not in said


def test_long_welsh_and_polish_names_stay_inside_the_page(cf: CaseFile, family: SimpleNamespace) -> None:
    said = words(cf, "KM-0417", "KM-0502")
    assert "Brzęczyszczykiewicz-" in said
    assert "Łącka" in said


def test_the_timeline_is_in_front_and_a_long_one_can_be_stopped(cf: CaseFile, family: SimpleNamespace) -> None:
    document = catalogue.render(cf, "chronology-integrated", cases=["KM-0417", "KM-0502"])
    assert "Whole time" in document.page_texts()[0]

    class Stopped(Exception):
        pass

    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 100:
            raise Stopped

    cf.save_many((entry(f"2025-09-{n % 28 + 1:02d}", "POL", f"Seen, number {n}."), family.one) for n in range(300))
    with pytest.raises(Stopped):
        catalogue.render(cf, "chronology", case="KM-0417", progress=stop)
    assert told == [(0, 302), (50, 302), (100, 302)]
