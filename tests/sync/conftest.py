"""A sergeant and an officer in one team, each with a real case file, and an office folder between them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pclo_app.casefile import projection
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.revision import Revision, make
from pclo_app.journal.store import Status
from pclo_app.records import kinds
from pclo_app.records.base import Record
from pclo_app.records.case import Case
from pclo_app.records.ids import new_id
from pclo_app.records.review import Comment, Review
from pclo_app.sync.drop import FolderDrop, Lying, Place
from pclo_app.sync.exchange import SyncReport, sync
from pclo_app.sync.introduce import enrol_directly
from tests.casefile.conftest import CHEAP, PASSPHRASE, TurnedClock, clock, entry, make_casefile

__all__ = ["CHEAP", "PASSPHRASE", "TurnedClock", "clock", "entry", "make_casefile"]

TABLES = (
    "rev", "payload", "parent", "head", "fork", "receipt", "outbox", "seen_bundle", "draft", "meta", "item", "sealed",
)  # fmt: skip


def dump(cf: CaseFile, *, but: tuple[str, ...] = ()) -> dict[str, list[object]]:
    """Every table, to compare byte by byte."""
    return {
        name: sorted(cf.db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in TABLES if name not in but
    }


def journal(cf: CaseFile) -> dict[str, list[object]]:
    """The tables that hold records: a refused bundle must not touch them."""
    return dump(cf, but=("meta", "outbox", "draft")) | {"blobs": list(cf.vault.blobs.names())}


def forge(
    cf: CaseFile, record: Record, case: str, *, id: str = "", parents: tuple[str, ...] = (), role: str = ""
) -> Revision:
    """A row as the form would never let somebody write it, properly signed: a laptop with altered software."""
    author = cf._author()
    revision = make(
        cf.store.tip(cf.vault.device, cf.epoch), replace(author, role=role or author.role), at=cf.now(), case=case,
        record=id or new_id(cf.now()), kind=kinds.wire_kind(kinds.kind_of(record)), payload=kinds.encode(record),
        sign=cf.vault.signer.sign, parents=parents, rcpt=cf._newest_receipt(),
    )  # fmt: skip
    with cf.store.transaction():
        cf.store.insert(revision, Status.OK)
        projection.note(cf.db, revision)
    return revision


@dataclass
class Team:
    """Two people, their case files, and the folder between them."""

    sergeant: CaseFile
    officer: CaseFile
    drop: FolderDrop
    case: str

    def write(self, fact: str = "A visit took place", **more: object) -> str:
        """The officer adds an entry; answers its id."""
        return self.officer.save(entry(fact, **more), case=self.case).id  # type: ignore[arg-type]

    def review(self, words: str = "Who saw this?") -> str:
        """The sergeant writes one comment; answers the review's id."""
        item = self.sergeant.entries(self.case)[0]
        comment = Comment(kind="query", words=words, record=item.id, rev=item.rev)
        return self.sergeant.save(Review(comments=(comment,)), case=self.case).id

    def there(self) -> SyncReport:
        """The officer syncs."""
        return sync(self.officer, self.drop)

    def office(self) -> SyncReport:
        """The sergeant syncs."""
        return sync(self.sergeant, self.drop)

    def up(self) -> list[Lying]:
        """What the officer has left for the office."""
        return self.drop.lying("up")

    def down(self) -> list[Lying]:
        """What the office has left for the officer."""
        return self.drop.lying("down", self.officer.vault.device[:16])

    def path(self, lying: Lying) -> Path:
        """The file of a bundle."""
        return self.drop.root / lying.place.way / lying.place.laptop / lying.name


@pytest.fixture
def team(make_casefile: Callable[..., CaseFile], tmp_path: Path) -> Team:
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer", "PCLO")
    enrol_directly(sergeant, officer)
    case = officer.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    return Team(sergeant, officer, FolderDrop(tmp_path / "drop"), case)


@pytest.fixture
def sent(team: Team) -> Team:
    """The team after the officer has sent a case and an entry."""
    team.write()
    team.there()
    return team


def plant(drop: FolderDrop, place: Place, name: str, data: bytes) -> Path:
    """Put a file into the drop as an attacker would: without any check."""
    path = drop.root / place.way / place.laptop / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run_age(*arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    """The age command-line tool."""
    return subprocess.run(["age", *arguments], input=data, capture_output=True, check=False, timeout=30)


@pytest.fixture
def other_casefiles(make_casefile: Callable[..., CaseFile]) -> Callable[..., CaseFile]:
    """More case files, each in a folder of its own."""
    return make_casefile
