"""Everybody named in a case: the family, and those who act for an agency, never without a rank or designation."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.person import Person, PersonRole
from ui.shell.rows_table import Column, Row
from ui.shell.session import Session
from ui.shell.words import age, born_words
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .inputs import AgencyInput, Combo, Line, Text, Ticks, When
from .list_section import ListSection
from .record_form import RecordForm

ROLES: tuple[tuple[PersonRole, str], ...] = (
    ("subject child", "Child this is about"),
    ("sibling", "Brother or sister"),
    ("parent", "Parent"),
    ("carer", "Carer"),
    ("partner", "Partner"),
    ("other adult", "Other adult"),
    ("professional", "Professional"),
)
ROLE_WORDS = dict(ROLES)
RANKS = (
    "Social worker", "Team manager", "Health visitor", "School nurse", "General practitioner", "Paediatrician",
    "Midwife", "Head teacher", "Designated safeguarding lead", "Detective Constable", "Detective Sergeant",
    "Police Constable", "Probation officer", "Housing officer", "Solicitor",
)  # fmt: skip
_ORDER = {role: place for place, (role, _) in enumerate(ROLES)}


class PersonForm(RecordForm):
    """A person. What is asked of a professional appears when “Professional” is ticked."""

    def __init__(self, session: Session, case: str, item: Item[Person] | None) -> None:
        self._before = item.record if item is not None else Person(name="")
        super().__init__(
            session,
            title=item.record.name if item is not None else "New person",
            draft=f"person/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the person",
        )
        self.add_row(("name", Line("Full name")), ("known_as", Line("Known as")), stretch=(2, 1))
        self.add("roles", Ticks("Who this is", ROLES))
        self._office = self.add_row(
            ("agency", AgencyInput("Agency")),
            ("rank", Combo("Rank or designation", tuple((each, each) for each in RANKS), editable=True)),
            ("organisation", Line("Organisation", placeholder="Kingsmere Primary School")),
            stretch=(2, 3, 3),
        )
        self._family = self.add_row(
            ("relationship", Line("Relationship to the children", placeholder="mother")),
            ("born", When("Born", session.today)),
            ("died", When("Died", session.today)),
            stretch=(2, 2, 2),
        )
        self.add("contact", Line("Telephone or e-mail"))
        self._home = self.add("address", Text("Lives at, and lived at", least=2))
        self._needs = self.add_row(
            ("language", Line("Language")),
            ("interpreter", Line("Interpreter needed")),
            ("disability", Line("Disability")),
        )
        self.ready({field: getattr(self._before, field) for field in _FIELDS})

    def arrange(self) -> None:
        roles = self.input("roles").value()
        professional = "professional" in roles
        only = roles == ["professional"]
        self._office.setVisible(professional)
        for part in (self._family, self._home, self._needs):
            part.setVisible(not only)

    def record(self) -> Person:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key != "change_reason"}
        given["roles"] = tuple(given["roles"])
        for key in ("born", "died"):
            given[key] = cast(When, self.input(key)).event_date()
        if "professional" not in given["roles"]:
            for key in ("agency", "rank", "organisation"):
                given[key] = getattr(self._before, key)
        return msgspec.structs.replace(self._before, **given)


_FIELDS = (
    "name", "known_as", "roles", "agency", "rank", "organisation", "relationship", "born", "died", "contact",
    "address", "language", "interpreter", "disability",
)  # fmt: skip


class PeopleSection(ListSection):
    """Family first, then professionals by agency."""

    kinds = frozenset({"person"})
    name = "People"
    new_words = "New person"
    empty = "Nobody is named in this case yet. Start with the children."
    two_lines = True
    columns = (
        Column("Name", 34),
        Column("Who", 30),
        Column("Agency", 18),
        Column("Born", 28),
        Column("Contact, and where they live"),
    )

    def build_bar(self) -> None:
        self.which = Segmented(
            [("all", "Everybody"), ("family", "Family"), ("office", "Professionals")], "all", name="Which people"
        )
        self.which.changed.connect(lambda _value: self.show_rows())
        self.bar.addWidget(self.which)

    def query(self, cf: CaseFile, case: str) -> list[Item[Person]]:
        people = cf.people(case)
        return sorted(people, key=lambda item: (_place(item.record), item.record.agency, item.id))

    def rows_of(self, data: list[Item[Person]]) -> list[Row]:
        office: list[Item[Person]] = []
        family: list[Item[Person]] = []
        for item in data:
            (office if item.record.is_professional else family).append(item)
        total = len(data)
        self.which.set_words("all", f"Everybody {total}")
        self.which.set_words("family", f"Family {len(family)}")
        self.which.set_words("office", f"Professionals {len(office)}")
        chosen = {"family": family, "office": office}.get(self.which.value(), data)
        return [self._row(item) for item in chosen]

    def _row(self, item: Item[Person]) -> Row:
        person = item.record
        if person.is_professional:
            who, second = person.rank, person.organisation
            agency, born = SHORT_NAMES.get(person.agency, ""), ""
        else:
            who = person.relationship or ", ".join(ROLE_WORDS[role] for role in person.roles)
            second = ", ".join(ROLE_WORDS[role] for role in person.roles) if person.relationship else ""
            agency = ""
            years = age(person.born, self.session.today())
            born = born_words(person.born) + (f", {years}" if years else "") if person.born.known else ""
        if person.died.known:
            born = f"{born}, died {person.died.in_table()}".strip(", ")
        where = person.contact or person.address.partition("\n")[0]
        below = person.address.partition("\n")[0] if person.contact else ""
        conflict = item.in_conflict
        return Row(
            item.id,
            (
                Cell(person.name, second=f"Known as {person.known_as}" if person.known_as else "", bold=True,
                     mark="not-equal" if conflict else ""),
                Cell(who, second=second, tone="" if who or not person.is_professional else "danger"),
                Cell(agency, agency=person.agency if person.is_professional else ""),
                Cell(born[:1].upper() + born[1:]),
                Cell(where, second=below, grey=True),
            ),
            ". ".join(part for part in (person.name, who, agency, born, where) if part)
            + (". Changed by two people apart" if conflict else ""),
        )  # fmt: skip

    def make_form(self, id: str | None) -> RecordForm | None:
        found = next((item for item in self._data or [] if item.id == id), None)
        if id is not None and found is None:
            return None
        return PersonForm(self.session, self.case, found)


def _place(person: Person) -> int:
    """Where in the list: by the first of the person's roles."""
    return min((_ORDER[role] for role in person.roles), default=len(_ORDER))
