"""The office folder: where bundles are left for others to fetch.

Nobody has to trust it. Every file is named by what it holds, written once, and read back
before it counts as published; whoever can write to the folder can hide and delete, and
nothing else. The layout is the same for every kind of drop::

    pclo-drop.json                              {"v":1,"team":…}: guards against writing into the wrong folder
    up/<dev16>/<n:08d>-<sha256[:32]>.pclo       written by that laptop alone
    down/<dev16>/<n:08d>-<sha256[:32]>.pclo     written by the office, for that laptop
    tmp/<random>.part                           not finished yet
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from ..errors import KnownError
from ..vault import files
from ..vault.errors import FileHeldOpen
from .container import SIZE_LIMIT
from .errors import BundleTooLarge, DropKind, DropUnreachable, NoSuchDrop, NotADrop, OtherTeam

GUARD = "pclo-drop.json"
_NAME = re.compile(r"(\d{8,16})-([0-9a-f]{32})\.pclo", re.ASCII)
_LAPTOP = re.compile(r"[0-9a-f]{16}")
_GUARD_LIMIT = 4096
_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""A link is not followed, and a pipe that somebody put there does not hold us up."""


class Place(NamedTuple):
    """A folder of the drop: up or down, and the first 16 digits of a laptop's name."""

    way: str
    laptop: str

    def __str__(self) -> str:
        return f"{self.way}/{self.laptop}"


class Lying(NamedTuple):
    """A bundle as it lies in the drop."""

    place: Place
    name: str

    def __str__(self) -> str:
        return f"{self.place}/{self.name}"

    @property
    def n(self) -> int:
        """The sender's number for it, as the name has it."""
        return int(self.name.partition("-")[0])

    @property
    def digest(self) -> str:
        """The first 32 digits of the SHA-256 of what it should hold."""
        return self.name.partition("-")[2][:32]


class Drop(Protocol):
    """Any place that keeps files: a folder, a share, a server, an object store."""

    def check(self, team: str, *, create: bool) -> None:
        """That this is the drop of this team; an empty one becomes it where ``create`` allows."""

    def lying(self, way: str, laptop: str | None = None) -> list[Lying]:
        """The bundles lying there, in order; names that are no bundle's are passed over."""

    def read(self, lying: Lying) -> bytes:
        """The bytes of one; never more than a bundle can have."""

    def publish(self, place: Place, name: str, data: bytes) -> None:
        """Put a bundle there and read it back. Doing it twice is harmless."""


def name_of(n: int, data: bytes) -> str:
    """The name under which a bundle lies in the drop."""
    return f"{n:08d}-{hashlib.sha256(data).hexdigest()[:32]}.pclo"


def is_bundle(name: str) -> bool:
    """Whether a file has a bundle's name."""
    return _NAME.fullmatch(name) is not None


def digest_in(name: str) -> str | None:
    """The digest that a file's name promises, where it is a bundle's name."""
    found = _NAME.fullmatch(name)
    return found[2] if found else None


def at(address: str | Path) -> FolderDrop:
    """The drop at an address: a folder's path, or file:// and a path."""
    text = str(address)
    scheme, separator, _ = text.partition("://")
    if not separator:
        return FolderDrop(Path(text))
    if scheme.lower() != "file":
        raise DropKind(kind=f"{scheme}://")
    parts = urlsplit(text)
    path = unquote(parts.path)
    if os.name == "nt":
        path = path.lstrip("/") if re.match(r"/[A-Za-z]:", path) else path
        path = f"//{parts.netloc}{path}" if parts.netloc else path
    return FolderDrop(Path(path))


