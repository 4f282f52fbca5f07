"""A disk whose power is cut: what may be left of a real run's writes, by the promises that fsync makes and no others.

A run is recorded with strace: every change to a file, every fsync, and every line in which
the writer says that something is safe. From that any moment can be cut. What was synced is
kept. Of what was not, each write is kept, lost, or torn at 512 bytes, in any order; of new
names, renames and removals that no fsync of their folder covers, the first few are kept.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SECTOR = 512
_CALLS = (
    "openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,fsync,fdatasync,sync_file_range,"
    "truncate,ftruncate,fallocate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,copy_file_range,"
    "sendfile"
)
_NAMING = {
    "openat",
    "open",
    "creat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
}
_LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)$", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


def can_trace() -> bool:
    """Whether strace is here and allowed to look into a process of ours."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Event:
    """One thing that the run did. ``what`` says which of the other fields mean anything."""

    what: Literal["write", "resize", "sync", "name", "rename", "forget", "sync folder", "say"]
    node: int = 0
    """The file's content, whatever its names; 0 is a folder."""
    path: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""


def record(folder: Path, arguments: list[str], trace: Path) -> list[Event]:
    """Run a module of the tests on a folder under strace; answers what it did there and what it said, in order."""
    command = ["strace", "-f", "-qq", "-xx", "-s", "100000000", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    if "seccomp" in subprocess.run(["strace", "--help"], capture_output=True, text=True, check=False).stdout:
        command.append("--seccomp-bpf")  # only the calls that are looked at stop the process
    reader = _Reader(folder)
    done = subprocess.run(
        [*command, "-o", str(trace), sys.executable, "-m", *arguments],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return list(reader.read(trace))


class _Reader:
    """Turns strace's lines into events on one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._nodes: dict[str, int] = {}
        for path in sorted(folder.rglob("*")):
            self._nodes[self._inside(str(path))] = 0 if path.is_dir() else len(self._nodes) + 1
        self._last = len(self._nodes) + 1
        self._open: dict[int, list[object]] = {}  # descriptor: path, node, offset, appending

    def _inside(self, path: str) -> str:
        """The path from the folder on; the folder itself is '.'; elsewhere is nothing."""
        return os.path.relpath(path, self._folder) if (path + "/").startswith(self._folder + "/") else ""

    def read(self, trace: Path) -> Iterator[Event]:
        begun: dict[str, str] = {}
        with trace.open(encoding="ascii", errors="strict") as lines:
            for line in lines:
                found = _LINE.match(line.rstrip("\n"))
                if found is None:
                    continue
                process, call, rest = found.groups()
                if rest.endswith("<unfinished ...>"):
                    begun[process] = rest.removesuffix("<unfinished ...>")
                    continue
                if " resumed>" in line:
                    rest = begun.pop(process, "") + rest
                words, equals, result = rest.rpartition(") = ")
                if not equals:
                    words, _, result = rest.rpartition(" = ")
                if result.strip().split(" ")[0] not in ("?", "-1"):
                    yield from self._events(call, words.strip().removesuffix(")"), result)

    def _events(self, call: str, words: str, result: str) -> Iterator[Event]:
        texts = [_unhex(found[1]) for found in _TEXT.finditer(words)]
        assert all(found[2] is None for found in _TEXT.finditer(words)), "strace cut a write short"
        plain = _TEXT.sub('""', words).split(", ")
        named = [self._resolve(os.fsdecode(text), plain) for text in texts[:2]] if call in _NAMING else []
        if call in ("openat", "open", "creat"):
            yield from self._opened(named[0], words, int(result.split()[0]))
        elif call == "close":
            self._open.pop(int(plain[0]), None)
        elif call in ("dup", "dup2", "dup3"):
            self._copied(int(plain[0]), int(result.split()[0]))
        elif call == "fcntl":
            if "F_DUPFD" in plain[1]:
                self._copied(int(plain[0]), int(result.split()[0]))
        elif call == "lseek":
            if int(plain[0]) in self._open:
                self._open[int(plain[0])][2] = int(result.split()[0])
        elif call in ("write", "pwrite64"):
            yield from self._written(int(plain[0]), texts[0][: int(result.split()[0])], plain, call == "pwrite64")
        elif call in ("fsync", "fdatasync"):
            if int(plain[0]) in self._open:
                path, node, *_ = self._open[int(plain[0])]
                yield Event("sync" if node else "sync folder", node=_number(node), path=str(path))
        elif call == "ftruncate":
            if int(plain[0]) in self._open:
                yield Event("resize", node=_number(self._open[int(plain[0])][1]), offset=int(plain[1]))
        elif call in ("rename", "renameat", "renameat2"):
            old, new = (self._inside(path) for path in named)
            if old or new:
                assert old and new
                self._nodes[new] = self._nodes.pop(old)
                yield Event("rename", path=old, other=new)
        elif call in ("unlink", "unlinkat", "rmdir"):
            if path := self._inside(named[0]):
                self._nodes.pop(path, None)
                yield Event("forget", path=path)
        elif call in ("mkdir", "mkdirat"):
            if path := self._inside(named[0]):
                self._nodes[path] = 0
                yield Event("name", path=path)
        else:  # another way of writing, which this reader would have to learn
            path = self._inside(os.fsdecode(texts[0])) if texts else str(self._open.get(int(plain[0]), [""])[0])
            assert not path, f"{call} on {path}"

    def _resolve(self, name: str, plain: list[str]) -> str:
        """A name given from an open folder on, as a whole path."""
        if name.startswith("/") or not plain[0].isdigit():
            return name
        path = str(self._open.get(int(plain[0]), [""])[0])
        return os.path.normpath(os.path.join(self._folder, path, name)) if path else name

    def _opened(self, name: str, words: str, descriptor: int) -> Iterator[Event]:
        path = self._inside(name)
        self._open.pop(descriptor, None)
        if not path:
            return
        if path != "." and path not in self._nodes:
            if "O_CREAT" not in words:
                return
            self._last += 1
            self._nodes[path] = self._last
            yield Event("name", node=self._last, path=path)
        node = self._nodes.get(path, 0)
        if node and "O_TRUNC" in words:
            yield Event("resize", node=node, offset=0)
        self._open[descriptor] = [path, node, 0, "O_APPEND" in words]

    def _copied(self, old: int, new: int) -> None:
        if old in self._open:
            self._open[new] = self._open[old]

    def _written(self, descriptor: int, data: bytes, plain: list[str], placed: bool) -> Iterator[Event]:
        if descriptor == 1 and descriptor not in self._open:
            yield Event("say", data=data)
        if descriptor not in self._open:
            return
        _, node, offset, appending = self._open[descriptor]
        assert not appending
        where = int(plain[3]) if placed else _number(offset)
        if not placed:
            self._open[descriptor][2] = where + len(data)
        yield Event("write", node=_number(node), offset=where, data=data)


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


@dataclass
class _Content:
    """One file: what is safe of it, and what was done since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Event] = field(default_factory=list)

    def settle(self) -> None:
        for event in self.since:
            _apply(self.safe, event, range(0, len(event.data), SECTOR))
        self.since.clear()


def _apply(content: bytearray, event: Event, sectors: range | list[int]) -> None:
    """Make one change, or those sectors of it."""
    if event.what == "resize":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    for start in sectors:
        part = event.data[start : start + SECTOR]
        end = event.offset + start + len(part)
        content.extend(bytes(max(0, end - len(content))))
        content[end - len(part) : end] = part


class Disk:
    """The state of a disk while a recorded run goes on: what is safe, and what is still on its way."""

    def __init__(self, before: Path) -> None:
        self._contents: dict[int, _Content] = {0: _Content()}
        self._names: dict[str, int] = {}
        self._moving: list[Event] = []
        self.said = b""
        for path in sorted(before.rglob("*")):  # in the reader's order, so that the numbers agree
            node = 0 if path.is_dir() else len(self._names) + 1
            self._names[str(path.relative_to(before))] = node
            if node:
                self._contents[node] = _Content(bytearray(path.read_bytes()))

    def run(self, event: Event) -> None:
        """One more thing happens."""
        if event.what in ("write", "resize"):
            self._contents.setdefault(event.node, _Content()).since.append(event)
        elif event.what == "sync":
            self._contents.setdefault(event.node, _Content()).settle()
        elif event.what == "say":
            self.said += event.data
        elif event.what == "sync folder":
            for move in [move for move in self._moving if os.path.dirname(move.other or move.path) == _dir(event.path)]:
                _move(self._names, move)
                self._moving.remove(move)
        else:
            self._moving.append(event)

    def unharmed(self) -> dict[str, bytes]:
        """Every file as it is while the power stays on."""
        names = dict(self._names)
        for move in self._moving:
            _move(names, move)
        files = {path: node for path, node in names.items() if node}
        return {
            path: _left_of(self._contents.get(node, _Content()), "keep", random.Random())
            for path, node in files.items()
        }

    def cut(self, chance: random.Random, out: Path) -> None:
        """Write down one state in which the disk may be found when the power goes now."""
        names = dict(self._names)
        for move in self._moving[: chance.randint(0, len(self._moving))]:
            _move(names, move)
        fate = chance.choice(["lose", "keep", "mix", "mix", "mix"])
        out.mkdir()
        for path, node in sorted(names.items()):
            target = out / path
            if not target.parent.is_dir():  # its folder is gone, or the folder's own name was never safe
                continue
            if node:
                target.write_bytes(_left_of(self._contents.get(node, _Content()), fate, chance))
            else:
                target.mkdir(exist_ok=True)


def _dir(path: str) -> str:
    return "" if path == "." else path


def _move(names: dict[str, int], move: Event) -> None:
    if move.what == "name":
        names[move.path] = move.node
    elif move.what == "forget":
        names.pop(move.path, None)
    elif move.path in names:
        names[move.other] = names.pop(move.path)


def _left_of(content: _Content, fate: str, chance: random.Random) -> bytes:
    left = bytearray(content.safe)
    waiting = list(content.since) if fate != "lose" else []
    if fate == "mix" and chance.random() < 0.5:
        chance.shuffle(waiting)
    for event in waiting:
        sectors = list(range(0, len(event.data), SECTOR))
        what = "keep" if fate == "keep" else chance.choice(["keep", "lose", "tear"])
        if what == "tear":
            sectors = [sector for sector in sectors if chance.random() < 0.5]
        if what != "lose":
            _apply(left, event, sectors)
    return bytes(left)


def cuts(before: Path, events: list[Event], count: int, chance: random.Random, look: Callable[[Disk], None]) -> None:
    """Cut the power at so many random moments; ``look`` is given the disk at each."""
    happens = [number for number, event in enumerate(events) if event.what != "say"]
    moments = sorted(chance.choices(happens, k=count))
    disk = Disk(before)
    for number, event in enumerate(events):
        while moments and moments[0] == number:
            moments.pop(0)
            look(disk)
        disk.run(event)
