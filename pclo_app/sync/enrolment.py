"""Joining a team: the roster's first version, the request, the enrolment, the welcome.

The laptop writes a **request**, signed by its own key. The sergeant types the eight words
that the officer reads from the laptop's own screen; only then does the roster grow by a
version. The **welcome** goes back the same way, and the officer compares the sergeant's
eight words. After that everything comes through the drop by itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError

from ..casefile import rosters
from ..casefile.authority import Authority
from ..casefile.casefile import CaseFile
from ..casefile.errors import RosterRefused
from ..journal.errors import BadPublicKey
from ..journal.merge import check_all
from ..journal.receipt import is_hex
from ..journal.revision import NO_CASE, NO_REVISION, check_public_key, device_id
from ..records.roster import Device, Member, Roster
from . import bundle, chains, choosing, container, fingerprint, membership
from .errors import (
    AlreadyEnrolled,
    BadContents,
    FingerprintDiffers,
    NotARequest,
    NotEnrolled,
    OnlyASergeant,
    OtherTeam,
    RosterExists,
)
from .memory import Memory

_REQUEST = b"PCLO-REQUEST-1\x00"
_REQUEST_LIMIT = 64 * 1024


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who asks to be enrolled, with which keys. The order of the fields is the order of the bytes that are signed."""

    v: int
    person: str
    name: str
    rank: str
    role: str
    team: str
    dev: str
    ep: int
    ed25519: str
    age: str
    at: str
    sig: str = ""

    def signed(self) -> bytes:
        """What the signature is over."""
        return _REQUEST + msgspec.json.encode(msgspec.structs.replace(self, sig=""))


@dataclass(frozen=True)
class Welcome:
    """The outcome of an enrolment."""

    roster: Roster
    device: Device
    file: bytes
    """For the new laptop, which alone can open it."""


def own_fingerprint(cf: CaseFile) -> str:
    """The eight words of this laptop, to be read out in person."""
    return fingerprint.of_key(cf.vault.signer.public)


def create(cf: CaseFile) -> Roster:
    """Found a team, with this sergeant as its first member."""
    if cf.officer.role != "DS":
        raise OnlyASergeant()
    existing = membership.find(cf)
    if existing is not None:
        raise RosterExists(team=existing[0].team_name)
    me = cf.officer
    device = Device(
        dev=cf.vault.device, person=me.person, epoch=cf.epoch, ed25519=cf.vault.signer.public.hex(),
        age=cf.vault.age_recipient, state="active",
    )  # fmt: skip
    roster = Roster(
        n=1, prev=NO_REVISION, team=os.urandom(8).hex(), team_name=me.team,
        persons=(Member(id=me.person, name=me.name, rank=me.rank, role="DS"),), devices=(device,), ds=(device.dev,),
    )  # fmt: skip
    rosters.check_follows(roster, device.dev, None)
    cf.save(roster, case=NO_CASE)
    return roster


def request(cf: CaseFile) -> bytes:
    """This laptop's request, to be carried to the sergeant. Holds no case words and no secrets."""
    me = cf.officer
    unsigned = Request(
        v=1, person=me.person, name=me.name, rank=me.rank, role=me.role, team=me.team, dev=cf.vault.device,
        ep=cf.epoch, ed25519=cf.vault.signer.public.hex(), age=cf.vault.age_recipient, at=membership.utc(cf.now()),
    )  # fmt: skip
    signed = msgspec.structs.replace(unsigned, sig=cf.vault.signer.sign(unsigned.signed()).hex())
    return msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n"


def read_request(data: bytes) -> Request:
    """A request whose own signature fits. Says nothing about whose it is. Raises NotARequest."""
    import pyrage

    try:
        asked = msgspec.json.decode(data[:_REQUEST_LIMIT], type=Request)
        public = bytes.fromhex(asked.ed25519)
        check_public_key(public)
        bindings.crypto_sign_open(bytes.fromhex(asked.sig) + asked.signed(), public)
        pyrage.x25519.Recipient.from_str(asked.age)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotARequest(why="it cannot be read") from None
    except (CryptoError, ValueError):
        raise NotARequest(why="its signature does not fit, so it was altered") from None
    except (BadPublicKey, pyrage.RecipientError):
        raise NotARequest(why="it holds no proper key") from None
    if (
        asked.v != 1 or asked.ep < 1 or device_id(public) != asked.dev or not is_hex(asked.person, 32)
        or asked.role not in ("PCLO", "DS") or not asked.name.strip() or not asked.rank.strip()
    ):  # fmt: skip
        raise NotARequest(why="something in it breaks a rule")
    return asked


def check_words(asked: Request, words: str) -> None:
    """Raise FingerprintDiffers unless these are the eight words of the laptop that asks."""
    if not fingerprint.same(words, bytes.fromhex(asked.ed25519)):
        raise FingerprintDiffers(whose="laptop in this request")


def enrol(cf: CaseFile, data: bytes, words: str) -> Welcome:
    """Take a laptop into the team; ``words`` are its fingerprint as read out by its holder and typed here.

    Enrolling the same laptop again makes no new roster, only its welcome once more.
    """
    member = membership.of(cf)
    if not member.is_office or cf.officer.role != "DS":
        raise OnlyASergeant()
    asked = read_request(data)
    check_words(asked, words)
    device = Device(
        dev=asked.dev, person=asked.person, epoch=asked.ep, ed25519=asked.ed25519, age=asked.age, state="active"
    )
    roster = member.roster
    if roster.device(asked.dev) != device:
        roster = _grown(member, asked, device)
        rosters.check_follows(roster, member.me.dev, (member.roster, member.rev))
        cf.save(roster, case=NO_CASE, id=member.record)
    return Welcome(roster, device, _welcome(cf, device))


