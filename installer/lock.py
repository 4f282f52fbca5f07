"""Write the lock files again: the newest versions that fit, each with its hashes.

    python installer/lock.py             keep what is locked, add what is missing
    python installer/lock.py --upgrade   take the newest of everything

Three files in ``installer/locks/`` hold names, versions and SHA-256 hashes, for Linux and
Windows and every supported Python, and nothing else: where the packages come from is the
machine's own business.

``build.txt``    what installs the project itself
``runtime.txt``  what the program needs to run
``dev.txt``      the same versions, and what the tests and checks need besides
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "installer" / "locks"
LINE = re.compile(r"[a-z0-9][a-z0-9.-]*==\S+( ; .+?)?( \\)?|    --hash=sha256:[0-9a-f]{64}( \\)?")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of everything")
    upgrade = ["--upgrade"] if parser.parse_args(argv).upgrade else []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    LOCKS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        python = _resolver(Path(folder))
        build = Path(folder) / "build.in"
        build.write_text("\n".join(project["build-system"]["requires"]) + "\n", encoding="utf-8")
        source = str(ROOT / "pyproject.toml")
        _compile(python, "build.txt", [str(build), *upgrade])
        _compile(python, "runtime.txt", [source, *upgrade])
        same = ["--constraint", str(LOCKS / "runtime.txt"), "--constraint", str(LOCKS / "build.txt")]
        _compile(python, "dev.txt", [source, "--extra", "dev", *same, *upgrade])
    return 0


def _resolver(folder: Path) -> str:
    """A throw-away environment with the resolver; the project's own one stays as it is."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv"], check=True)
    return str(python)


def _compile(python: str, name: str, arguments: list[str]) -> None:
    output = LOCKS / name
    plain = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"]
    command = [python, "-m", "uv", "pip", "compile", "-q", *plain, "-o", str(output), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    lines = output.read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not LINE.fullmatch(line)]
    if odd:
        raise SystemExit(f"{name}: only names, versions and hashes belong in a lock file: {odd[0]}")
    print(f"{name}: {sum('==' in line for line in lines)} packages")


if __name__ == "__main__":
    raise SystemExit(main())
