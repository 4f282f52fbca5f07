from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pclo_app.practice.accounts import Accounts
from pclo_app.practice.people_labels import Labels, is_name, name_parts
from pclo_app.practice.plain_words import folded, is_plain
from pclo_app.practice.pseudonyms import REMOVED, Corrections, Pseudonyms
from pclo_app.records.base import Named
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.wording import day_in_words
from pclo_app.records.person import Person

PEOPLE = {
    "m": Person(name="Maisie Orrin-Vale", roles=("subject child",), born=EventDate("2022-02-14")),
    "t": Person(name="Theo Orrin-Vale", known_as="Teddy", roles=("subject child",), born=EventDate("2017-09-02")),
    "k": Person(name="Kerry Orrin", roles=("parent",), relationship="Mother"),
    "d": Person(name="Dale Pruett", roles=("partner",), relationship="Mother’s partner"),
    "s": Person(name="Świętosława Brzęczyszczykiewicz-Łącka", roles=("other adult",), relationship="Neighbour"),
    "g": Person(name="Gwenllïan Môn-Ŷnys", roles=("other adult",), relationship="Grandmother, mother’s mother"),
    "o": Person(name="Owen Tranter", roles=("professional",), agency="POL", rank="Detective Constable"),
    "j": Person(name="Jonah Prideaux", roles=("professional",), agency="CSC", rank="Social Worker"),
    "x": Person(name="Ada O’Brien", roles=("professional",), agency="CSC", rank="Social Worker"),
    "p": Person(name="Gillian Peake", roles=("professional",), agency="EDU", rank="Nursery Manager, Pennyfield"),
}  # fmt: skip


def hide(*secrets: str, keep: str = "", remove: str = "") -> Pseudonyms:
    return Pseudonyms(
        Labels(PEOPLE).people, secrets=secrets, family="ORRIN-VALE", births=(date(2022, 2, 14), date(2017, 9, 2)),
        corrections=Corrections(frozenset(keep.split()), frozenset([remove] if remove else ())),
    )  # fmt: skip


def test_role_and_rank_stay_and_the_name_goes() -> None:
    assert [(person.id, person.label) for person in Labels(PEOPLE).people] == [
        ("m", "Child 1"), ("t", "Child 2"), ("k", "Mother"), ("d", "Partner 1"), ("s", "Neighbour 1"),
        ("g", "Grandmother"), ("o", "Police officer 1 (DC)"), ("j", "Social worker 1"), ("x", "Social worker 2"),
        ("p", "Nursery manager 1"),
    ]  # fmt: skip


