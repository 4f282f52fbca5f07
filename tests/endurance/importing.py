"""Brings a file in, or takes it back, and tells each step. The test kills it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import plan_csv
from pclo_app.importing.accepting import accept
from pclo_app.importing.undoing import imports, undo


def told(done: int, total: int) -> None:
    print(f"{done} {total}", flush=True)


def main(folder: Path, passphrase: str, file: Path, act: str) -> None:
    """Do it, with the file kept among the documents."""
    with CaseFile.open(folder, passphrase) as cf:
        case = cf.cases()[0].id
        data = file.read_bytes()
        if act == "undo":
            undo(cf, case, imports(cf, case)[0].digest, told)
        else:
            accept(cf, case, plan_csv(data, file.name, None, date(2026, 11, 22)), progress=told, keep=data)
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
