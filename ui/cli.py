"""The `pclo` command: the desktop when it stands alone, and every verb that works without a display.

Exit codes: 0 done, 1 a bug, 2 bad input, 3 refused (wrong passphrase, not authorised,
failed verification), 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from pclo_app import __version__
from pclo_app.errors import KnownError

_GROUPS = ("vaults", "cases", "records", "integrity", "importing", "reports", "meetings", "exchange", "demo")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="pclo",
        description="PCLO Case File: an encrypted case file for police conference liaison officers.",
        epilog="Without a verb it opens the desktop.",
        parents=[_for_the_desktop()],
    )
    top.add_argument("--version", action="version", version=f"PCLO Case File {__version__}")
    verbs = top.add_subparsers(metavar="VERB", dest="verb")
    for name in _GROUPS:
        importlib.import_module(f"ui.commands.{name}").add(verbs)
    return top


def _for_the_desktop() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="pclo", add_help=False)
    options.add_argument("--demo", action="store_true", help="open the sample case file (fictional)")
    options.add_argument("--open", type=Path, metavar="DIR", help="open the case file in DIR")
    return options


def read(argv: list[str]) -> argparse.Namespace:
    """What was asked for. The verbs are looked at only where there is more than the desktop: they take their time."""
    asked, more = _for_the_desktop().parse_known_args(argv)
    if more:
        return parser().parse_args(argv)
    asked.verb = None
    return asked


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
    args = read(sys.argv[1:] if argv is None else argv)
    try:
        if args.verb:
            code: int = args.run(args)
            return code
        return _desktop(args)
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


def _desktop(args: argparse.Namespace) -> int:
    if not has_display():
        if args.demo:
            from ui.commands.demo import headless_day

            return headless_day()
        print("There is no display here, so no window can open. 'pclo --help' lists what works without one.",
              file=sys.stderr)  # fmt: skip
        return 2
    import ui.plain_imports  # noqa: F401  (before the rest brings in PySide6)
    from ui.app import run

    return run(folder=args.open, demo=args.demo)


if __name__ == "__main__":
    sys.exit(main())