def _grown(member: membership.Membership, asked: Request, device: Device) -> Roster:
    """The next version of the roster."""
    old = member.roster
    for known in old.devices:
        if known.dev == device.dev:
            raise AlreadyEnrolled(why="that laptop is in it already, with another key or no longer in use")
        if device.age == known.age or device.ed25519 == known.ed25519:
            raise AlreadyEnrolled(why="another laptop has that key")
    person = Member(id=asked.person, name=asked.name, rank=asked.rank, role="DS" if asked.role == "DS" else "PCLO")
    if old.member(person.id) not in (None, person):
        raise AlreadyEnrolled(why="somebody else has that person’s place in it")
    return msgspec.structs.replace(
        old,
        n=old.n + 1,
        prev=member.rev,
        persons=old.persons if old.member(person.id) else (*old.persons, person),
        devices=(*old.devices, device),
        ds=(*old.ds, device.dev) if asked.role == "DS" else old.ds,
        change_reason=f"Enrolled {asked.name}, {asked.rank}",
    )


def _welcome(cf: CaseFile, device: Device) -> bytes:
    """The roster with the whole of the chains that carry it, encrypted to the new laptop."""
    member = membership.of(cf)
    memory = Memory(cf)
    choice = choosing.for_laptop(cf, member, device.dev, lambda chain: 0)
    with_words: list[bytes] = []
    headers: list[bytes] = []
    for _, revision, _ in choice.revisions(cf):
        is_roster = rosters.roster_in(revision) is not None
        (with_words if is_roster else headers).append(bundle.row_line(revision, with_payload=is_roster))
    lines = with_words + headers
    if sum(map(len, lines)) > bundle.ROWS_SIZE:
        lines = with_words  # the drop brings the rest
    manifest = bundle.Manifest(
        team=member.roster.team, sender=member.me.dev, to=(device.age,), created=membership.utc(cf.now()),
        base=dict.fromkeys(choice.spans, 0), head=chains.reach(cf), rows=len(lines), blobs=0,
    )  # fmt: skip
    with cf.store.transaction():
        n = memory.next_number()
    return container.seal(membership.sender(cf), n, "roster", bundle.write(manifest, lines), (device.age,))


def accept(cf: CaseFile, data: bytes, words: str) -> Roster:
    """Join the team that a welcome comes from; ``words`` are the sergeant's, compared in person."""
    outer = container.read_outer(data)
    if outer.header.type != "roster":
        raise BadContents(why="it is not a welcome")
    public = bytes.fromhex(outer.header.key)
    if not fingerprint.same(words, public):
        raise FingerprintDiffers(whose="sergeant’s laptop that made this welcome")
    container.check_sender(outer, lambda _: public)
    container.check_body(outer)
    inside = bundle.read(container.open_body(outer, cf.vault.age_identity))
    if inside.manifest.sender != outer.header.dev or cf.vault.age_recipient not in inside.manifest.to:
        raise BadContents(why="it was made for another laptop and passed on")
    coming = cf.authority.with_rows(inside.rows, lambda rev: cf.store.stored(rev) is not None)
    roster = _checked_roster(cf, inside, outer.header.dev, coming)
    check_all(inside.rows, coming.key_of)
    cf.admit(inside.rows, keys=coming.key_of)
    return roster


def _checked_roster(cf: CaseFile, inside: bundle.Bundle, author: str, coming: Authority) -> Roster:
    """The newest roster in a welcome: by the sergeant whose words were compared, with this laptop, and no older one.

    Rosters in it that gave way to others at their time stand in the sergeant's chain and do no harm.
    """
    found = {row.id: roster for row in inside.rows if (roster := rosters.roster_in(row)) is not None}
    if not found:
        raise RosterRefused(why="there is none in this file")
    counting = [rev for rev in found if rev not in coming.refused]
    newest = max(counting or found, key=lambda rev: found[rev].n)
    roster = found[newest]
    rosters.check_roster(roster)
    known = membership.find(cf)
    if roster.team != inside.manifest.team or (known is not None and known[0].team != roster.team):
        raise OtherTeam(thing="This welcome")
    if known is not None and roster.n < known[0].n:
        raise RosterRefused(why=f"number {roster.n} is older than number {known[0].n}, which is in force")
    if author not in {device.dev for device in rosters.sergeants(roster)}:
        raise RosterRefused(why="it is not signed by a detective sergeant of the team")
    me = roster.device(cf.vault.device)
    mine = (cf.vault.signer.public.hex(), cf.vault.age_recipient, cf.officer.person, "active")
    if me is None or (me.ed25519, me.age, me.person, me.state) != mine:
        raise RosterRefused(why="this laptop is not in it")
    if newest in coming.refused:
        raise coming.refused[newest]
    return roster


@dataclass(frozen=True)
class Shown:
    """One line of the roster."""

    device: str
    name: str
    rank: str
    role: str
    state: str
    fingerprint: str
    this_laptop: bool


def show(cf: CaseFile) -> tuple[Roster, list[Shown]]:
    """The roster in force, laptop by laptop. Raises NotEnrolled."""
    found = membership.find(cf)
    if found is None:
        raise NotEnrolled()
    roster = found[0]
    lines = []
    for device in roster.devices:
        member = roster.member(device.person)
        name, rank = (member.name, member.rank) if member else ("", "")
        lines.append(
            Shown(
                device.dev, name, rank, "DS" if device.dev in roster.ds else "PCLO", device.state,
                fingerprint.of_key(bytes.fromhex(device.ed25519)), device.dev == cf.vault.device,
            )
        )  # fmt: skip
    return roster, lines
