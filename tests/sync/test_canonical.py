"""T25: one spelling for everything that is signed; every other is refused, at both doors. Newer kinds are kept."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from pclo_app.casefile import audit, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.journal import revision as rv
from pclo_app.journal.errors import BadRevision
from pclo_app.journal.revision import Revision, make
from pclo_app.journal.store import Status
from pclo_app.records import kinds
from pclo_app.records.work import Check
from pclo_app.sync import bundle, membership
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import enrol_directly
from tests.casefile.conftest import PASSPHRASE
from tests.casefile.dumps import projected
from tests.sync.conftest import Team, dump, entry

GOOD = kinds.encode(entry("A visit", sequence=3))


def signed(cf: CaseFile, case: str, payload: bytes, kind: str = "chronology_entry/1", **more: object) -> Revision:
    """A row with these very bytes inside, properly signed by a member of the team."""
    return make(
        cf.store.tip(cf.vault.device, cf.epoch), cf._author(), at=cf.now(), case=case, record="ab" * 16, kind=kind,
        payload=payload, sign=cf.vault.signer.sign, **more,  # type: ignore[arg-type]
    )  # fmt: skip


FIELDS = json.loads(GOOD)
PAYLOADS = {
    "duplicate key": GOOD[:-1] + b',"fact":"Another"}',
    "reordered keys": json.dumps(dict(reversed(FIELDS.items())), separators=(",", ":")).encode(),
    "3.0 for 3": GOOD.replace(b'"sequence":3', b'"sequence":3.0'),
    '"3" for 3': GOOD.replace(b'"sequence":3', b'"sequence":"3"'),
    "a space": GOOD.replace(b'"sequence":3', b'"sequence": 3'),
    "an escaped letter": GOOD.replace(b"A visit", b"\\u0041 visit"),
    "NUL": GOOD.replace(b"A visit", b"A\\u0000visit"),
    "NUL raw": GOOD.replace(b"A visit", b"A\x00visit"),
    "BOM": b"\xef\xbb\xbf" + GOOD,
    "lone surrogate": GOOD.replace(b"A visit", b"\\ud800"),
    "lone surrogate raw": GOOD.replace(b"A visit", b"\xed\xa0\x80"),
    "100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "100,000 deep in a field": GOOD.replace(b'"A visit"', b"[" * 100_000),
    "unknown field": GOOD[:-1] + b',"hologram":1}',
    "not composed": GOOD.replace(b"A visit", "Zoe\u0308".encode()),
    "empty": b"",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_t25_contents_in_another_spelling_are_refused_whole(sent: Team, name: str) -> None:
    officer, ds = sent.officer, sent.sergeant
    sent.office()
    assert PAYLOADS[name] != GOOD
    bad = signed(officer, sent.case, PAYLOADS[name])
    before = dump(ds), projected(ds)
    with pytest.raises(KnownError) as caught:
        ds.admit([bad])
    assert "visit" not in str(caught.value)
    manifest = bundle.Manifest(
        team=membership.of(ds).roster.team, sender=officer.vault.device, to=(), created="", base={}, head={}, rows=1,
        blobs=0,
    )  # fmt: skip
    try:
        line = bundle.row_line(bad, with_payload=True)
    except UnicodeDecodeError:
        pass  # bytes that are no text cannot even be written into a bundle
    else:
        with pytest.raises(KnownError):
            bundle.read(bundle.write(manifest, [line]))
    assert (dump(ds), projected(ds)) == before


def test_t25_too_much_of_anything(sent: Team) -> None:
    officer, ds = sent.officer, sent.sergeant
    sent.office()
    with pytest.raises(BadRevision):
        signed(officer, sent.case, kinds.encode(entry("x" * 300 * 1024)))
    with pytest.raises(BadRevision):
        signed(officer, sent.case, GOOD, parents=[f"{n:064x}" for n in range(9)])
    good = signed(officer, sent.case, GOOD)
    fields = json.loads(good.header)
    before = dump(ds)
    long = b"x" * 300 * 1024
    for change, payload in (
        ({"par": [f"{n:064x}" for n in range(9)]}, GOOD),
        ({"len": len(long), "pc": rv.commitment(good.nonce or b"", long)}, long),
    ):
        header = json.dumps(fields | change, separators=(",", ":")).encode()
        row = Revision(header, officer.vault.signer.sign(rv.signed_bytes(header)), good.nonce, payload)
        with pytest.raises(BadRevision):
            ds.admit([good, row])
        assert dump(ds) == before
    ds.admit([good])  # and it is not the sender that is refused
    assert ds.item("ab" * 16).record.fact == "A visit"


def test_t25_a_kind_of_a_newer_version_is_kept_passed_on_and_not_shown(
    sent: Team, make_casefile: Callable[..., CaseFile]
) -> None:
    officer, ds = sent.officer, sent.sergeant
    second = make_casefile("second", "DS")
    enrol_directly(ds, second)
    future = signed(officer, sent.case, b'{"hologram":[1.0,{"deep":null}]}', kind="future/1")
    officer.admit([future])
    for _ in range(2):
        sent.there(), sent.office(), sync(second, sent.drop)
    sent.office(), sync(second, sent.drop)
    for cf in (officer, ds, second):
        stored = cf.store.stored(future.id)
        assert stored is not None and stored.status is Status.UNKNOWN_KIND and stored.revision == future
        assert cf.items(sent.case, "future") == [] and integrity.verify(cf).ok
        assert "Needs a newer version: future/1" in [line.what for line in audit.page(cf)]
        live = projected(cf)
        cf.rebuild()
        assert projected(cf) == live


def test_what_an_older_version_kept_is_shown_by_a_newer_one(sent: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sergeant's program does not know checks yet; it is updated, and opened again."""
    ds = sent.sergeant
    check = sent.officer.save(Check(system="PND", on_whom="A N Other"), case=sent.case)
    changed = msgspec.structs.replace(sent.officer.item(check.id).record, system="PNC", change_reason="wrong system")
    sent.officer.save(changed, case=sent.case, id=check.id)
    sent.there()
    with monkeypatch.context() as older:
        older.delitem(kinds.KINDS, "check")
        sent.office()
        assert ds.items(kind="check") == [] and len(ds.store.revisions_of(check.id)) == 2
        ds.rebuild()
        ds.close()
    with CaseFile.open(ds.vault.folder, PASSPHRASE, clock=ds.clock) as newer:
        assert newer.item(check.id).record.system == "PNC" and newer.item(check.id).revisions == 2
        assert integrity.verify(newer).ok
        assert "Check changed: wrong system" in [line.what for line in audit.page(newer)]


def test_t22_the_triggers_hold_in_an_open_case_file(team: Team) -> None:
    db = team.officer.db
    assert db.execute("PRAGMA recursive_triggers").fetchone()[0] == 1
    before = dump(team.officer)
    for sql in (
        "UPDATE rev SET sig=zeroblob(64)",
        "DELETE FROM rev",
        "INSERT OR REPLACE INTO rev SELECT * FROM rev",
        "PRAGMA recursive_triggers = OFF",
    ):
        with pytest.raises(db.DatabaseError):
            db.execute(sql)
    assert dump(team.officer) == before
