"""Sentences about a sealed record. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pclo_app.casefile.model import SealedRecord
from pclo_app.practice.phrases import long_day
from pclo_app.records.seal import Seal

STATES = {
    "signed": "Sealed",
    "reserved": "Sealed with reservation",
    "refused": "Declined",
    "unable": "Chair unable to sign",
    "wet-ink": "Waiting for paper",
}
CHIPS = {"signed": "ok", "reserved": "ok", "refused": "danger", "unable": "warn", "wet-ink": "warn"}
_IDCHECKS = {
    "known to officer": "Known to the officer",
    "warrant/ID badge seen": "Badge or ID seen",
    "none": "Not checked",
}
_INKS = {"pen": "With a pen", "mouse": "With the mouse", "touch": "With a finger", "typed": "By typing the name"}


def sealed_moment(sealed: SealedRecord) -> datetime:
    """When it was sealed, by the clock of the laptop that sealed it."""
    at = datetime.strptime(sealed.seal.at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    offset = sealed.seal.offset
    if len(offset) == 6:
        minutes = int(offset[1:3]) * 60 + int(offset[4:6])
        at += timedelta(minutes=-minutes if offset[0] == "-" else minutes)
    return at


def sealed_when(sealed: SealedRecord) -> str:
    """``Thursday 5 November 2026, 15:12``."""
    at = sealed_moment(sealed)
    return f"{long_day(at.date())}, {at:%H:%M}"


def who(seal: Seal) -> str:
    """``Imelda Crosbie, Team Manager, Kingsmere social care``."""
    return ", ".join(part for part in (seal.by.name, seal.by.desig, seal.by.agency) if part)


def said_by(seal: Seal, about: str = "") -> str:
    """One sentence: who answered, and what."""
    if seal.outcome == "signed":
        return f"Signed by {who(seal)}."
    if seal.outcome == "reserved":
        return f"Signed by {who(seal)}, with a reservation{f' about {about}' if about else ''}."
    if seal.outcome == "refused":
        return f"Not signed by {who(seal)}. Reason: {(seal.why or '').rstrip('.')}."
    if seal.outcome == "unable":
        return f"Not signed: unable, says {who(seal)}. Reason: {(seal.why or '').rstrip('.')}."
    return f"{who(seal)} will sign on paper."


def details(seal: Seal) -> list[tuple[str, str]]:
    """What a seal says, as label and words."""
    rows = [("Answered by", who(seal)), ("Identity", _IDCHECKS.get(seal.by.idcheck, seal.by.idcheck))]
    if seal.ink.dev in _INKS:
        rows.append(("Signed", _INKS[seal.ink.dev]))
    if seal.reserve:
        rows.append(("Reservation", seal.reserve))
    if seal.why:
        rows.append(("Reason", seal.why))
    if seal.witness:
        rows.append(("Witness", "; ".join(seal.witness)))
    seen = "Read out aloud" if seal.aloud else f"{len(seal.seen)} of {seal.pages} pages were on the screen"
    rows.append(("Reading", seen))
    if seal.outcome in ("signed", "reserved"):
        rows.append(("Statement", seal.stmt))
    return rows
