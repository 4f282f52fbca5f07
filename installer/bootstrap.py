"""Make ready to run: Python, the locked packages, the project itself, the system's libraries.

    python3 installer/bootstrap.py               what the program needs
    python3 installer/bootstrap.py --for-tests   and what the tests and checks need

Standard library only; Linux and Windows. Packages go into ``.venv/`` beside the project,
each checked against the hash in its lock file. The last thing written is a stamp that says
what was installed from which locks. A stamp that fits means that there is nothing to do. No
stamp means that an earlier run was broken off, so ``.venv/`` is made again from nothing.

The text of this file must stay readable to an old Python, so that it can look for a newer one.
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
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "pclo-setup.json"
LOCKS = ROOT / "installer" / "locks"
OLDEST = (3, 11)
WINDOWS = sys.platform == "win32"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


class CannotSetUp(Exception):
    """A condition that the person at the keyboard can mend; the text says how."""


def main(argv=None):
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
        print("Set-up stopped: %s" % problem, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as problem:
        print("Set-up stopped: %s" % explain(problem), file=sys.stderr)
        return 2
    return 0


def set_up(level):
    """Bring the folder to `level`: "run", or "tests" which holds all of it."""
    wanted = key()
    stamp = read_stamp()
    fits = stamp.get("key") == wanted and VENV_PYTHON.exists()
    done = stamp.get("level") if fits else None
    for_tests = level == "tests"
    checked = stamp.get("system", []) if fits else []
    if done not in (level, "tests"):
        system_packages.ensure(for_tests, say)  # first: it may bring Python's own venv module
        STAMP.unlink() if STAMP.exists() else None
        if done is None:
            make_venv()
        install(level)
        done = level
        checked = []
    if level not in checked and system_packages.ensure(for_tests, say):
        checked = sorted({*checked, level})
    new = {"key": wanted, "level": done, "system": checked}
    if new != stamp:
        write_stamp(new)
        say("Ready.")


def key():
    """What the environment depends on, as one hash; any change means making it again."""
    digest = hashlib.sha256(str(ROOT).encode("utf-8"))
    for path in [ROOT / "pyproject.toml", Path(__file__), *sorted(LOCKS.glob("*.txt"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp():
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp):
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp), encoding="utf-8")
    os.replace(str(fresh), str(STAMP))


def make_venv():
    """An empty ``.venv/``; whatever half-made or outdated one is there goes first."""
    if VENV.is_symlink():
        raise CannotSetUp(".venv is a link to another folder. Take the link away and run this again.")
    if VENV.exists():
        if any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists() and not (VENV / "bin").exists():
            raise CannotSetUp(".venv holds something that set-up did not put there. Move it away and run this again.")
        say("Clearing the earlier .venv.")
        try:
            shutil.rmtree(str(VENV))
        except OSError as problem:
            raise CannotSetUp(
                "a file in .venv is in use (%s). Close the program and run this again." % problem.filename
            ) from problem
    python = find_python()
    say("Making .venv.")
    run([*python, "-m", "venv", str(VENV)])


def find_python():
    """The first Python on this machine that is new enough and can make environments."""
    newest_first = ["3.%d" % minor for minor in (13, 12, 11, 14, 15)]
    names = [[sys.executable]] + [["python%s" % version] for version in newest_first] + [["python3"], ["python"]]
    if WINDOWS:
        names += [["py", "-%s" % version] for version in newest_first]
    probe = "import sys, venv, ensurepip; sys.exit(sys.version_info < %r)" % (OLDEST,)
    for command in names:
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "-c", probe], stderr=subprocess.DEVNULL).returncode == 0:
                return command
    hint = "" if WINDOWS else " On Debian and Ubuntu: apt-get install python3 python3-venv."
    raise CannotSetUp("Python %d.%d or newer, with its venv module, was not found.%s" % (*OLDEST, hint))


def install(level):
    """The locked packages, each held to its hash, then the project itself in place."""
    say("Installing the locked packages%s." % (" and those for the tests" if level == "tests" else ""))
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    names = ["build.txt", "dev.txt" if level == "tests" else "runtime.txt"]
    locked = [part for name in names for part in ("-r", str(LOCKS / name))]
    run([*pip, "--require-hashes", "--only-binary", ":all:", *locked])
    # setuptools came with the locks: installing the project needs nothing more from outside.
    run([*pip, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)])


def run(command):
    environment = {**os.environ, "PYTHONNOUSERSITE": "1"}
    environment.pop("PYTHONPATH", None)
    subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL)


def explain(problem):
    if "pip" in problem.cmd:
        return (
            "packages could not be installed (see above). Set-up needs the network, or a folder of "
            "wheels named in PIP_FIND_LINKS, this once. Run it again when that is mended."
        )
    return "%s ended with code %d." % (Path(problem.cmd[0]).name, problem.returncode)


def say(text):
    print(text, flush=True)


@contextlib.contextmanager
def only_one():
    """Two set-ups at once in one folder take turns; the lock goes with its process."""
    with (ROOT / ".setup.lock").open("w") as handle:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    if sys.version_info < (3, 7):
        raise SystemExit("Set-up needs Python 3.11 or newer.")
    raise SystemExit(main())
