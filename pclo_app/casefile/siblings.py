"""Which other cases belong to a case's family: proposed with the reason, never joined without being asked."""

from __future__ import annotations

from dataclasses import dataclass

from ..practice.phrases import listed
from ..practice.plain_words import folded
from ..records.person import Person
from .casefile import CaseFile
from .model import Item


@dataclass(frozen=True)
class Proposal:
    """A case that can stand beside another."""

    case: str
    reference: str
    family: str
    why: str = ""
    """Why it is proposed; empty for a case with nothing in common that is known of."""


def proposals(cf: CaseFile, case: str) -> list[Proposal]:
    """All other cases, those that have something in common with this one first. Raises NoSuchRecord."""
    own = cf.item(case)
    mine = cf.people(case)
    found = []
    for other in cf.cases():
        if other.id == case:
            continue
        reasons = []
        if folded(other.record.family.strip()) == folded(own.record.family.strip()):
            reasons.append("the same family name")
        same = [name for one in cf.people(other.id) if (name := _same_as_any(one, mine))]
        if same:
            reasons.append(f"{listed(same)} in both")
        why = listed(reasons)
        found.append(Proposal(other.id, other.record.reference, other.record.family, why[:1].upper() + why[1:]))
    return sorted(found, key=lambda each: (not each.why, each.reference))


def _same_as_any(one: Item[Person], others: list[Item[Person]]) -> str:
    """The name of a person who stands in both cases: said to be the same, or of one name and one date of birth."""
    for other in others:
        said = one.record.same_as == other.id or other.record.same_as == one.id
        both = bool(one.record.same_as) and one.record.same_as == other.record.same_as
        alike = (
            not one.record.is_professional
            and folded(one.record.name) == folded(other.record.name)
            and one.record.born.known
            and one.record.born.edtf == other.record.born.edtf
        )
        if said or both or alike:
            return one.record.name
    return ""
