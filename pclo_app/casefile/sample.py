"""The practice case: a made-up family, written into a case file through the ordinary doors.

The sample (`resources/sample`) is a list of steps in the order in which a team would have
taken them. Each step is a record as the journal keeps it, and the time at which it was
written down. A name with ``@`` stands for a record's id; ``@e50#rev`` is the revision of
``@e50`` that stood at that moment. The same name twice is an amendment. So the sample's
journal tells a believable history, and nothing in it went around a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal, Protocol

import msgspec

from resources import resource

from ..records import kinds
from ..records.seal import Ink, Outcome
from ..records.work import Action
from . import meetings
from .casefile import CaseFile
from .errors import NoSuchRecord

Author = Literal["officer", "sergeant"]
Progress = Callable[[int, int], None]

OFFICER = {"name": "Dawn Pettifer", "rank": "PCLO (police staff, Band D)", "role": "PCLO"}
SERGEANT = {"name": "Farah Whitcombe", "rank": "Detective Sergeant", "role": "DS"}
TEAM = "Child Abuse Investigation Team North"

FILES = ("orrin_vale.json", "halversen_roy.json", "tedderley.json", "abello_finch.json")


class Shown(Protocol):
    """A record's PDF as the chair is shown it: what `reports` makes of a meeting."""

    @property
    def pdf(self) -> bytes: ...

    @property
    def pages(self) -> int: ...

    @property
    def template(self) -> str: ...

    def text(self) -> str: ...


Presented = Callable[[CaseFile, str], Shown]
"""Makes the PDF of a meeting's record; the reports do that, and this layer may not know them."""


class StoryClock:
    """A clock that stands where the story has got to."""

    def __init__(self, at: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._at = at

    def __call__(self) -> datetime:
        return self._at

    def move(self, to: datetime) -> None:
        """The story goes on. It never goes back."""
        self._at = max(self._at, to)


class ChairsAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the chair of a sample meeting answered."""

    outcome: Outcome
    name: str
    desig: str
    agency: str
    ink: Ink
    idcheck: str = "none"
    reserve: str | None = None
    why: str | None = None
    read_aloud: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that somebody wrote down, or one record that a chair answered."""

    at: datetime
    id: str = ""
    kind: str = ""
    case: str = ""
    author: Author = "officer"
    of: str = ""
    """For the outcome of an action: the meeting that set it."""
    record: dict[str, Any] = {}
    seal: str = ""
    """For a countersigning: the meeting."""
    answered: datetime | None = None
    answer: ChairsAnswer | None = None


class _File(msgspec.Struct, frozen=True):
    about: str
    steps: tuple[Step, ...]


@dataclass
class Built:
    """What has been written so far: the ids behind the names, and every revision with its time."""

    ids: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)

    def note(self, name: str, id: str, rev: str, at: datetime) -> None:
        """Remember what a name stands for."""
        self.ids[name] = id
        self.revisions.setdefault(name, []).append((at, rev))

    def resolve(self, name: str, at: datetime) -> str:
        """The id, or the revision of that moment, behind a name."""
        plain, _, wanted = name.partition("#")
        if plain not in self.ids:
            raise NoSuchRecord(id=plain)
        if wanted != "rev":
            return self.ids[plain]
        return [rev for written, rev in self.revisions[plain] if written <= at][-1]


def steps(names: Iterable[str] = FILES) -> list[Step]:
    """All steps of the sample, in the order of their times."""
    found: list[Step] = []
    for name in names:
        found += msgspec.json.decode(resource("sample", name).read_bytes(), type=_File).steps
    return sorted(found, key=lambda step: step.at)


def build(
    cf: CaseFile,
    clock: StoryClock,
    *,
    author: Author = "officer",
    presented: Presented | None = None,
    known: Built | None = None,
    progress: Progress | None = None,
) -> Built:
    """Write one author's share of the sample into an open case file that runs on ``clock``.

    Without ``presented`` (the reports' maker of a meeting's PDF) no record is countersigned.
    ``known`` is what another author's share came to, for the records that this one names.
    """
    built = known or Built()
    mine = [step for step in steps() if step.author == author]
    for done, step in enumerate(mine, 1):
        clock.move(step.at)
        if step.seal:
            if presented is not None:
                _countersign(cf, clock, step, built, presented)
        else:
            _write(cf, step, built)
        if progress is not None:
            progress(done, len(mine))
    return built


def _write(cf: CaseFile, step: Step, built: Built) -> None:
    words = _resolved(step.record, partial(built.resolve, at=step.at))
    record = kinds.from_file(step.kind, msgspec.json.encode(words))
    case = "" if step.kind == "case" else built.resolve(step.case, step.at)
    record_id = built.ids.get(step.id)
    if step.of and isinstance(record, Action):
        record_id = _action_of(cf, record)
    if step.kind == "case" and record_id is not None:
        case = record_id
    saved = cf.save(record, case=case, id=record_id)
    if step.id:
        built.note(step.id, saved.id, saved.rev, step.at)


def _action_of(cf: CaseFile, wanted: Action) -> str | None:
    """The action that entered the register with its meeting's seal, or None where nothing was sealed."""
    for item in cf.items(kind="action"):
        if (item.record.from_record, item.record.what) == (wanted.from_record, wanted.what):
            return item.id
    return None


def _countersign(cf: CaseFile, clock: StoryClock, step: Step, built: Built, presented: Presented) -> None:
    """Show a record to its chair, and seal the answer, as the ceremony on the screen does."""
    assert step.answer is not None
    assert step.answered is not None
    meeting = built.resolve(step.seal, step.at)
    document = presented(cf, meeting)
    shown = meetings.present(cf, meeting, document.pdf, document.pages)
    clock.move(step.answered)
    given = step.answer
    answer = meetings.Answer(
        outcome=given.outcome,
        name=given.name,
        desig=given.desig,
        agency=given.agency,
        ink=given.ink,
        idcheck=given.idcheck,
        reserve=given.reserve,
        why=given.why,
        seen=() if given.read_aloud else tuple(range(1, document.pages + 1)),
        read_aloud=given.read_aloud,
    )
    meetings.seal(cf, shown, answer, text=document.text(), template=document.template)


def _resolved(value: Any, resolve: Callable[[str], str]) -> Any:
    """The words with every ``@name`` replaced by what it stands for."""
    if isinstance(value, str):
        return resolve(value) if value.startswith("@") else value
    if isinstance(value, dict):
        return {key: _resolved(item, resolve) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, resolve) for item in value]
    return value