def test_somebody_who_is_only_named_in_an_entry_has_a_number_too() -> None:
    labels = Labels(PEOPLE)
    assert labels.of(Named(name="Idris Fallow", rank="Police Constable", agency="POL")) == "Police officer 2 (PC)"
    assert labels.of(Named(name="Idris Fallow", rank="Police Constable")) == "Police officer 2 (PC)"
    assert labels.of(Named(name="anything", person="k")) == "Mother"
    assert labels.of(Named(name="Not named in the file", rank="not known")) == ""
    assert not is_name("Health visitor")
    assert is_name("Grace Field")


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Kerry Orrin says that Maisie fell.", "Mother says that Child 1 fell."),
        ("MAISIE was seen. Maisie’s ear. maisie's ear.", "Child 1 was seen. Child 1’s ear. Child 1's ear."),
        ("Teddy told his teacher", "Child 2 told his teacher"),
        ("DC O Tranter attended with J. Prideaux", "Police officer 1 (DC) attended with Social worker 1"),
        ("I Prideaux, Social Worker", "Social worker 1, Social Worker"),
        ("Pruett’s van in the dale. Dale was there.", "Partner 1’s van in the dale. Partner 1 was there."),
        ("The Orrin family. Mrs Orrin-Vale.", "The [family name] family. [family name]."),
        ("Swietoslawa heard it. Brzeczyszczykiewicz too.", "Neighbour 1 heard it. Neighbour 1 too."),
        ("Gwenllian Mon-Ynys came", "Grandmother came"),
        ("Ada O'Brien and ADA O’BRIEN", "Social worker 2 and Social worker 2"),
        ("Maisie\nOrrin-Vale slept", "Child 1 slept"),
        ("Maisies coat, the Orrins and the Orrin-Vales", "Child 1 coat, the [family name] and the [family name]"),
        ("ORRIN-VALE’S door, the Orrin-vale car", "[family name]’S door, the [family name] car"),
        (
            "K.O. rang. M.O-V. slept. M O-V woke. J P noted it.",
            "Mother rang. Child 1 slept. Child 1 woke. Social worker 1 noted it.",
        ),
        ("Kerry O came, Theo O. too. Maisie I saw.", "Mother came, Child 2 too. Child 1 I saw."),
        (
            "kerryorrin1985, KerryOrrin, theo17 and maisie_orrin.jpg",
            "[account], [account], [account] and Child 1_[family name].jpg",
        ),
        ("Mai\u00adsie and Orr\u200bin and \ufeffTheo", "Child 1 and [family name] and Child 2"),
    ],
)
def test_names_in_any_form_give_way_to_one_word(said: str, hidden: str) -> None:
    assert hide().text(said) == hidden


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Ring 07700 900123 or +44 20 7946 0018.", "Ring [telephone] or [telephone]."),
        ("Write to k.orrin@example.org", "Write to [e-mail]"),
        ("Lives at Flat 6, 41 Tarrant Road, SW1A 1AA", "Lives at [address], [address], [postcode]"),
        ("12b mill lane", "[address]"),
        ("CRIS 4419237/26, CAD 7712/04NOV26", "CRIS [reference], CAD [reference]"),
        ("Merlin 26PAC118204 and exhibit OT/1", "Merlin [reference] and exhibit [reference]"),
        ("Van AB12 CDE, old car A123 BCD", "Van [vehicle], old car [vehicle]"),
        ("PC 4412 came", "[reference] came"),
        (
            "0 7700 900 123; 07700-900-123; 07700.900.123; (07700) 900123; 0044 7700 900123; ext 4412",
            "[telephone]; [telephone]; [telephone]; [telephone]; [telephone]; [reference]",
        ),
        (
            "NHS number 943 476 5919, NI QQ123456C, sort code 20-00-00",
            "NHS [reference], NI [reference], sort code [account]",
        ),
        ("LB 19 KXD or LB19-KXD", "[vehicle] or [vehicle]"),
        ("5 The Willows", "[address]"),
        ("insta @k.orrin", "insta [account]"),
        ("born on the fourteenth of February 2022", "born on [date of birth]"),
        ("her birthday is 14 February, or 14/2", "her birthday is [date of birth], or 14/2"),
        ("birthday on 14/2", "birthday on [date of birth]"),
        ("14 February 2024 and 14 March", "14 February 2024 and 14 March"),
        ("born 14/2/22, DOB 02.09.2017", "born [date of birth], DOB [date of birth]"),
        ("On 14 February 2022 she was born", "On [date of birth] she was born"),
        ("2022-02-14 or February 14, 2022", "[date of birth] or [date of birth]"),
    ],
)
def test_numbers_that_lead_to_somebody_are_removed(said: str, hidden: str) -> None:
    assert hide().text(said) == hidden


def test_what_tells_the_story_stays() -> None:
    said = (
        "Seen at 16:20 on 3 November 2026 for the 2nd time: 68% for the term, 2 cm, 7-year-old, aged 4, £40, graded "
        "3x5x2, section 47, 15 working days, 25th centile, 9.30am, 12/1/25, since 2010 and mid-2010. Police and Social "
        "Care agreed; the Health Visitor didn’t. A Strategy Meeting was held on Monday. “They shout.”"
    )
    masked = hide()
    assert masked.text(said) == said
    assert not masked.ledger.replaced
    assert not masked.ledger.doubtful


