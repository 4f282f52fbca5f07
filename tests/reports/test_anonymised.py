"""The chronology without names, read back by another program than the one that wrote it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pclo_app.casefile import chronology as rows_of
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.demo import demo
from pclo_app.importing.accepting import accept
from pclo_app.importing.planning import plan_csv
from pclo_app.practice.people_labels import name_parts
from pclo_app.practice.plain_words import folded, is_english
from pclo_app.practice.pseudonyms import Corrections
from pclo_app.records.base import Named
from pclo_app.records.case import Case, Reference
from pclo_app.records.chronology import ChronologyEntry, Decision, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.wording import day_in_words
from pclo_app.records.person import Person
from pclo_app.reports import catalogue, chronology, gather_timelines
from pclo_app.reports.anonymised import anonymised, imprint_without_names
from pclo_app.reports.chronology import ChronologyInput
from pclo_app.reports.page import Imprint
from pclo_app.reports.strategy_record import presented
from pclo_app.vault.keys import Cost
from tests.vault.vault_parts import CHEAP

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)
SHARED = Path(__file__).parents[1] / "data" / "cases"


def read_back(pdf: bytes, folder: Path) -> list[str]:
    """The words of each page, by pdftotext; words that were broken at a hyphen are one again."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True).stdout.decode()
    return [folded(" ".join(page.replace("-\n", "-").split())) for page in raw.split("\f")[:-1]]


def listed(cf: CaseFile, case: str) -> tuple[set[str], set[str]]:
    """Every name, and everything else that leads to somebody, as the records have it."""
    names: set[str] = set()
    others: set[str] = set()
    record: Case = cf.item(case).record
    others |= {record.reference, record.home_authority, *(each.number for each in record.references)}
    for part in name_parts(record.family):
        names.add(part)
    for item in cf.people(case):
        person = item.record
        names |= {person.name, person.known_as}
        others |= {person.organisation, person.contact, *(part.strip() for part in re.split("[,.]", person.address))}
        if person.born.exact and person.born.lower:
            others |= {person.born.edtf, day_in_words(person.born.lower)}
    for row in rows_of.every(cf, case):
        entry = row.entry
        for who in (entry.told_by, entry.decision.by if entry.decision else None, entry.significance_by):
            names.add(who.name if who else "")
        others |= {word for word in entry.source.reference.split() if any(c.isdigit() for c in word) and len(word) > 3}
    others -= {"", "Before: Flat 6"}
    names = {name for name in names if name and not name.startswith("Not named")}
    return names, {other for other in others if len(other) > 3 and not is_english(other)}


def nothing_survives(cf: CaseFile, case: str, folder: Path) -> list[str]:
    """Render, read back, and look for everything; answers the pages."""
    document = catalogue.render(cf, "chronology-anonymised", case=case, recipient="Farah Whitcombe, DS")
    pages = read_back(document.pdf, folder)
    whole = " ".join(pages)
    names, others = listed(cf, case)
    for other in others:
        assert folded(" ".join(other.split())) not in whole, other
    for name in names:
        assert folded(name) not in whole, name
        for part in name_parts(name):
            if not is_english(part):
                assert not re.search(rf"\b{re.escape(part)}\b", whole), (name, part)
    assert document.pages == len(pages)
    assert cf.item(case).record.reference not in document.title + document.file_name
    return pages


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    made = demo(tmp_path_factory.mktemp("demo") / "practice", presented=presented, cost=Cost(8192, 1, 1))
    cf = CaseFile.open(made.officer, made.passphrase, clock=lambda: NOW)
    yield cf
    cf.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[CaseFile]:
    cf = CaseFile.create(
        tmp_path / "vault", "kettle lantern orchard pebble", name="Dawn Pettifer", rank="PCLO", role="PCLO",
        team="Team", secrets=None, cost=CHEAP, clock=lambda: NOW,
    )  # fmt: skip
    yield cf
    cf.close()


def test_no_name_address_or_reference_of_the_whole_sample_survives(sample: CaseFile, tmp_path: Path) -> None:
    for item in sample.cases():
        pages = nothing_survives(sample, item.id, tmp_path)
        assert all("chronology without names" in page for page in pages)
        assert all("farah" not in page and "pettifer" not in page for page in pages)


def test_every_person_has_the_same_words_on_every_page(sample: CaseFile) -> None:
    case = sample.case_by_reference("KM-0417").id
    found = gather_timelines.without_names(sample, case)
    by_name: dict[str, set[str]] = {}
    for words, label in found.ledger.replaced:
        if label[0] != "[":
            for part in name_parts(words):
                if part not in ("orrin", "vale"):  # the family's name is several people's
                    by_name.setdefault(part, set()).add(label)
    assert len(by_name) > 8
    assert {part: labels for part, labels in by_name.items() if len(labels) != 1} == {}
    assert by_name["maisie"] == {"Child 1"}
    assert by_name["pruett"] == {"Partner 1"}


