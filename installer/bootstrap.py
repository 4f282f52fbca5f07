"""Make ready to run: Python, the locked packages, the project itself, the system's libraries.

    python3 installer/bootstrap.py               what the program needs
    python3 installer/bootstrap.py --for-tests   and what the tests and checks need

Standard library only; Linux and Windows. Packages go into ``.venv/`` beside the project,
each checked against the hash in its lock file. The last thing written is a stamp that says
what was installed from which locks. A stamp that fits means that there is nothing to do; one
from older locks, that the difference is installed. No stamp means that an earlier run was
broken off, so ``.venv/`` is made again from nothing.

Started by an older Python (3.7 or later) it looks for a newer one itself.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "pclo-setup.json"
LOCKS = ROOT / "installer" / "locks"
OLDEST = (3, 11)
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK_FILES = {"run": "runtime.txt", "tests": "dev.txt"}  # the second holds all of the first


class CannotSetUp(Exception):
    """A condition that the person at the keyboard can mend; the text says how."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make ready to run PCLO Case File from this folder.")
    parser.add_argument("--for-tests", action="store_true", help="also what the tests and checks need")
    level = "tests" if parser.parse_args(argv).for_tests else "run"
    try:
        with only_one():
            set_up(level)
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: the next run starts this again.", file=sys.stderr)
        return 130
    except CannotSetUp as problem:
        print(f"Set-up stopped: {problem}", file=sys.stderr)
        return 2
    return 0


def set_up(level: str) -> None:
    """Bring the folder to `level`: "run", or "tests" which holds all of it."""
    before = read_stamp()
    place = str(ROOT)  # an environment cannot be moved
    if before.get("place") != place or not VENV_PYTHON.exists():
        before = {}
    packages, project = fingerprint(*sorted(LOCKS.glob("*.txt"))), fingerprint(ROOT / "pyproject.toml")
    have, system = before.get("level", ""), before.get("system", "")
    if have == "tests":
        level = "tests"
    if system != level and system_packages.ensure(level == "tests", say):
        system = level
    if have != level or before.get("packages") != packages:
        STAMP.unlink() if STAMP.exists() else None
        if not before:
            make_venv()
        install_packages(level)
    if before.get("project") != project:
        install_project()
    after = {"place": place, "packages": packages, "project": project, "level": level, "system": system}
    if after != before:
        write_stamp(after)
        say("Ready.")


def fingerprint(*files: Path) -> str:
    """One hash for what these files say."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp), encoding="utf-8")
    os.replace(str(fresh), str(STAMP))


def make_venv() -> None:
    """An empty ``.venv/``; whatever half-made or outdated one is there goes first."""
    if VENV.is_symlink():
        raise CannotSetUp(".venv is a link to another folder. Take the link away and run this again.")
    if VENV.exists():
        contents = {path.name for path in VENV.iterdir()}
        if contents and not contents & {"pyvenv.cfg", "bin", "Scripts", "lib", "Lib", "include", "Include"}:
            raise CannotSetUp(".venv holds something that set-up did not put there. Move it away and run this again.")
        say("Clearing the earlier .venv.")
        try:
            shutil.rmtree(str(VENV))
        except OSError as problem:
            raise CannotSetUp(
                f"a file in .venv is in use ({problem.filename}). Close the program and run this again."
            ) from problem
    python = find_python()
    say("Making .venv.")
    run([*python, "-m", "venv", str(VENV)], "Python could not make .venv (see above).")


def find_python() -> list[str]:
    """The first Python on this machine that is new enough and can make environments."""
    versions = [f"3.{minor}" for minor in (13, 12, 11, 14, 15)]  # the best tried first
    candidates = [[sys.executable], *(["python" + version] for version in versions), ["python3"], ["python"]]
    if sys.platform == "win32":
        candidates += [["py", "-" + version] for version in versions]
    probe = f"import sys, venv, ensurepip; sys.exit(sys.version_info < {OLDEST})"
    for command in candidates:
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return command
    hint = "" if sys.platform == "win32" else " On Debian and Ubuntu: apt-get install python3 python3-venv."
    raise CannotSetUp(f"Python {OLDEST[0]}.{OLDEST[1]} or newer, with its venv module, was not found.{hint}")


def install_packages(level: str) -> None:
    """The locked packages, each held to its hash and none built here."""
    say("Installing the locked packages, some 100 MB the first time.")
    locks = [part for name in ("build.txt", LOCK_FILES[level]) for part in ("-r", str(LOCKS / name))]
    pip(
        ["--require-hashes", "--only-binary", ":all:", *locks],
        "packages could not be installed (see above). Set-up needs the network this once, or a folder "
        "of wheels named in PIP_FIND_LINKS. Mend that and run it again.",
    )


def install_project() -> None:
    """The project itself, in place. Setuptools came with the locks: nothing is fetched."""
    arguments = ["--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)]
    pip(arguments, "the project could not be put into .venv (see above).")


def pip(arguments: Sequence[str], otherwise: str) -> None:
    # -qq: errors only; a machine's own package settings may be talkative.
    plain = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run([str(VENV_PYTHON), *plain, *arguments], otherwise)


def run(command: Sequence[str], otherwise: str) -> None:
    """Run a command that must succeed; `otherwise` is what the person is told."""
    environment = {**os.environ, "PYTHONNOUSERSITE": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode == 130:
        raise KeyboardInterrupt
    if done.returncode != 0:
        raise CannotSetUp(otherwise)


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two set-ups at once in one folder take turns; the lock goes with its process."""
    with (ROOT / ".setup.lock").open("w") as handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    raise SystemExit(main())
