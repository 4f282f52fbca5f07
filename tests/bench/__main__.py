"""`make bench`: the table, measured now, on this machine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import bundles, casefile, frames, life, memory, reports, start
from tests.bench.measure import Row, shown


def main() -> int:
    """Measure and print. A goal that is not met is said, not hidden; the exit code stays 0."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000, help="size of the long chronology")
    parser.add_argument("--journal", type=int, default=100_000, help="size of the journal that is checked and rebuilt")
    parser.add_argument("--search", type=int, default=250_000, help="size of the largest file that is searched")
    args = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows.append(start.cold_start(folder))
        rows.append(casefile.save_one(folder))
        rows.append(casefile.import_many(folder))
        cf, case = casefile.filled(folder, args.entries)
        rows.append(casefile.first_rows(cf, case, args.entries))
        rows += bundles.written_and_read(cf, folder)
        cf.close()
        rows.append(life.unlocking_long(cf.vault.folder, case, args.entries))
        rows.append(memory.with_a_long_case(cf.vault.folder, folder / "home", args.entries))
        rows.append(life.lock_to_locked(folder))
        rows += frames.scrolling(folder, args.entries)
        rows += casefile.as_it_grows(folder, tuple(sorted({1_000, 20_000, args.search})))
        cf, _case = casefile.filled(folder, args.journal)
        rows.append(casefile.verifying(cf, args.journal))
        rows.append(casefile.rebuilding(cf, args.journal))
        cf.close()
        rows += reports.chronology_pdfs(folder)
        rows.append(reports.sealed_pdf(folder))
    print(shown(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
