"""What has been said about a sealed record since: later pages of a sealed copy, beside what was sealed.

The pages that the chair read and answered stay as they are. These come after them, under page
numbers of their own, so that nobody takes them for a part of what was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..casefile.certificates import Certificate
from . import words
from .blocks import Para
from .flow import Column, Flow, Row
from .strategy_view import OtherVersion
from .styles import BODY, BODY_BOLD, BODY_SOFT, CELL_SOFT
from .styles import SMALL_MONO as MONO
from .typeface import Run


@dataclass(frozen=True)
class Statement:
    """A statement beside the record."""

    by: str
    """Whose it is, with role and agency."""
    about: str
    words: str
    written_by: str
    at: datetime


@dataclass(frozen=True)
class Returned:
    """The page that came back signed on paper."""

    says: str
    reservation: str
    received_on: str
    seen_by: str
    how: str
    pages: int
    digest: str
    """SHA-256 of the scan, hexadecimal."""


@dataclass(frozen=True)
class AfterSealing:
    """Everything that was recorded about a sealed record after its seal."""

    statements: tuple[Statement, ...] = ()
    paper: Returned | None = None
    takes_the_place_of: OtherVersion | None = None
    taken_over_by: OtherVersion | None = None
    certificate: Certificate | None = None
    """The officer's certificate, where the file itself is to be signed for outsiders."""

    def __bool__(self) -> bool:
        """Whether there is anything to print."""
        told = self.statements or self.paper or self.takes_the_place_of or self.taken_over_by
        return bool(told or self.certificate)

    @property
    def state(self) -> str:
        """What the foot of every page says, so that an old version is never read as the newest."""
        over = self.taken_over_by
        return f", taken over by version {over.number}" if over else ""


def pages_after(flow: Flow, after: AfterSealing, about: str, pages: int, at: datetime) -> None:
    """Sections 12 to 15, from the top of a page."""
    flow.line("Recorded after sealing", BODY_BOLD._replace(size=13), flow.x, flow.y - 12)
    flow.space(20)
    flow.text(
        f"These pages are no part of what the chair was shown and answered, which is pages 1 to {pages} of {about}. "
        f"They print what the case file holds about that record since it was sealed, as at {words.moment_plain(at)}."
    )
    number = 12
    for wanted, draw in (
        (after.statements, _statements),
        (after.paper, _paper),
        (after.takes_the_place_of or after.taken_over_by, _versions),
        (after.certificate, _signature),
    ):
        if wanted:
            draw(flow, number, after)
        number += 1


def _statements(flow: Flow, number: int, after: AfterSealing) -> None:
    flow.heading(number, "Statements added after sealing")
    columns = (Column("No.", 20), Column("Whose statement", 128), Column("About", 92), Column("Statement"))
    rows = []
    for place, said in enumerate(after.statements, 1):
        written = f"Written down by {said.written_by}, {words.moment_plain(said.at)}"
        rows.append(
            Row([str(place), said.by, said.about or "The whole record",
                 [Para((Run(said.words, BODY._replace(size=8.8, leading=11.54)),)),
                  Para((Run(written, CELL_SOFT),), before=2)]])
        )  # fmt: skip
    flow.table(columns, rows)


def _paper(flow: Flow, number: int, after: AfterSealing) -> None:
    paper = after.paper
    assert paper is not None
    flow.heading(number, "Signed on paper")
    said = words.capital(paper.says) if paper.says else "Not recorded"
    flow.text(Para((Run("On the paper: ", BODY), Run(f"{said}.", BODY_BOLD))))
    if paper.reservation:
        flow.space(2)
        flow.boxed([Run(f"“{paper.reservation.strip('“”')}”", BODY), Run("Copied from the paper.", BODY_SOFT)])
        flow.space(3)
    how = "The code was read from the page" if paper.how == "read from the page" else "The code was typed"
    came = f"{words.counted(paper.pages, 'page')} came back" if paper.pages else "The signed page came back"
    flow.text(
        f"{came} on {words.day_plain(paper.received_on)}. {how} and belongs to this record. Compared with the record "
        f"by {paper.seen_by}."
    )
    if paper.digest:
        flow.text(Run(f"The scan is kept in the case file; its SHA-256 is {paper.digest}.", BODY_SOFT))


def code_line(version: OtherVersion) -> Para:
    """The code of another version on a line of its own, so that it is not broken."""
    return Para((Run("Its check code: ", BODY_BOLD), Run(version.code, MONO)))


def _versions(flow: Flow, number: int, after: AfterSealing) -> None:
    flow.heading(number, "Other versions of this record")
    before, over = after.takes_the_place_of, after.taken_over_by
    if over:
        flow.boxed([
            Para((Run(f"Taken over by version {over.number}. ", BODY_BOLD), Run(over.sentence, BODY))),
            code_line(over),
            Para((Run("Why it was changed: ", BODY_BOLD), Run(over.why or "No reason is recorded.", BODY))),
            Para((Run("This version stays as it was sealed.", BODY_SOFT),)),
        ])  # fmt: skip
        flow.space(4)
    if before:
        flow.boxed([
            Para((Run(f"Takes the place of version {before.number}. ", BODY_BOLD), Run(before.sentence, BODY))),
            code_line(before),
            Para((Run("Why it was changed: ", BODY_BOLD), Run(before.why or "No reason is recorded.", BODY))),
        ])  # fmt: skip


PROVES = (
    "It proves one thing: this file has not been changed since the holder of this certificate’s key signed it. Any "
    "standard PDF reader shows that, and shows it as broken after any change."
)
NOT_PROVED = (
    "It is not the chair’s signature: the chair answered as pages before this one say. It does not prove that what the "
    "record says is true. The time of signing is the laptop’s own. A print of this file on paper carries no such "
    "signature; paper is checked by its code (section 11)."
)
OWN = (
    "The certificate was made by the case file itself, and nobody else vouches for it. A reader will say that the "
    "signer is not known to it, and rightly: ask the police to read out the fingerprint, and compare."
)
GIVEN = "The certificate was given by {issuer}, who vouches for whose it is."


def _signature(flow: Flow, number: int, after: AfterSealing) -> None:
    certificate = after.certificate
    assert certificate is not None
    flow.heading(number, "The digital signature in this file")
    flow.text(
        "The file itself is signed with the certificate of the officer who made this copy: "
        f"{certificate.subject}. {PROVES}"
    )
    flow.space(3)
    flow.text(NOT_PROVED)
    flow.space(3)
    flow.text(GIVEN.format(issuer=certificate.issuer) if certificate.given else OWN)
    flow.space(3)
    flow.boxed([
        Para((Run("Fingerprint (SHA-256) ", BODY_BOLD), Run(certificate.groups, MONO))),
        Para((Run("Valid ", BODY_BOLD), Run(f"from {_day(certificate.begins)} to {_day(certificate.ends)}", BODY))),
    ])  # fmt: skip
    flow.space(3)
    flow.text(
        Run("A second signature field is kept open for the chair: with a certificate of their own they can sign this "
            "very file, and both signatures stay whole.", BODY_SOFT)
    )  # fmt: skip


def _day(at: datetime) -> str:
    return words.day_plain(at.date().isoformat())
