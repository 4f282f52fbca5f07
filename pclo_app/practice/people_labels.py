"""What people are called where nobody may be named: “Child 1”, “Mother”, “Police officer 1 (DC)”. Pure.

Role and rank stay, since "the ranks and/or designation of those involved" are what makes a
chronology readable; the name goes. The numbers follow the order in which people are met, so
the same person has the same words on every page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..records.base import Named
from ..records.person import Person
from .plain_words import TITLES, folded, is_plain

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_A_NAME = re.compile(r"^(not |unknown|anonymous|nobody|no name)", re.IGNORECASE)
_RELATIONS = (
    ("partner", "Partner"), ("boyfriend", "Partner"), ("girlfriend", "Partner"), ("stepfather", "Stepfather"),
    ("stepmother", "Stepmother"), ("grandmother", "Grandmother"), ("grandfather", "Grandfather"),
    ("foster", "Foster carer"), ("mother", "Mother"), ("father", "Father"), ("aunt", "Aunt"), ("uncle", "Uncle"),
    ("cousin", "Cousin"), ("brother", "Brother"), ("sister", "Sister"), ("neighbour", "Neighbour"),
    ("friend", "Friend"), ("childminder", "Childminder"), ("landlord", "Landlord"),
)  # fmt: skip
_ROLES = (
    ("subject child", "Child"), ("sibling", "Brother or sister"), ("parent", "Parent"), ("carer", "Carer"),
    ("partner", "Partner"), ("other adult", "Adult"),
)  # fmt: skip
_ALONE = frozenset({"Mother", "Father", "Grandmother", "Grandfather", "Stepfather", "Stepmother"})
"""Words that need no number while there is one such person."""
_RANKS = (
    ("temporary detective constable", "TDC"), ("trainee detective constable", "TDC"), ("detective constable", "DC"),
    ("detective sergeant", "DS"), ("detective inspector", "DI"), ("detective chief inspector", "DCI"),
    ("detective superintendent", "Detective Superintendent"), ("chief inspector", "Chief Inspector"),
    ("police constable", "PC"), ("police sergeant", "PS"), ("inspector", "Inspector"),
)  # fmt: skip
_POLICE_RANK = re.compile(r"\b(detective|constable|sergeant|inspector|superintendent|DC|DS|DI|DCI|PC|PS|PCLO)\b", re.I)
_AGENCIES = {
    "POL": "Police officer", "CSC": "Social care worker", "HEA": "Health professional", "EDU": "Education professional",
    "PRB": "Probation officer", "HOU": "Housing officer", "LEG": "Legal professional", "OTH": "Other person",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """A person who must not be named, and what stands in the place of the name."""

    id: str
    label: str
    names: tuple[str, ...]
    """Every name in full: the name, what they are known as."""

    @property
    def parts(self) -> frozenset[str]:
        """The single words of the names, folded, without titles and initials."""
        return frozenset(part for name in self.names for part in name_parts(name))


def name_parts(name: str) -> list[str]:
    """The words of a name that give somebody away, folded."""
    found = [folded(word).replace("'", "") for word in _WORD.findall(name)]
    return [word for word in found if len(word) > 1 and word not in TITLES]


def is_name(name: str) -> bool:
    """Whether words in the place of a name are one: “Neighbour” and “Not named in the file” are none."""
    parts = [word for word in _WORD.findall(name) if len(word) > 1]
    if not parts or _NOT_A_NAME.match(name):
        return False
    return not all(is_plain(word) for word in parts)


class Labels:
    """Gives out the words that stand for people."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        """``people`` by id, in the order in which they were entered."""
        self._counts: Counter[str] = Counter()
        self._found: dict[str, Somebody] = {}
        self._by_name: dict[str, str] = {}
        families = [(id, person) for id, person in people.items() if not person.is_professional]
        heads = {id: _family(person) for id, person in families}
        for id, person in families:
            head = heads[id]
            alone = head in _ALONE and sum(other == head for other in heads.values()) == 1
            self._keep(id, head if alone else self._numbered(head), person)
        for id, person in people.items():
            if person.is_professional:
                self._keep(id, self._professional(person.agency, person.rank), person)

    @property
    def people(self) -> list[Somebody]:
        """Everybody met so far."""
        return list(self._found.values())

    def of(self, who: Named) -> str:
        """What stands for somebody whom an entry names; words that are no name stay for the caller to look through."""
        if who.person in self._found:
            self._learn(who.person, who.name)
            return self._found[who.person].label
        key = " ".join(name_parts(who.name))
        if not who.name or not is_name(who.name):
            return ""
        known = self._by_name.get(key)
        if known is None:
            known = f"named {len(self._found)}"
            self._found[known] = Somebody(known, self._professional(who.agency, who.rank), (who.name,))
            self._by_name[key] = known
        else:
            self._learn(known, who.name)
        return self._found[known].label

    def meet(self, named: Iterable[Named]) -> None:
        """Number everybody whom entries name, in the order given."""
        for who in named:
            self.of(who)

    def _learn(self, id: str, name: str) -> None:
        known = self._found[id]
        if name and name not in known.names and is_name(name):
            self._found[id] = Somebody(id, known.label, (*known.names, name))

    def _keep(self, id: str, label: str, person: Person) -> None:
        names = tuple(name for name in (person.name, person.known_as) if name)
        self._found[id] = Somebody(id, label, names)
        for name in names:
            self._by_name.setdefault(" ".join(name_parts(name)), id)

    def _numbered(self, head: str) -> str:
        self._counts[head] += 1
        return f"{head} {self._counts[head]}"

    def _professional(self, agency: str, rank: str) -> str:
        first = re.split(r"[,;(]", rank)[0].strip()
        if agency == "POL" or (not agency and _POLICE_RANK.search(first)):
            small = first.casefold()
            short = next((code for words, code in _RANKS if small == words), "")
            if not short and _plain(first):
                short = first
            sworn = _POLICE_RANK.search(first) and "PCLO" not in first
            head = "Police officer" if sworn else "Police staff"
            return f"{self._numbered(head)} ({short})" if short else self._numbered(head)
        if first and _plain(first) and not first.casefold().startswith(("not known", "unknown")):
            words = [word if word.isupper() else word.lower() for word in first.split()]
            head = " ".join(words)
            return self._numbered(head[:1].upper() + head[1:])
        return self._numbered(_AGENCIES.get(agency, "Person"))


def _plain(words: str) -> bool:
    """Whether a rank or designation holds no name: “Family Link Worker” does not, “Kingsmere Manager” does."""
    found = _WORD.findall(words)
    return bool(found) and all(is_plain(word) for word in found) and not re.search(r"\d", words)


def _family(person: Person) -> str:
    relation = person.relationship.casefold()
    for role, head in _ROLES[:2]:
        if role in person.roles:
            return head
    own = re.split(r"[,;(]", relation)[0]
    for part in (own, relation):
        for word, head in _RELATIONS:
            if re.search(rf"\b{word}\b", part):
                return head
    return next((head for role, head in _ROLES if role in person.roles), "Person")
