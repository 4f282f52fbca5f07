"""Opening the encrypted database: every rule asserted, and refusal when one fails.

SQLCipher is easy to use wrongly without a word of warning: a new file without a key is
simply not encrypted, a key of the wrong length is taken for a passphrase, a temporary table
may spill to the disk in clear, ATTACH can write a clear copy. So nothing here is left to a
default.

The connection opens no transaction by itself: a change outside BEGIN ... COMMIT is stored at
once. It may be used from any thread, but only from one at a time.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias

import sqlcipher3.dbapi2 as sqlcipher

from pclo_app.vault import files
from pclo_app.vault.errors import CaseFileDamaged, DiskFull, DiskTrouble, NotEncrypted, UnsafeCipherBuild

Connection: TypeAlias = Any  # sqlcipher3 has no type information
LibraryError: TypeAlias = sqlcipher.DatabaseError
Mode: TypeAlias = Literal["rw", "ro", "ro on a full disk", "ro on a read-only disk"]
Tick: TypeAlias = Callable[[], None]
Progress: TypeAlias = Callable[[int, int], None]

OLDEST_CIPHER = (4, 19, 0)
OLDEST_SQLITE = (3, 51, 3)  # before it a WAL file could be reset wrongly
CLEAR_HEADER = b"SQLite format 3\0"
BUSY_MILLISECONDS = 5000
_PAGES_AT_ONCE = 1024
_STEPS_BETWEEN_TICKS = 100_000  # of SQLite's virtual machine: some ten times a second

_KEY = re.compile(r"[0-9a-fA-F]{64}")

# What SQLite's authorizer calls things, as numbers of its C interface that never change.
_ACTION_PRAGMA, _ACTION_ATTACH = 19, 24
_ALLOW, _DENY = 0, 1
_FIXED_PRAGMAS = frozenset(
    {"key", "hexkey", "rekey", "hexrekey", "temp_store", "temp_store_directory", "recursive_triggers", "trusted_schema"}
)

_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("synchronous", "FULL", 2),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("cell_size_check", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("recursive_triggers", "ON", 1),
    ("mmap_size", "0", 0),
    ("secure_delete", "ON", 1),
    ("cache_size", "-65536", -65536),  # KiB: a page that is read again is not decrypted again
)


def check_build(module: Any = sqlcipher) -> None:
    """Refuse a library that does not encrypt, is too old, or may spill to the disk in clear."""
    probe = module.connect(":memory:")
    try:
        row = probe.execute("PRAGMA cipher_version").fetchone()
        if row is None or _numbers(str(row[0])) < OLDEST_CIPHER:
            raise UnsafeCipherBuild(why="it is not SQLCipher 4.19 or later")
        if _numbers(str(probe.execute("SELECT sqlite_version()").fetchone()[0])) < OLDEST_SQLITE:
            raise UnsafeCipherBuild(why="its SQLite is older than 3.51.3")
        options = {str(option) for (option,) in probe.execute("PRAGMA compile_options")}
        if not options & {"TEMP_STORE=2", "TEMP_STORE=3"}:
            raise UnsafeCipherBuild(why="it may write temporary data to the disk in clear")
    finally:
        probe.close()


def create_database(path: Path, key: str, module: Any = sqlcipher) -> Connection:
    """Make a new encrypted database at a path where there is nothing yet."""
    check_build(module)
    _check_key(key)
    with files.disk_full_as_condition():
        files.write_new(path, b"")
    connection = _connect(path, key, module)
    connection.execute("PRAGMA user_version = 0")  # writes the first page, so that the file is an encrypted database
    return connection


def open_database(path: Path, key: str, *, read_only: bool = False, module: Any = sqlcipher) -> Connection:
    """Open the encrypted database with the raw key (64 hexadecimal digits)."""
    check_build(module)
    _check_key(key)
    if not path.exists():
        raise CaseFileDamaged(where=f"{path.name} (missing)")
    with path.open("rb") as file:
        header = file.read(len(CLEAR_HEADER))
    if header == CLEAR_HEADER:
        raise NotEncrypted(name=path.name)
    if len(header) < len(CLEAR_HEADER):
        raise CaseFileDamaged(where=path.name)
    _make_private(path)
    if not read_only:
        return _connect(path, key, module)
    try:
        return _connect(path, key, module, mode="ro")
    except DiskFull:
        return _connect(path, key, module, mode="ro on a full disk")
    except DiskTrouble:
        if files.can_write_in(path.parent) or log_in_use(path):
            raise
        return _connect(path, key, module, mode="ro on a read-only disk")


def log_in_use(path: Path) -> bool:
    """Whether something lies in the write-ahead log: then the main file alone would be an old state."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _connect(path: Path, key: str, module: Any, *, mode: Mode = "rw") -> Connection:
    # A log's index cannot be laid out on a read-only disk; with the log empty, the main file is all there is.
    how = {"ro": "mode=ro", "ro on a read-only disk": "mode=ro&immutable=1"}.get(mode, "mode=rw")
    target = f"{path.absolute().as_uri()}?{how}"
    connection = module.connect(target, uri=True, check_same_thread=False, isolation_level=None)
    try:
        connection.set_key(f"x'{key}'")
        if mode == "ro on a full disk":
            # Alone with the file, the log's index is kept in memory and needs no room on the disk.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("PRAGMA query_only = ON").fetchall()
        _settle(connection, read_only=mode != "rw")
    except module.DatabaseError as problem:
        connection.close()
        raise condition_for(problem, path) from problem
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """Take away what others may do with the files (a copy may have come with wider rights); before connecting."""
    if os.name == "nt":
        return
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).chmod(files.PRIVATE_FILE)


