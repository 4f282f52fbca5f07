"""What the tests of the key slots share."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.vault.device_secret import DeviceSecrets
from tests.vault.vault_parts import CHEAP

WORDS = "sampler orchard viaduct mitten"
OTHER = "plunder zestfully immobile oyster"
THIRD = "harpist uncanny bulldozer celery"
PAPER = b"A scan of the referral. " * 50_000
"""More than one chunk of an attachment."""
DIGEST = hashlib.sha256(PAPER).hexdigest()


class Clock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, **by: float) -> None:
        self.time += timedelta(**by)


def new_case_file(folder: Path, secrets: DeviceSecrets | None, clock: Clock) -> CaseFile:
    """Three rows and one attachment."""
    cf = CaseFile.create(
        folder, WORDS, name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO", team="Team North",
        secrets=secrets, cost=CHEAP, clock=clock,
    )  # fmt: skip
    case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    for fact in ("Bruising seen.", "Strategy meeting asked for."):
        add_entry(cf, case, fact)
    cf.put_blob(PAPER)
    return cf


def add_entry(cf: CaseFile, case: str, fact: str) -> str:
    """One more row; answers its revision."""
    entry = ChronologyEntry(
        fact=fact, agency="POL", source=Source(system="CRIS", reference="4419237/26"), when=EventDate(edtf="2026-11-03")
    )
    return cf.save(entry, case=case).rev


def revisions(cf: CaseFile) -> set[str]:
    """Every revision that is here."""
    return {row[0].hex() for row in cf.db.execute("SELECT rev FROM rev")}


def sound(cf: CaseFile) -> bool:
    """Whether every page, signature, link and document checks out, and the attachment is there."""
    return integrity.verify(cf).problems == [] and cf.blob(DIGEST) == PAPER


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file but the lock, to see that nothing has changed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("lock", "lock.json") and not path.name.endswith(("-wal", "-shm"))
    }


def mistyped(key: str) -> str:
    """An age key with its last character wrong."""
    wrong = "q" if key[-1].lower() != "q" else "p"
    return key[:-1] + (wrong.upper() if key.isupper() else wrong)