def test_no_other_word_is_lost_and_what_was_removed_in_doubt_is_counted(sample: CaseFile) -> None:
    case = sample.case_by_reference("KM-0417").id
    before = rows_of.every(sample, case)
    found = gather_timelines.without_names(sample, case)
    assert len(found.source.rows) == len(before)
    for row, plain in zip(before, found.source.rows, strict=True):
        small = [word for word in re.findall(r"\w+", row.entry.fact) if word.islower() and len(word) > 3]
        left = re.findall(r"\w+", plain.entry.fact)
        missing = [word for word in small if word not in left]
        assert missing == [], (row.number, missing)
    assert f"{found.ledger.removed} words removed in doubt" in found.source.nameless
    assert set(found.ledger.doubtful) >= {"Callum", "Harbour"}
    kept = gather_timelines.without_names(sample, case, corrections=Corrections(keep=frozenset({"Harbour"})))
    assert kept.ledger.removed == found.ledger.removed - found.ledger.doubtful["Harbour"]


@pytest.mark.parametrize("name", ["baby_peter_haringey", "daniel_pelka_coventry"])
def test_the_shared_cases_lose_nothing_but_names(empty: CaseFile, tmp_path: Path, name: str) -> None:
    case = empty.save(Case(reference="KM-1", family="Unnamed"), case="").id
    for person in (
        Person(name="Peter Connelly", known_as="Baby P", roles=("subject child",), born=EventDate("2006-03-01")),
        Person(name="Daniel Pelka", roles=("subject child",), born=EventDate("2007-07-15")),
        Person(name="Magdelena Luczak", roles=("parent",), relationship="Mother"),
    ):
        empty.save(person, case=case)
    accept(empty, case, plan_csv((SHARED / f"{name}.csv").read_bytes(), f"{name}.csv", None, NOW.date()))
    before = rows_of.every(empty, case)
    assert len(before) > 30
    pages = nothing_survives(empty, case, tmp_path)
    whole = " ".join(pages)
    for place in ("whittington", "coventry", "haringey", "middlesex", "poland"):
        assert place not in whole
    found = gather_timelines.without_names(empty, case)
    for row, plain in zip(before, found.source.rows, strict=True):
        lost = set(re.findall(r"[a-z]{4,}", row.entry.fact)) - set(re.findall(r"[a-z]{4,}", plain.entry.fact))
        removed = {word for doubtful in found.ledger.doubtful for word in re.findall("[a-z]+", doubtful)}
        assert lost <= removed, (row.entry.fact, plain.entry.fact)


def _entry(**fields: Any) -> ChronologyEntry:
    plain: dict[str, Any] = {"when": EventDate("2024-05-01"), "agency": "POL", "source": Source(system="CRIS"),
                             "fact": "Seen."}  # fmt: skip
    return ChronologyEntry(**(plain | fields))


def test_every_field_of_an_entry_is_looked_through(empty: CaseFile, tmp_path: Path) -> None:
    case = empty.save(
        Case(
            reference="KM-77", family="Brzęczyszczykiewicz", references=(Reference(system="Merlin", number="26PAC1"),)
        ),
        case="",
    ).id
    child = Person(
        name="Świętosława Brzęczyszczykiewicz", known_as="Swieta", roles=("subject child",),
        born=EventDate("2022-02-14"), address="Flat 9, 3 Ŷnys Lane, Llanfairpwll",
        contact="07700 900123, s@example.org",
    )  # fmt: skip
    who = Named(name="Gwenllïan ap Ŷstwyth", rank="Detective Constable", agency="POL")
    said = "Świętosława of 3 Ŷnys Lane, Swieta, 07700 900123, s@example.org, KM-77, 26PAC1, AB12 CDE, OT/1, Brynmawr"
    empty.save(child, case=case)
    empty.save(
        _entry(
            when=EventDate("2022-02-14", as_given="14 February 2022, at Llanfairpwll"), fact=said, child_words=said,
            child_seen=said, child_seen_by="DC Gwenllian ap Ystwyth", action_taken=said, outcome=said,
            significance=said, significance_by=who, significance_on="2022-02-14", told_by=who, agency_as_given=said,
            decision=Decision(decision=said, why=said, options=said, information=said, by=who, with_whom=said,
                              at="2022-02-14T10:30"),
            source=Source(system="Log of Brynmawr", reference="4419237/26", document=f"Letter {said}", page=said),
            note=said, tags=("Brynmawr",),
        ),
        case=case,
    )  # fmt: skip
    pages = nothing_survives(empty, case, tmp_path)
    whole = " ".join(pages)
    for secret in ("swieta", "swietoslawa", "gwenllian", "ystwyth", "ynys", "llanfairpwll", "brynmawr", "07700",
                   "example", "km-77", "26pac1", "ab12", "ot/1", "4419237", "14 february", "14 feb",
                   "dawn"):  # fmt: skip
        assert secret not in whole, secret
    assert "year only" in whole or "2022" in whole
    assert "child 1, aged 4" in whole
    assert "police officer 1 (dc)" in whole


