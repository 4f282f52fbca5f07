"""Whether each sealed record is as its chair answered it, and if not, which part of it is not.

A seal is one signed row: its payload is the chair's answer, which names the revision and the
PDF that the chair saw. The code on the paper is worked out from the payload. So each of these
can be held against another, and a change to any of them is told apart from the others.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ..errors import KnownError
from ..journal.errors import BadRevision
from ..journal.findings import Problem, Report
from ..journal.revision import Revision, check, check_contents, rev_id
from ..journal.store import Status
from ..records import kinds
from ..records.seal import Seal, code_of, seal_digest
from .casefile import CaseFile

ANSWER = (
    "the chair’s answer (name, role, outcome, reservation, reason, signature or salt) is not the one that was sealed"
)
HEADER = "the signed header of the chair’s answer (who sealed it, and when) was changed"
CODE = "its code does not belong to its words"
LIST = "the list of codes has it, and no chair’s answer has this code"
UNLISTED = "the list of codes does not have it"
MISSING_PDF = "the PDF that the chair saw is missing or was altered"
PDF = "the PDF is not the one that the chair saw"
PAGES = "the PDF has {there} pages, and the chair’s answer says {said}"
RECORD = "the words of the record that the chair saw were changed"
NO_RECORD = "the revision that the chair saw is not in the journal"


@dataclass(frozen=True)
class _Listed:
    code: str
    digest: bytes
    presented: bytes
    meeting: bytes


def seals(cf: CaseFile, report: Report) -> None:
    """Each seal: its answer, its code, the revision it names, and the very PDF the chair saw."""
    listed = {
        bytes(rev): _Listed(code, bytes(digest), bytes(presented), bytes(meeting))
        for rev, code, digest, presented, meeting in cf.db.execute(
            "SELECT rev, code, digest, presented, meeting FROM sealed ORDER BY code"
        ).fetchall()
    }
    rows = cf.db.execute(
        "SELECT r.rev, r.header, r.sig, p.nonce, p.body, r.status FROM rev r LEFT JOIN payload p ON p.rev = r.rev"
        " WHERE r.kind=? ORDER BY r.n",
        (kinds.wire_kind("seal"),),
    ).fetchall()
    known = set()
    count = 0
    for rev, header, sig, nonce, body, status in rows:
        known.add(bytes(rev))
        if body is None or status != Status.OK:
            continue  # erased, put away or not counted: told of elsewhere
        count += 1
        place = listed.get(bytes(rev))
        code = place.code if place else code_of(seal_digest(body))
        for fault in _faults(cf, bytes(rev), Revision(header, sig, nonce, body), place):
            report.problems.append(_problem(f"Sealed record {code}", fault, rev.hex()))
    for rev, place in listed.items():
        if rev not in known:
            report.problems.append(_problem(f"Sealed record {place.code}", LIST, rev.hex()))
    report.checked["sealed records"] = count


def _faults(cf: CaseFile, rev: bytes, revision: Revision, place: _Listed | None) -> list[str]:
    try:
        head = revision.head
        changed = rev_id(revision.header) != rev.hex()
    except BadRevision:
        return [HEADER]
    found = []
    key = cf.key_of(head.dev)
    try:
        check_contents(head.len, head.pc, revision.nonce, revision.payload)
    except BadRevision:
        found.append(ANSWER)
    try:
        if key is not None and not found:
            check(revision, key)
    except BadRevision:
        changed = True
    if changed:
        found.append(HEADER)
    assert revision.payload is not None
    digest = seal_digest(revision.payload)
    if place is None:
        found.append(UNLISTED)
    elif (place.code, place.digest) != (code_of(digest), digest):
        found.append(CODE)
    try:
        seal = kinds.decode("seal", revision.payload)
    except KnownError:
        return found or [ANSWER]
    assert isinstance(seal, Seal)
    if not (_names_something(seal.rec) and _names_something(seal.pdf)):
        return found or [ANSWER]
    return [*found, *_of_record(cf, seal, place), *_of_pdf(cf, seal)]


def _names_something(digest: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", digest) is not None


def _of_record(cf: CaseFile, seal: Seal, place: _Listed | None) -> list[str]:
    """The revision that the chair saw: there, whole, and the one that the list of codes names."""
    presented = cf.store.get(seal.rec)
    if presented is None:
        return [NO_RECORD]
    try:
        head = presented.head
        check_contents(head.len, head.pc, presented.nonce, presented.payload)
        whole = rev_id(presented.header) == seal.rec
    except BadRevision:
        return [RECORD]
    if not whole:
        return [RECORD]
    if place is not None and (place.presented.hex(), place.meeting.hex()) != (seal.rec, head.rec):
        return [CODE]
    return []


def _of_pdf(cf: CaseFile, seal: Seal) -> list[str]:
    try:
        pdf = cf.blob(seal.pdf)
    except KnownError:
        return [MISSING_PDF]
    except ValueError:
        return [PDF]
    if hashlib.sha256(pdf).hexdigest() != seal.pdf:
        return [PDF]
    there = _pages(pdf)
    return [PAGES.format(there=there, said=seal.pages)] if there and there != seal.pages else []


def _pages(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it cannot be read as one, which its digest does not ask of it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _problem(where: str, what: str, rev: str) -> Problem:
    return Problem(
        where=where,
        what=f"{where}: {what}.",
        safe="Every other record is unaffected, and so is each printed copy that somebody else keeps.",
        do="Tell your supervisor. Compare with the printed copy, and fetch the record from the office.",
        code="seal",
        rev=rev,
    )
