"""The opening rules, each broken on purpose."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import apsw
import pytest
import sqlcipher3.dbapi2 as sqlcipher

from pclo_app.vault import database, errors
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.vault import Vault, create, unlock
from tests.vault.vault_parts import CHEAP, NOW, WORDS

KEY = "0123456789abcdef" * 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small encrypted database, closed."""
    path = tmp_path / "case.g1.db"
    connection = database.create_database(path, KEY)
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE t(x)")
    connection.executemany("INSERT INTO t VALUES (?)", [("canary" * 50,) for _ in range(500)])
    connection.commit()
    database.checkpoint(connection)
    connection.close()
    return path


def open_and_count(path: Path) -> int:
    connection = database.open_database(path, KEY)
    (count,) = connection.execute("SELECT count(*) FROM t").fetchone()
    connection.close()
    return int(count)


def test_opens(path: Path) -> None:
    assert open_and_count(path) == 500


def test_t03_the_ordinary_library_is_refused(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.UnsafeCipherBuild, match="SQLCipher"):
        database.open_database(path, KEY, module=sqlite3)
    with pytest.raises(errors.UnsafeCipherBuild):
        database.create_database(path.with_name("new.db"), KEY, module=sqlite3)
    assert path.read_bytes() == before
    assert not path.with_name("new.db").exists()


class Pretender:
    """A library that answers some questions differently from the real one."""

    def __init__(self, **answers: object) -> None:
        self._answers = answers
        self.DatabaseError = sqlcipher.DatabaseError

    def connect(self, *given: object, **named: object) -> Any:
        real = sqlcipher.connect(*given, **named)
        answers = self._answers

        class Connection:
            def execute(self, sql: str) -> Any:
                for words, answer in answers.items():
                    if words in sql:
                        return real.execute(f"SELECT {answer!r}")
                return real.execute(sql)

            def __getattr__(self, name: str) -> Any:
                return getattr(real, name)

        return Connection()


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"cipher_version": "4.18.0 community"}, "4.19"),
        ({"sqlite_version": "3.51.2"}, "older"),
        ({"compile_options": "TEMP_STORE=1"}, "in clear"),
        ({"compile_options": "TEMP_STORE=0"}, "in clear"),
        ({"cipher_version": ""}, "SQLCipher"),
        ({"journal_mode": "delete"}, "write-ahead"),
        ({"temp_store": 1}, "temp_store"),
        ({"recursive_triggers": 0}, "recursive_triggers"),
        ({"synchronous": 1}, "synchronous"),
        ({"foreign_keys": 0}, "foreign_keys"),
        ({"trusted_schema": 1}, "trusted_schema"),
        ({"secure_delete": 0}, "secure_delete"),
        ({"cell_size_check": 0}, "cell_size_check"),
        ({"mmap_size": 4096}, "mmap_size"),
    ],
)
def test_t02_t03_each_rule_of_opening_has_its_refusal(answers: dict[str, object], why: str, path: Path) -> None:
    with pytest.raises(errors.UnsafeCipherBuild, match=why):
        database.open_database(path, KEY, module=Pretender(**answers))


def test_t04_a_plaintext_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t(x)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    with pytest.raises(errors.NotEncrypted):
        database.open_database(path, KEY)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["plain.db"]


@pytest.mark.parametrize("key", ["", "a" * 63, "a" * 65, "g" * 64, "a" * 63 + "\n", "a" * 64 + "\n", "x'" + "a" * 62])
def test_t05_malformed_keys_never_reach_the_library(key: str, path: Path) -> None:
    """SQLCipher would take them for a passphrase."""

    class Untouchable:
        DatabaseError = sqlcipher.DatabaseError

        def connect(self, target: str, **named: object) -> Any:
            assert target == ":memory:"
            return sqlcipher.connect(target)

    module: Any = Untouchable()
    with pytest.raises(ValueError, match="64"):
        database.open_database(path, key, module=module)
    with pytest.raises(ValueError, match="64"):
        database.create_database(path.with_name("new.db"), key, module=module)
    assert not path.with_name("new.db").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("database or disk is full", errors.DiskFull),
        ("disk I/O error", errors.DiskTrouble),
        ("database disk image is malformed", errors.CaseFileDamaged),
        ("file is not a database", errors.CaseFileDamaged),
        ("no such table: t", sqlcipher.OperationalError),
    ],
)
def test_conditions_behind_errors(words: str, expected: type[Exception], tmp_path: Path) -> None:
    assert type(database.condition_for(sqlcipher.OperationalError(words), tmp_path / "case.g1.db")) is expected


def test_checking_never_opens_the_live_file_itself(path: Path) -> None:
    """POSIX gives up all of a process's locks on a file when the process closes it once, whoever had opened it."""
    connection = database.open_database(path, KEY)
    opened: list[object] = []

    def note(event: str, given: tuple[object, ...]) -> None:
        if event == "open" and watching and "case.g1.db" in str(given[0]):
            opened.append(given[0])

    watching = True
    sys.addaudithook(note)
    assert list(database.damage(path, KEY)) == []
    watching = False
    assert opened == []
    connection.close()


