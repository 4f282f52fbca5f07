"""The `pclo` command: the desktop when it stands alone, and every verb that works without a display.

Exit codes: 0 done, 1 a bug, 2 bad input, 3 refused (wrong passphrase, not authorised,
failed verification), 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pclo_app import __version__
from pclo_app.errors import KnownError
from pclo_app.vault.hardening import harden_process

if TYPE_CHECKING:
    import argparse

_GROUPS = (
    "vaults",
    "cases",
    "records",
    "documents",
    "audit",
    "integrity",
    "importing",
    "reports",
    "certificates",
    "meetings",
    "exchange",
    "demo",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    import argparse
    import importlib

    top = argparse.ArgumentParser(
        prog="pclo",
        description="PCLO Case File: an encrypted case file for police conference liaison officers.",
        epilog="Without a verb it opens the desktop.",
    )
    top.add_argument("--version", action="version", version=f"PCLO Case File {__version__}")
    top.add_argument("--demo", action="store_true", help="open the sample case file (fictional)")
    top.add_argument("--open", type=Path, metavar="DIR", help="open the case file in DIR")
    verbs = top.add_subparsers(metavar="VERB", dest="verb")
    for name in _GROUPS:
        importlib.import_module(f"ui.commands.{name}").add(verbs)
    return top


def _run(argv: list[str]) -> int:
    """The desktop's own ways to start are read by hand: the whole command line takes longer than the first window."""
    match argv:
        case []:
            return _desktop(None, demo=False)
        case ["--demo"]:
            return _desktop(None, demo=True)
        case ["--open", folder]:
            return _desktop(Path(folder), demo=False)
    args = parser().parse_args(argv)
    if args.verb:
        code: int = args.run(args)
        return code
    return _desktop(args.open, demo=args.demo)


def has_display() -> bool:
    """Whether windows can be shown: always outside Linux; there, with a display server or Qt's own choice."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(argv: list[str] | None = None) -> int:
    """Run the command line; answers the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if argv is None:  # a process of our own: a verb has the case file open as the desktop has
        harden_process()
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KnownError as error:
        print(error.sentence, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped. Everything saved so far is safe.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from ui.shell.crash import write_crash_file

        path = write_crash_file(error)
        print(
            f"The program met a fault of its own ({type(error).__name__}). What was saved is safe. "
            f"Give IT support this file, which holds no case text: {path}",
            file=sys.stderr,
        )
        return 1


def _desktop(folder: Path | None, *, demo: bool) -> int:
    if not has_display():
        if demo:
            from ui.commands.demo import headless_day

            return headless_day()
        print("There is no display here, so no window can open. 'pclo --help' lists what works without one.",
              file=sys.stderr)  # fmt: skip
        return 2
    gc.disable()  # until the first window is there: what is imported stays, and looking through it takes time
    try:
        import ui.plain_imports  # noqa: F401  (before the rest brings in PySide6)
        from ui.app import run

        return run(folder=folder, demo=demo)
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