def test_a_word_that_may_be_a_name_is_removed_counted_and_can_be_kept() -> None:
    said = "Then Maisy told Jon Butcher at Thornbank Primary that Mr Field had gone to Oak Tree Nursery."
    masked = hide()
    assert masked.text(said) == (
        "Then [removed] told [removed] at [removed] Primary that Mr [removed] had gone to [removed] Nursery."
    )
    assert set(masked.ledger.doubtful) == {"Maisy", "Jon", "Butcher", "Thornbank", "Field", "Oak", "Tree"}
    assert masked.ledger.removed == 7
    kept = hide(keep="thornbank Oak tree")
    assert "at Thornbank Primary" in kept.text(said)
    assert "Oak Tree Nursery" in kept.text(said)


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Mr Hall and Mrs Green", "Mr [removed] and Mrs [removed]"),
        ("DC May and Sgt Church", "DC [removed] and Sgt [removed]"),
        ("grandad Will came in May", "grandad [removed] came in May"),
        ("a boy called Will will come", "a boy called [removed] will come"),
        ("Mr P, Mrs O-V and DC T came", "Mr [removed], Mrs [removed] and DC [removed] came"),
        ("Z.Q. rang Dawn P at Willow Cottage", "[removed] rang [removed] at [removed] Cottage"),
        ("Seen by the G.P. at 9 A.M. in Part A", "Seen by the G.P. at 9 A.M. in Part A"),
        ("PC and DS attended; DC Child Abuse Team", "PC and DS attended; DC Child Abuse Team"),
    ],
)
def test_words_that_name_only_some_people_are_removed_where_they_do(said: str, hidden: str) -> None:
    assert hide().text(said) == hidden


def test_names_run_together_are_found_whatever_the_names_are_made_of() -> None:
    accounts = Accounts(["ab", "aba", "abab", "bab", "baab", "kerry", "orrin"])
    for said in ("kerryorrin", "kerryorrin1985", "orrinkerryorrin", "kerry17", "abababa"):
        assert list(accounts.spans(said)) == [(0, len(said))], said
    for said in ("kerry", "kerryx", "kerry12345", "abab", "xkerryorrin", "ab" * 4000 + "z"):
        assert list(accounts.spans(said)) == [], said[:20]


def test_the_street_the_school_and_the_number_alone_lead_there_too() -> None:
    masked = hide("Flat 6, 41 Tarrant Road, Kingsmere", "KM-0417", "Thornbank Primary School", "4419237/2026")
    said = "On tarrant road, near Tarrant, at thornbank; case 0417, KM/0417 and 4419237. In 2026 at 6/41 Tarrant Road."
    assert masked.text(said) == (
        "On [address], near [address], at [address]; case [reference], KM/[reference] and [reference]. "
        "In 2026 at [address]."
    )


def test_another_script_has_no_capitals_and_is_removed() -> None:
    assert hide().text("Said by دانيال at home") == f"Said by {REMOVED} at home"


def test_a_listed_name_cannot_be_kept_and_more_can_be_removed() -> None:
    assert hide(keep="Kerry Orrin").text("Kerry Orrin came") == "Mother came"
    assert hide(remove="the red door").text("He knocked at The Red  Door.") == f"He knocked at {REMOVED}."


def test_addresses_references_and_places_of_the_case_go_in_their_parts() -> None:
    masked = hide("The Old Forge, Mill End, Kingsmere", "KM-0417", "80214", "kerry 0770 0900")
    said = "At the old forge in Kingsmere. Mill End. km-0417 and note 80214/31."
    assert masked.text(said) == "At [address] in [address]. [address]. [reference] and note [reference]."


def test_ranks_in_capitals_stay_so() -> None:
    labels = Labels({})
    assert labels.of(Named(name="Una Vesk", rank="PCLO")) == "Police staff 1 (PCLO)"
    assert labels.of(Named(name="Ola Vesk", rank="GP Registrar")) == "GP registrar 1"
    assert labels.of(Named(name="Ada Vesk", rank="Detective Inspector")) == "Police officer 1 (DI)"


# properties ---------------------------------------------------------------------------------------------------