class FolderDrop:
    """A drop in a folder: of this laptop, of a network share, or on a stick."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __str__(self) -> str:
        return str(self.root)

    def check(self, team: str, *, create: bool) -> None:
        """See `Drop.check`."""
        with _unreachable("read"):
            guard = self.root / GUARD
            if guard.is_file():
                self._check_guard(guard, team)
                return
            if self.root.is_dir():
                if any(self.root.iterdir()):
                    raise NotADrop(drop=self.root)
            elif self.root.exists() or not self.root.parent.is_dir():
                raise NoSuchDrop(drop=self.root)
        if create:
            with _unreachable("written to"):
                self._folder(self.root)
                self._put(guard, msgspec.json.encode({"v": 1, "team": team}))
                self._check_guard(guard, team)

    def _check_guard(self, guard: Path, team: str) -> None:
        try:
            found = msgspec.json.decode(guard.read_bytes()[:_GUARD_LIMIT], type=dict[str, int | str])
        except msgspec.MsgspecError:
            raise NotADrop(drop=self.root) from None
        if found.get("team") != team or found.get("v") != 1:
            raise OtherTeam(thing=f"The office folder {self.root}")

    def lying(self, way: str, laptop: str | None = None) -> list[Lying]:
        """See `Drop.lying`. Links and odd names are not followed or opened."""
        with _unreachable("read"):
            folder = self.root / way
            laptops = [laptop] if laptop else sorted(self._names(folder, _LAPTOP, os.DirEntry.is_dir))
            found = [
                Lying(Place(way, name), file)
                for name in laptops
                for file in self._names(folder / name, _NAME, os.DirEntry.is_file)
            ]
        return sorted(found, key=lambda lying: (lying.place, lying.n, lying.name))

    def _names(self, folder: Path, pattern: re.Pattern[str], is_kind: Callable[..., bool]) -> list[str]:
        try:
            with os.scandir(folder) as entries:
                return [
                    entry.name
                    for entry in entries
                    if pattern.fullmatch(entry.name) and is_kind(entry, follow_symlinks=False)
                ]
        except FileNotFoundError:
            return []

    def read(self, lying: Lying) -> bytes:
        """See `Drop.read`."""
        with _unreachable("read"), os.fdopen(os.open(self._path(lying.place, lying.name), _READ), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > SIZE_LIMIT:
                raise BundleTooLarge(why=f"{about.st_size:,} bytes")
            return file.read(SIZE_LIMIT + 1)

    def publish(self, place: Place, name: str, data: bytes) -> None:
        """See `Drop.publish`."""
        target = self._path(place, name)
        with _unreachable("written to"):
            if _holds(target, data):
                return
            for folder in (target.parent.parent, target.parent):
                self._folder(folder)
            self._put(target, data)
            if not _holds(target, data):
                raise OSError("what was written cannot be read back")

    def _path(self, place: Place, name: str) -> Path:
        if place.way not in ("up", "down") or not _LAPTOP.fullmatch(place.laptop) or not is_bundle(name):
            raise ValueError("not the place of a bundle")
        return self.root / place.way / place.laptop / name

    def _put(self, target: Path, data: bytes) -> None:
        """Whole or not at all: beside it, forced to disk, then into its place."""
        temporary = self.root / "tmp" / f"{secrets.token_hex(16)}.part"
        self._folder(temporary.parent)
        try:
            with temporary.open("xb") as file:
                _share(temporary, self.root, 0o666)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            files.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        with contextlib.suppress(OSError):  # some network shares have no such call
            files.sync_folder(target.parent)

    def _folder(self, path: Path) -> None:
        """Make a folder where there is none yet; the drop itself with the rights of the folder in which it lies."""
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            if path == self.root:
                _share(path, path.parent, 0o6775)
            else:
                _share(path, self.root, 0o7777)


def _share(path: Path, like: Path, most: int) -> None:
    """The program makes files for its own user alone; those of a drop are for all who may use its folder."""
    if os.name != "nt":  # where rights are inherited
        with contextlib.suppress(OSError):  # a share that knows no rights
            path.chmod(stat.S_IMODE(like.stat().st_mode) & most)


def _holds(target: Path, data: bytes) -> bool:
    """Whether the file is there and has exactly these bytes."""
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _unreachable(done: str) -> Iterator[None]:
    try:
        yield
    except FileHeldOpen as held:
        raise DropUnreachable(done=done, why=f"another program holds {held.values['name']} open") from None
    except KnownError:
        raise
    except OSError as problem:
        raise DropUnreachable(done=done, why=problem.strerror or str(problem) or type(problem).__name__) from None
