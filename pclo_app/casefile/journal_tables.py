"""The journal's tables, as SQL.

``rev``, ``fork`` and ``receipt`` only ever grow: triggers stop UPDATE and DELETE, and,
with ``recursive_triggers`` on (the vault sees to that), INSERT OR REPLACE as well. They
guard against our own mistakes, not against an attacker; for that there are signatures.
The one column of ``rev`` that may change is ``status``, which says what this laptop makes
of a row and is not part of what was signed.
"""

from __future__ import annotations

SCHEMA_VERSION = "1"

_TABLES = """
CREATE TABLE IF NOT EXISTS rev(
  n INTEGER PRIMARY KEY,
  rev BLOB NOT NULL UNIQUE,
  device BLOB NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  case_id BLOB NOT NULL, record BLOB NOT NULL, kind TEXT NOT NULL,
  header BLOB NOT NULL, sig BLOB NOT NULL,
  status INTEGER NOT NULL,
  UNIQUE(device,epoch,seq)) STRICT;
CREATE TABLE IF NOT EXISTS payload(
  rev BLOB PRIMARY KEY, nonce BLOB NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parent(rev BLOB, parent BLOB, PRIMARY KEY(rev,parent)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS head(record BLOB, rev BLOB, PRIMARY KEY(record,rev)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fork(
  device BLOB, epoch INTEGER, seq INTEGER, header BLOB, sig BLOB, first_seen TEXT) STRICT;
CREATE TABLE IF NOT EXISTS receipt(office BLOB, n INTEGER, body BLOB, sig BLOB, PRIMARY KEY(office,n)) STRICT;
CREATE TABLE IF NOT EXISTS outbox(
  dest TEXT, device BLOB, epoch INTEGER, upto INTEGER, bundle TEXT, state TEXT) STRICT;
CREATE TABLE IF NOT EXISTS seen_bundle(sha256 BLOB PRIMARY KEY, result TEXT, at TEXT) STRICT;
CREATE TABLE IF NOT EXISTS draft(key TEXT PRIMARY KEY, body BLOB, at TEXT) STRICT;
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT) STRICT;
CREATE INDEX IF NOT EXISTS rev_record ON rev(record);
CREATE INDEX IF NOT EXISTS rev_waiting ON rev(status) WHERE status = 4;
CREATE INDEX IF NOT EXISTS parent_child ON parent(parent);
"""

_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {event} ON {table}{when}
BEGIN SELECT RAISE(ABORT, 'the journal only ever grows'); END
"""


def statements() -> list[str]:
    """Every statement that makes the tables, one at a time, so that the caller's transaction stays open."""
    made = [part.strip() for part in _TABLES.split(";") if part.strip()]
    fixed = "n, rev, device, epoch, seq, case_id, record, kind, header, sig"
    rules = [
        ("rev", "fixed", f"UPDATE OF {fixed}", ""),
        ("rev", "status", "UPDATE OF status", " WHEN NEW.status NOT IN (0, 1, 2, 3, 4) OR NEW.status = OLD.status"),
        ("rev", "kept", "DELETE", ""),
        ("payload", "fixed", "UPDATE", ""),
        ("fork", "fixed", "UPDATE", ""),
        ("fork", "kept", "DELETE", ""),
        ("receipt", "fixed", "UPDATE", ""),
        ("receipt", "kept", "DELETE", ""),
    ]
    made += [
        _TRIGGER.format(table=table, name=name, event=event, when=when).strip() for table, name, event, when in rules
    ]
    return made