_SYLLABLES = (
    "ka",
    "lo",
    "mri",
    "zeb",
    "dwy",
    "sze",
    "ŵyn",
    "łą",
    "gór",
    "vek",
    "hana",
    "qui",
    "brzę",
    "nô",
    "tíg",
    "øst",
)
_NAMES = st.builds(
    lambda parts: "".join(parts).capitalize(), st.lists(st.sampled_from(_SYLLABLES), min_size=2, max_size=4)
).filter(lambda name: not is_plain(name) and len(name_parts(name)) == 1)
_FULL = st.builds(lambda a, b, c: f"{a} {b}-{c}" if c else f"{a} {b}", _NAMES, _NAMES, st.one_of(st.just(""), _NAMES))
_SAID = """the child was seen at home and said that it hurt when police came to nursery with mother in the evening 3
times 68% 16:20 Health Visitor didn’t Section 47"""
_WORDS = st.lists(st.sampled_from(_SAID.split()), max_size=12)
_DAYS = st.integers(0, 7000).map(lambda n: date(2006, 1, 1) + timedelta(days=n))


def _forms(name: str) -> list[str]:
    first, _, last = name.partition(" ")
    return [
        name,
        first,
        last,
        name.upper(),
        f"DC {first[0]} {last}",
        f"{first}’s",
        f"{first}\n{last}",
        folded(name).title(),
        f"{last}s",
        f"{name.upper()}’S",
        f"{first.lower()}{last.lower()}99",
        f"{first[:2]}\u200b{first[2:]} {last[:1]}\u00ad{last[1:]}",
        f"{first} {last[0]}.",
        ".".join(part[0] for part in re.split("[ -]", name)) + ".",
        f"{last},{first}",
        f"{first}_{last}.docx",
    ]


@settings(max_examples=150, deadline=None)
@given(
    names=st.lists(_FULL, min_size=1, max_size=6, unique_by=lambda name: folded(name)),
    places=st.lists(st.tuples(st.integers(1, 399), _NAMES), min_size=1, max_size=3),
    references=st.lists(st.from_regex(r"\A[0-9]{6,8}/2[0-9]\Z"), min_size=1, max_size=3),
    born=_DAYS,
    chosen=st.lists(st.tuples(_WORDS, st.integers(0, 15), st.integers(0, 5)), min_size=1, max_size=8),
)
def test_nothing_that_is_listed_survives_and_no_other_word_is_lost(
    names: list[str], places: list[tuple[int, str]], references: list[str], born: date,
    chosen: list[tuple[list[str], int, int]],
) -> None:  # fmt: skip
    roles = ("subject child", "sibling", "parent", "partner", "other adult", "professional")
    people = {
        str(n): Person(
            name=name, roles=(roles[n % 6],), born=EventDate(born.isoformat()), agency="POL",
            rank="Detective Constable", address=f"{places[n % len(places)][0]} {places[n % len(places)][1]} Road",
        )
        for n, name in enumerate(names)
    }  # fmt: skip
    labels = Labels(people)
    masked = Pseudonyms(
        labels.people, secrets=[*(person.address for person in people.values()), *references], births=[born]
    )
    for words, form, which in chosen:
        name = names[which % len(names)]
        number, place = places[which % len(places)]
        secret = [_forms(name)[form], f"{number} {place} Road", references[which % len(references)], day_in_words(born)]
        said = " ".join([*words, "saw", secret[0], "at", secret[1], "for", secret[2], "on", secret[3], *words])
        hidden = masked.text(said)
        flat = folded(" ".join(hidden.split()))
        for each in [*names, f"{number} {place} Road", place, *references, day_in_words(born), born.isoformat()]:
            assert folded(" ".join(each.split())) not in flat, each
        for part in name_parts(name):
            assert not re.search(rf"\b{re.escape(part)}", flat), (part, said, hidden)
        assert not re.search(r"\b[^\W\d_]\.[^\W\d_]\.", hidden), (said, hidden)
        assert hidden == masked.text(said), "the same words stand for the same person every time"
        left = hidden.split()
        assert left[: len(words)] == words, hidden
        assert left[len(left) - len(words) :] == words, hidden
        assert [word for word in ("saw", "at", "for", "on") if word not in left] == []
    assert not masked.ledger.doubtful
