"""Writes entries and drafts without pause, telling each one once it is safe. The test kills it."""

from __future__ import annotations

import sys
from pathlib import Path

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate


def main(folder: Path, passphrase: str) -> None:
    """Write until killed."""
    with CaseFile.open(folder, passphrase) as cf:
        case = cf.cases()[0].id
        number = 0
        while True:
            number += 1
            cf.put_draft("quick-entry/" + case, f"draft {number}".encode())
            print(f"draft {number}", flush=True)
            entry = ChronologyEntry(
                fact=f"event {number}", agency="POL", source=Source(system="CAD"), when=EventDate(edtf="2026-11-05")
            )
            saved = cf.save(entry, case=case)
            print(f"rev {saved.rev}", flush=True)
            if number % 5 == 0:
                many = cf.save_many((entry, case) for _ in range(20))
                print("\n".join(f"rev {each.rev}" for each in many), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
