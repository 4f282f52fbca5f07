"""pclo demo: the practice case files. And the same day without a display, from the first record to the receipt."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pclo_app.casefile import demo as practice
from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.demo import Demo

from .doors import Verbs, emit, verb

Say = Callable[[str], None]


class SyncTeam:
    """The exchange between the two laptops of the sample: real bundles through a real drop."""

    def __init__(self, drop: Path) -> None:
        self._drop = drop

    def enrol(self, officer: CaseFile, sergeant: CaseFile) -> None:
        """Put both into one roster."""
        from pclo_app.sync.introduce import enrol_directly

        enrol_directly(sergeant, officer)

    def exchange(self, sender: CaseFile, receiver: CaseFile) -> None:
        """Give the one all rows of the other."""
        from pclo_app.sync.drop import FolderDrop
        from pclo_app.sync.exchange import sync

        office = FolderDrop(self._drop)
        sync(sender, office)
        sync(receiver, office)
        sync(sender, office)


def add(verbs: Verbs) -> None:
    """Declare the verb."""
    verb(verbs, "demo", _demo, "build the practice case files (fictional), an officer’s and a sergeant’s")


def build(folder: Path, progress: practice.Progress | None = None) -> Demo:
    """The practice folder with everything in it. Answers at once where it is built already."""
    from pclo_app.reports import strategy_record

    with tempfile.TemporaryDirectory() as drop:
        return practice.demo(folder, presented=strategy_record.presented, team=SyncTeam(Path(drop)), progress=progress)


def _demo(args: argparse.Namespace) -> int:
    found = build(args.folder)
    if args.json:
        emit({"officer": str(found.officer), "sergeant": str(found.sergeant),
              "passphrase_file": str(found.passphrase_file)})  # fmt: skip
    else:
        print("The practice case files are ready. Everything in them is made up.")
        print(f"  officer    {found.officer}\n  sergeant   {found.sergeant}\n  passphrase {found.passphrase_file}")
        print(f"Open it: pclo --open {found.officer}")
    return 0


def headless_day(out: Path | None = None, say: Say = print) -> int:
    """The officer's day without a display: the sample, an import, a seal, the PDFs, the exchange, the pictures."""
    from ui.shell.folders import practice_folder

    base = (out or practice_folder().with_name("day without a display")).absolute()
    say("There is no display here, so the day is gone through without one. Nothing in it is real.")
    folder = _fresh(base)
    found = build(folder / "case files", _told)
    _end_progress()
    say(f"1. The sample case files are in {folder / 'case files'}; the passphrase is {found.passphrase!r}.")
    pictures = _pictures(found, folder / "pictures")
    passphrase = found.passphrase
    with CaseFile.open(found.officer, passphrase) as officer:
        case = officer.case_by_reference("KM-0417").id
        imported = _import(officer, folder)
        say(f"2. Brought in {imported} rows from {folder / 'partner chronology.csv'}; bringing them in again changed "
            "nothing.")  # fmt: skip
        code = _seal(officer, case)
        say(f"3. The chair signed the strategy meeting record. Its code: {code}")
        pdfs = _reports(officer, case, folder)
        say("4. Printed: " + ", ".join(str(path) for path in pdfs))
        exported = _export(officer, case, folder)
        say(f"5. Exported the chronology to {exported}.")
        with CaseFile.open(found.sergeant, passphrase) as sergeant:
            words = _exchange(officer, sergeant, case, folder / "drop")
            say(f"6. Back at the office: {words}")
            for name, cf in (("officer", officer), ("sergeant", sergeant)):
                report = integrity.verify(cf)
                if not report.ok:
                    raise RuntimeError(f"the {name}'s case file is not whole: {report.problems[0].code}")
                say(f"7. The {name}’s case file is whole: {report.checked['revisions']} revisions.")
    say(f"8. Pictures of the main windows are in {folder / 'pictures'}: {', '.join(path.name for path in pictures)}")
    return 0


def _fresh(base: Path) -> Path:
    """A folder that is not there yet: an earlier day is never overwritten."""
    number = 1
    while (folder := base if number == 1 else base.with_name(f"{base.name} {number}")).exists():
        number += 1
    folder.mkdir(parents=True)
    return folder