def _settle(connection: Connection, *, read_only: bool) -> None:
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").fetchone()
    if not read_only:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        _require(str(mode).lower() == "wal", "it cannot keep a write-ahead log")
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        row = connection.execute(f"PRAGMA {name}").fetchone()
        actual = 0 if row is None else row[0]  # mmap_size answers nothing where memory mapping is compiled out
        _require(actual == expected, f"it does not keep {name}")
    connection.enable_load_extension(False)
    connection.set_authorizer(_authorise)
    if not read_only:
        checkpoint(connection)


def checkpoint(connection: Connection) -> None:
    """Bring everything from the write-ahead log into the database file and empty the log."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextlib.contextmanager
def maintenance(connection: Connection) -> Iterator[Connection]:
    """Lift the ban on ATTACH while VACUUM runs, which needs it; nothing else may run inside."""
    connection.set_authorizer(None)
    try:
        yield connection
    finally:
        connection.set_authorizer(_authorise)


def copy_database(
    connection: Connection, target: Path, key: str, module: Any = sqlcipher, progress: Progress | None = None
) -> None:
    """Copy a live database into a new encrypted file under ``key`` (the same or another)."""

    def told(_: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    with files.disk_full_as_condition():
        files.write_new(target, b"")
    copy = module.connect(str(target))
    try:
        copy.set_key(f"x'{_check_key(key)}'")
        connection.backup(copy, pages=_PAGES_AT_ONCE, progress=told)
    except module.DatabaseError as problem:
        raise condition_for(problem, target) from problem
    finally:
        copy.close()


def damage(path: Path, key: str, tick: Tick | None = None, *, untouched: bool = False) -> Iterator[str]:
    """Check every page and every structure on a connection of its own; what is wrong, in the library's words.

    The caller must have checkpointed first: the page check reads the main file only. One bad
    page poisons the connection that met it, hence a fresh one for each check. ``tick`` is
    called now and then, and may raise to stop. ``untouched`` is for a file that nobody has open:
    nothing is written beside it, and its log is not looked into.
    """
    mode: Mode = "ro on a read-only disk" if untouched else "ro"
    for pragma in ("cipher_integrity_check", "integrity_check"):
        stopped: list[BaseException] = []
        try:
            # Straight to the library: opening and closing the live file ourselves would drop its locks.
            connection = _connect(path, _check_key(key), sqlcipher, mode=mode)
        except CaseFileDamaged as problem:
            yield problem.part("what")
            return
        connection.execute("PRAGMA cache_size = -4096")  # every page is read once
        if tick is not None:
            connection.set_progress_handler(_handler(tick, stopped), _STEPS_BETWEEN_TICKS)
        try:
            for (answer,) in connection.execute(f"PRAGMA {pragma}"):
                if str(answer) != "ok":
                    yield f"{pragma}: {answer}"
        except sqlcipher.DatabaseError:
            if stopped:
                raise stopped[0] from None
            yield f"{pragma}: the file cannot be read to its end"
        finally:
            connection.close()


def damage_of_structure(connection: Connection) -> Iterator[str]:
    """Check the structure alone, through a connection that is open: where no other one can be had."""
    try:
        for (answer,) in connection.execute("PRAGMA integrity_check"):
            if str(answer) != "ok":
                yield f"integrity_check: {answer}"
    except sqlcipher.DatabaseError:
        yield "integrity_check: the file cannot be read to its end"


def _handler(tick: Tick, stopped: list[BaseException]) -> Callable[[], int]:
    """What the library calls while it works; anything but 0 makes it stop."""

    def handle() -> int:
        try:
            tick()
        except BaseException as problem:  # raised again when the library has come back
            stopped.append(problem)
            return 1
        return 0

    return handle


def condition_for(problem: Exception, path: Path) -> Exception:
    """The condition behind an error of the library, or the error itself when there is none."""
    text = str(problem).lower()
    # A full disk often shows as a bare input or output error: the log's index cannot be laid out.
    # In a folder where nothing may be made the same index shows as a read-only database.
    disk_error = "disk i/o" in text or "unable to open" in text or "readonly database" in text
    if "full" in text or (disk_error and files.nearly_full(path)):
        return DiskFull()
    if disk_error:
        return DiskTrouble(name=path.name)
    if "not a database" in text or "malformed" in text or "encrypted" in text:
        return CaseFileDamaged(where=path.name)
    return problem


def _authorise(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Called when a statement is prepared: no other database, and no loosening of the rules above."""
    if action == _ACTION_ATTACH:
        return _DENY
    if action == _ACTION_PRAGMA and second is not None:
        name = str(first).lower()
        if name in _FIXED_PRAGMAS or name.startswith("cipher_"):
            return _DENY
    return _ALLOW


def _check_key(key: str) -> str:
    """SQLCipher takes a raw key of any other length for a passphrase, silently."""
    if not _KEY.fullmatch(key):
        raise ValueError("a raw database key is exactly 64 hexadecimal digits")
    return key


def _require(held: bool, why: str) -> None:
    if not held:
        raise UnsafeCipherBuild(why=why)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
