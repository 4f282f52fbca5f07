"""Checking one bundle without taking it in: what was checked, what could not be, and what is wrong.

Without a case file only the form can be checked: that the file is what its name promises
and that its contents are those its header speaks of. Whether the laptop it names signed
that header needs the team's roster, and what is inside needs the identity it is encrypted
to. The report counts each check as 1 when it was made and passed, 0 when it was not made.
"""

from __future__ import annotations

import hashlib

from ..casefile.casefile import CaseFile
from ..errors import KnownError
from ..journal.findings import Problem, Report
from ..journal.merge import check_all
from . import bundle, container, membership
from .bundle import Bundle
from .container import Outer
from .drop import digest_in
from .errors import BadContents, BundleAltered, NotAddressed, OtherTeam, UnknownSender

FORM, NAME, CONTENTS, SIGNATURE, OPENED, LINES, SIGNATURES = (
    "form and header", "name of the file", "contents against header", "signature of the sender", "decrypted",
    "lines inside", "signatures of revisions",
)  # fmt: skip
CHECKS = (FORM, NAME, CONTENTS, SIGNATURE, OPENED, LINES, SIGNATURES)


def verify_bundle(cf: CaseFile | None, data: bytes, name: str = "the bundle") -> Report:
    """Check a bundle as far as possible. ``name`` is the file's name, which promises a digest in the drop."""
    report = Report(checked=dict.fromkeys(CHECKS, 0))
    try:
        _check(cf, data, name, report)
    except KnownError as fault:
        if not isinstance(fault, NotAddressed):
            safe = "The file was only read: nothing was taken in and nothing was changed."
            report.problems.append(Problem(name, fault.part("what"), safe, fault.part("do"), fault.code))
    return report


def _check(cf: CaseFile | None, data: bytes, name: str, report: Report) -> None:
    promised = digest_in(name)
    if promised is not None and hashlib.sha256(data).hexdigest()[:32] != promised:
        _point_at(cf, data)
        raise BundleAltered(why="it is not the file that its name promises")
    outer = container.read_outer(data)
    report.checked[FORM] = 1
    report.checked[NAME] = int(promised is not None)
    if _check_sender(cf, outer):
        report.checked[SIGNATURE] = 1
    container.check_body(outer)
    report.checked[CONTENTS] = 1
    container.check_stanzas(outer.body)
    if cf is None or not report.checked[SIGNATURE]:
        return
    inside = bundle.read(container.open_body(outer, cf.vault.age_identity))
    report.checked[OPENED] = 1
    _check_inside(cf, outer, inside)
    report.checked[LINES] = 1
    coming = cf.authority.with_rows(inside.rows, lambda rev: cf.store.stored(rev) is not None)
    check_all(inside.rows, lambda device: cf.key_of(device) or coming.key_of(device))
    report.checked[SIGNATURES] = 1
    report.checked.update(
        {"revisions": len(inside.rows), "receipts": len(inside.receipts), "documents": len(inside.pieces)}
    )


def _point_at(cf: CaseFile | None, data: bytes) -> None:
    """Name the part that was altered, where one of the other checks can."""
    outer = container.read_outer(data)
    container.check_body(outer)
    _check_sender(cf, outer)


def _check_sender(cf: CaseFile | None, outer: Outer) -> bool:
    """Whether the sender's signature was checked; raises where it is wrong."""
    if outer.header.type == "roster":
        container.check_sender(outer, lambda _: bytes.fromhex(outer.header.key))
        return True
    if cf is None:
        return False
    key_of = cf.authority.key_of
    if key_of(outer.header.dev) is None:
        raise UnknownSender(device=outer.header.dev[:16])
    container.check_sender(outer, key_of)
    return True


def _check_inside(cf: CaseFile, outer: Outer, inside: Bundle) -> None:
    found = membership.find(cf)
    if found is not None and inside.manifest.team != found[0].team:
        raise OtherTeam(thing="The bundle")
    if inside.manifest.sender != outer.header.dev or cf.vault.age_recipient not in inside.manifest.to:
        raise BadContents(why="it was made for others and passed on")