def _told(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r   {what}: {done} of {total}   ", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)


_PARTNER = """date,precision,event,source_agency,source_ref,note
2026-11-16,day,Health visitor attempted a home visit; no reply at the door,Health visiting,HV log 31,
2026-11,month,School nurse notes that Theo is quiet,School nursing,SN 4,date given as the month only
"""


def _import(cf: CaseFile, folder: Path) -> int:
    from pclo_app.importing import plan_csv
    from pclo_app.importing.accepting import accept

    path = folder / "partner chronology.csv"
    path.write_text(_PARTNER, encoding="utf-8")
    case = cf.case_by_reference("KM-0417").id
    plan = plan_csv(path.read_bytes(), path.name, None, cf.now().date())
    first, again = accept(cf, case, plan), accept(cf, case, plan)
    if again.imported or again.unchanged != first.imported:
        raise RuntimeError("importing the same file again changed something")
    return first.imported


def _seal(cf: CaseFile, case: str) -> str:
    """Show the open record of the sample to its chair and seal the answer."""
    from pclo_app.records.seal import Ink, Seal
    from pclo_app.reports import strategy_record

    open_ones = [item for item in cf.items(case, "strategy_meeting") if not item.sealed]
    meeting = open_ones[0]
    chair = meeting.record.chair
    answers = [sealed.seal.record for sealed in meetings.seals(cf)]
    drawn = [answer.ink for answer in answers if isinstance(answer, Seal) and answer.ink.strokes]
    ink = drawn[0] if drawn else Ink(dev="typed", unit="0.01mm", strokes=())
    document = strategy_record.presented(cf, meeting.id)
    shown = meetings.present(cf, meeting.id, document.pdf, document.pages)
    answer = meetings.Answer(
        outcome="reserved",
        name=chair.name if chair else "Imelda Crosbie",
        desig=chair.rank if chair else "Team Manager",
        agency="Kingsmere children’s social care",
        ink=ink,
        idcheck="known to officer",
        reserve="About decision 5, police protection. I asked for it to be looked at again on Monday 9 November.",
        seen=tuple(range(1, document.pages + 1)),
    )
    return meetings.seal(cf, shown, answer, text=document.text(), template=document.template).code


def _reports(cf: CaseFile, case: str, folder: Path) -> list[Path]:
    from pclo_app.reports import catalogue

    made = []
    meeting = next(item for item in reversed(cf.items(case, "strategy_meeting")) if item.sealed)
    conference = cf.items(case, "conference")[0]
    wanted: list[tuple[str, str | None, str | None]] = [
        ("chronology", case, None),
        ("chronology-decisions", case, None),
        ("strategy-record", None, meeting.id),
        ("preparation", None, conference.id),
    ]
    for name, about_case, record in wanted:
        document = catalogue.render(cf, name, case=about_case, record=record, recipient="Imelda Crosbie, Team Manager")
        path = folder / f"{name}.pdf"
        path.write_bytes(document.pdf)
        made.append(path)
    return made


def _export(cf: CaseFile, case: str, folder: Path) -> Path:
    from pclo_app.importing.exporting import csv_rows, to_csv

    path = folder / "chronology.csv"
    path.write_bytes(to_csv(csv_rows(item.record for item in cf.entries(case))).encode("utf-8-sig"))
    return path


def _exchange(officer: CaseFile, sergeant: CaseFile, case: str, drop: Path) -> str:
    """Send, receive, review, receipt: and what the officer then sees."""
    from pclo_app.records.review import Comment, ReadMark, Review
    from pclo_app.sync.drop import FolderDrop
    from pclo_app.sync.exchange import sync

    office = FolderDrop(drop)
    sent = sync(officer, office)
    received = sync(sergeant, office)
    entry = sergeant.entries(case)[-1]
    review = Review(
        read=(ReadMark(record=entry.id, rev=entry.rev),),
        comments=(Comment(kind="query", words="Who saw this, and was it first-hand?", record=entry.id, rev=entry.rev),),
    )
    sergeant.save(review, case=case)
    sync(sergeant, office)
    back = sync(officer, office)
    return (
        f"{sent.sent_rows} rows sent in {sent.sent_bundles} bundles to {drop}; the sergeant received "
        f"{received.received_rows}, read, and asked a question; {back.received_rows} rows and {back.receipts} receipts "
        f"came back. {officer.unsent()} rows are on this laptop only."
    )


def _pictures(found: Demo, folder: Path) -> list[Path]:
    """Pictures of the main windows, drawn without a display."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.screenshots import take

    return take(found, folder)