def test_wrong_key_missing_and_empty(path: Path) -> None:
    with pytest.raises(errors.CaseFileDamaged):
        database.open_database(path, "f" * 64)
    with pytest.raises(errors.CaseFileDamaged, match="missing"):
        database.open_database(path.with_name("other.db"), KEY)
    path.write_bytes(b"")
    with pytest.raises(errors.CaseFileDamaged):
        database.open_database(path, KEY)
    assert path.read_bytes() == b""


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH '{out}' AS clear KEY ''",
        "ATTACH '{out}' AS clear",
        "VACUUM",
        "VACUUM INTO '{out}'",
        "PRAGMA temp_store = FILE",
        "PRAGMA temp_store_directory = '/tmp'",
        "PRAGMA rekey = 'x'",
        "PRAGMA key = 'x'",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA trusted_schema = ON",
        "PRAGMA cipher_page_size = 1024",
        "PRAGMA cipher_log = '{out}'",
        "SELECT load_extension('{out}')",
    ],
)
def test_t02_t06_ways_out_are_closed(sql: str, path: Path) -> None:
    out = path.with_name("out.db")
    connection = database.open_database(path, KEY)
    with pytest.raises(sqlcipher.DatabaseError, match=r"(?i)not authori[sz]ed|authorization"):
        connection.execute(sql.format(out=out)).fetchall()
    assert not out.exists()
    connection.close()
    assert open_and_count(path) == 500


def test_a_change_outside_a_transaction_is_stored_at_once(path: Path) -> None:
    connection = database.open_database(path, KEY)
    connection.execute("DELETE FROM t WHERE rowid > 10")
    assert not connection.in_transaction
    connection.close()
    assert open_and_count(path) == 10


def test_t06_vacuum_inside_maintenance_only(path: Path) -> None:
    connection = database.open_database(path, KEY)
    with database.maintenance(connection):
        connection.execute("VACUUM")
    with pytest.raises(sqlcipher.DatabaseError):
        connection.execute("VACUUM")
    connection.close()


def test_t06_a_copy_through_the_backup_api_is_encrypted_under_the_key_given(path: Path) -> None:
    connection = database.open_database(path, KEY)
    database.copy_database(connection, path.with_name("same.db"), KEY)
    database.copy_database(connection, path.with_name("other.db"), "e" * 64)
    connection.close()
    assert open_and_count(path.with_name("same.db")) == 500
    with pytest.raises(errors.CaseFileDamaged):
        database.open_database(path.with_name("other.db"), KEY)
    database.open_database(path.with_name("other.db"), "e" * 64).close()


def test_append_only_triggers_hold_against_insert_or_replace(path: Path) -> None:
    connection = database.open_database(path, KEY)
    connection.execute("CREATE TABLE rev(n INTEGER PRIMARY KEY, body TEXT) STRICT")
    connection.execute("CREATE TRIGGER keep BEFORE DELETE ON rev BEGIN SELECT RAISE(ABORT, 'kept'); END")
    connection.execute("INSERT INTO rev VALUES (1, 'first')")
    with pytest.raises(sqlcipher.IntegrityError, match="kept"):
        connection.execute("INSERT OR REPLACE INTO rev VALUES (1, 'second')")
    connection.close()


def test_damage_is_found(path: Path) -> None:
    assert list(database.damage(path, KEY)) == []
    whole = path.read_bytes()
    for place in range(2000, len(whole), 4096 * 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert list(database.damage(path, KEY)), place
    path.write_bytes(whole[:-4096])
    assert list(database.damage(path, KEY))


def test_damaged_first_page_is_a_condition(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" + whole[101:])
    with pytest.raises(errors.CaseFileDamaged):
        database.open_database(path, KEY)


def test_an_independent_library_opens_it_with_the_right_key_only(vault: Vault) -> None:
    """The file is what it says: SQLCipher 4 with its defaults and a raw key, readable in ten years' time."""
    key, path = vault._database_key, vault.database_path
    vault.connection.execute("CREATE TABLE note(body TEXT)")
    vault.connection.execute("INSERT INTO note VALUES ('a statement')")
    vault.connection.commit()
    vault.close()

    def read(raw: str) -> list[Any]:
        other = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{raw}'\""):
                list(other.execute(f"PRAGMA {pragma}"))
            return list(other.execute("SELECT body FROM note"))
        finally:
            other.close()

    assert read(key) == [("a statement",)]
    wrong = ("1" if key[0] == "0" else "0") + key[1:]
    with pytest.raises(apsw.NotADBError):
        read(wrong)


def test_damaged_database_says_so_and_is_left_alone(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    vault.close()
    path = vault.database_path
    path.write_bytes(b"\x55" * 8192)
    with pytest.raises(errors.CaseFileDamaged, match=r"case\.g1\.db"):
        unlock(vault.folder, WORDS, secrets=secrets, now=NOW)
    assert path.read_bytes() == b"\x55" * 8192


def test_problems_of_a_whole_case_file(vault: Vault) -> None:
    vault.connection.execute("BEGIN")
    vault.connection.execute("CREATE TABLE t(x)")
    vault.connection.executemany("INSERT INTO t VALUES (?)", [("words " * 100,) for _ in range(200)])
    vault.connection.commit()
    name = vault.blobs.put(b"a letter")
    assert list(vault.problems()) == []
    blob = vault.folder / "blobs" / name[:2] / f"{name}.blob"
    blob.write_bytes(blob.read_bytes()[:-1])
    with vault.database_path.open("r+b") as file:
        file.seek(4096 * 5 + 17)
        file.write(b"\0\0\0\0")
    found = list(vault.problems())
    assert {problem.where for problem in found} == {"case.g1.db", f"attachment {name[:12]}"}
    assert all(problem.what and problem.safe and problem.do for problem in found)


def test_used_from_another_thread(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    vault = create(tmp_path / "c", WORDS, secrets=None, cost=CHEAP, now=NOW)
    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(lambda: vault.connection.execute("SELECT 1").fetchone()).result() == (1,)
        worker.submit(vault.close).result()
    unlock(tmp_path / "c", WORDS, secrets=None, now=NOW).close()
