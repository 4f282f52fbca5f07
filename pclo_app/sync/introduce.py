"""Two case files on one machine made into a team, as the sample does: the real steps, with nobody reading out words."""

from __future__ import annotations

from ..casefile.casefile import CaseFile
from ..records.roster import Roster
from . import enrolment, membership
from .drop import Lying, Place, is_bundle
from .exchange import sync


class MemoryDrop:
    """A drop that is gone when the program ends."""

    def __init__(self) -> None:
        self.files: dict[Lying, bytes] = {}

    def check(self, team: str, *, create: bool) -> None:
        """It belongs to whoever holds it."""

    def lying(self, way: str, laptop: str | None = None) -> list[Lying]:
        """See `Drop.lying`."""
        found = [lying for lying in self.files if lying.place.way == way and laptop in (None, lying.place.laptop)]
        return sorted(found, key=lambda lying: (lying.place, lying.n, lying.name))

    def read(self, lying: Lying) -> bytes:
        """See `Drop.read`."""
        return self.files[lying]

    def publish(self, place: Place, name: str, data: bytes) -> None:
        """See `Drop.publish`."""
        if not is_bundle(name):
            raise ValueError("not the name of a bundle")
        self.files[Lying(place, name)] = data


def enrol_directly(sergeant: CaseFile, officer: CaseFile) -> Roster:
    """Put the officer's laptop into the sergeant's team. Doing it again changes nothing."""
    if membership.find(sergeant) is None:
        enrolment.create(sergeant)
    asked = enrolment.request(officer)
    welcome = enrolment.enrol(sergeant, asked, enrolment.own_fingerprint(officer))
    return enrolment.accept(officer, welcome.file, enrolment.own_fingerprint(sergeant))


def exchange_directly(sender: CaseFile, receiver: CaseFile) -> None:
    """Bring the one's rows to the other through real bundles, and whatever comes back, a receipt above all."""
    drop = MemoryDrop()
    for cf in (sender, receiver, sender):
        sync(cf, drop)