def test_a_birthday_is_given_by_its_year_only(empty: CaseFile) -> None:
    case = empty.save(Case(reference="KM-1", family="Zebdwyek"), case="").id
    empty.save(Person(name="Lomri Zebdwyek", roles=("subject child",), born=EventDate("2019-04-07")), case=case)
    empty.save(_entry(when=EventDate("2024-04-07"), fact="Seen at the birthday party."), case=case)
    empty.save(_entry(when=EventDate("2025-04-07"), fact="Seen at nursery."), case=case)
    rows = gather_timelines.without_names(empty, case).source.rows
    assert [row.entry.when.edtf for row in rows] == ["2024", "2025-04-07"]


def test_what_a_remark_says_of_sources_stays_and_its_names_go(empty: CaseFile, tmp_path: Path) -> None:
    case = empty.save(Case(reference="KM-1", family="Zebdwyek"), case="").id
    empty.save(Person(name="Lomri Zebdwyek", roles=("subject child",)), case=case)
    empty.save(_entry(note="CONFLICT: L.Z. of Quiszek says 11 December"), case=case)
    whole = " ".join(nothing_survives(empty, case, tmp_path))
    assert "sources disagree: child 1 of [removed] says 11 december." in whole


_SYLLABLES = ("ka", "lo", "mri", "zeb", "dwy", "sze", "ŵyn", "łą", "gór", "vek", "qui", "brzę", "tíg", "øst")
_NAME = st.lists(st.sampled_from(_SYLLABLES), min_size=2, max_size=4).map(lambda parts: "".join(parts).capitalize())
_FAMILY = st.builds(
    lambda firsts, family, other: [f"{first} {family}{'-' + other if n % 2 else ''}" for n, first in enumerate(firsts)],
    st.lists(_NAME, min_size=2, max_size=5, unique=True), _NAME, _NAME,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(family=_FAMILY, worker=_NAME, street=_NAME, school=_NAME, number=st.integers(1_000_000, 9_999_999))
def test_no_generated_family_can_be_read_by_another_program(
    row_of: Callable[..., Any], imprint: Imprint, family: list[str], worker: str, street: str, school: str, number: int
) -> None:
    roles = ("subject child", "parent", "partner", "sibling", "other adult")
    people = {
        str(n): Person(name=name, roles=(roles[n],), born=EventDate(f"20{10 + n}-04-0{n + 1}"),
                       address=f"{n + 3} {street} Road, N{n + 1} 4QP", contact=f"07700 9001{n}3")
        for n, name in enumerate(family)
    }  # fmt: skip
    staff = Named(name=f"Owen {worker}", rank="Detective Constable", agency="POL")
    rows = []
    for n, name in enumerate(family):
        first, last = name.split(" ", 1)
        said = (
            f"{name} of {n + 3} {street} Road, {first}’s things, the {last}s, {name.upper()}’S car, "
            f"{first.lower()}{last.replace('-', '').lower()}7 online, {first[0]}. {last}, DC {worker}, "
            f"{school} Primary, 07700 9001{n}3, CRIS {number}/26, born {n + 1} April 20{10 + n}, known as "
            f"{last},{first}. " * 2
        )
        rows.append(
            row_of(
                n + 1, when=EventDate(f"2024-05-0{n + 1}", as_given=said), agency="POL", fact=said, note=said,
                source=Source(system="CRIS", reference=f"{number}/26", document=f"{first}_{last}.docx"),
                told_by=staff, significance=said, significance_by=staff, child_words=said, tags=(name,),
                decision=Decision(decision=said, why=said, by=staff, with_whom=said),
            )
        )  # fmt: skip
    case = Case(reference=f"KM-{number}", family=family[0].split()[-1])
    source = ChronologyInput(case=case, children=tuple(people.values()), rows=tuple(rows), as_at=NOW)
    plain = chronology.render(anonymised(source, people).source, imprint_without_names(imprint, "PCLO"))
    with tempfile.TemporaryDirectory() as folder:
        whole = " ".join(read_back(plain.pdf, Path(folder))).replace(folded(plain.code), "")
    for secret in (*family, worker, street, school, f"{number}", "07700", "4qp"):
        for part in (folded(secret), *(name_parts(secret) if secret.isalpha() or " " in secret else ())):
            assert part not in whole, (part, secret)
    information = PdfReader(BytesIO(plain.pdf)).metadata or {}
    assert not any(folded(name.split()[0]) in folded(str(value)) for value in information.values() for name in family)


def test_the_title_in_the_file_names_nobody(sample: CaseFile) -> None:
    document = catalogue.render(sample, "chronology-anonymised", case="KM-0417", recipient="Farah Whitcombe, DS")
    assert document.title == "Chronology without names"
    assert document.file_name == "chronology-without-names.pdf"
    for secret in (b"KM-0417", b"Orrin", b"Whitcombe", b"Pettifer"):
        assert secret not in document.pdf
