"""Printing for real: into a PDF file through Qt, and into a CUPS queue; and what is written down about it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile import disclosures, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.meetings import Sealed
from pclo_app.records.audit import Disclose
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.reports import catalogue, scanned
from pclo_app.reports.document import Document, page_texts
from ui.commands.files import CannotWrite
from ui.reports import printing, wanted
from ui.reports.errors import NotToBeShown, PrinterSilent
from ui.reports.job import PrintJob
from ui.reports.printing import Printer
from ui.reports.wanted import Wanted
from ui.shell.operations import Cancelled
from ui.shell.session import Session

Ask = Callable[[Callable[[CaseFile], object]], object]


@pytest.fixture
def case(ask: Ask) -> str:
    return str(ask(lambda cf: cf.case_by_reference("KM-0417").id))


@pytest.fixture
def chronology(ask: Ask, case: str) -> Document:
    found = ask(lambda cf: catalogue.render(cf, "chronology", case=case))
    assert isinstance(found, Document)
    return found


def log(ask: Ask, case: str) -> list[Disclose]:
    return ask(lambda cf: [i.record for i in disclosures.listed(cf, case) if i.record.act != "shown to the chair"])  # type: ignore[return-value]


def want(case: str, copies: int = 1) -> Wanted:
    return Wanted("chronology", case, recipient="Farah Whitcombe, Detective Sergeant", why="Review", copies=copies)


def run(qtbot: QtBot, job: PrintJob) -> tuple[int, object]:
    with qtbot.waitSignal(job.ended, timeout=60_000) as ended:
        job.start()
    return ended.args[0], ended.args[1]


def test_pages_come_out_as_they_are(chronology: Document, tmp_path: Path, qapp: QApplication) -> None:
    out = tmp_path / "out.pdf"
    printing.send(Printer(str(out), "file"), chronology.pdf, both_sides=True)
    printed, original = pypdfium2.PdfDocument(out), pypdfium2.PdfDocument(chronology.pdf)
    assert len(printed) == chronology.pages
    for number in (0, chronology.pages - 1):
        one, other = printed[number], original[number]
        assert one.get_size() == pytest.approx(other.get_size(), abs=2)
        ink = [_ink(page) for page in (one, other)]
        assert ink[0] == pytest.approx(ink[1], rel=0.15), "the page did not come out as it is"


def _ink(page: pypdfium2.PdfPage) -> int:
    """How much of a page is dark."""
    bitmap = page.render(scale=1, grayscale=True)
    return sum(value < 128 for value in bytes(bitmap.buffer))


def test_what_is_no_pdf_is_not_printed(tmp_path: Path, qapp: QApplication) -> None:
    with pytest.raises(NotToBeShown):
        printing.send(Printer(str(tmp_path / "out.pdf"), "file"), b"not a PDF", both_sides=False)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing(chronology: Document, tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(PrinterSilent) as silent:
        printing.send(Printer(str(tmp_path / "taken"), "file"), chronology.pdf, both_sides=False, copy=2)
    assert silent.value.part("what") == "The printer did not answer. Copy 2 was counted as not printed."


def test_each_copy_has_its_own_number_and_its_own_line(
    session: Session, ask: Ask, case: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(printing, "send", lambda printer, pdf, **_: sent.append(pdf))
    job = PrintJob(session.operations, want(case, 2), Printer("any", "cups"), both_sides=True, parent=session)
    assert run(qtbot, job) == (2, None)
    texts = [_words(pdf) for pdf in sent]
    assert "Copy 1 of 2, for Farah Whitcombe" in texts[0]
    assert "Copy 2 of 2, for Farah Whitcombe" in texts[1]
    lines = log(ask, case)
    assert [(line.act, line.copies, line.recipient, line.why) for line in lines] == [
        ("printed", 1, "Farah Whitcombe, Detective Sergeant", "Review")
    ] * 2
    assert len({line.digest for line in lines}) == 2
    assert all(line.pages and line.code for line in lines)


def _words(pdf: bytes) -> str:
    from pclo_app.reports.document import page_texts

    return " ".join(" ".join(page_texts(pdf)).split())


def test_the_line_is_put_right_when_nothing_came_out(
    session: Session, ask: Ask, case: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(printer: Printer, pdf: bytes, *, both_sides: bool, copy: int) -> None:
        if copy == 2:
            raise PrinterSilent(copy=copy)

    monkeypatch.setattr(printing, "send", silent)
    job = PrintJob(session.operations, want(case, 3), Printer("any", "cups"), both_sides=True, parent=session)
    count, error = run(qtbot, job)
    assert count == 1 and isinstance(error, PrinterSilent)
    first, second = log(ask, case)
    assert (first.copies, second.copies) == (1, 0)
    assert second.change_reason == "The printer did not answer. Copy 2 was counted as not printed."


def test_stopping_prints_no_more(
    session: Session, ask: Ask, case: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = PrintJob(session.operations, want(case, 9), Printer("any", "cups"), both_sides=True, parent=session)
    monkeypatch.setattr(printing, "send", lambda *_, **__: job.stop())
    count, error = run(qtbot, job)
    assert (count, type(error)) == (1, Cancelled)
    assert len(log(ask, case)) == 1


def test_saving_writes_the_file_and_the_line(ask: Ask, case: str, tmp_path: Path) -> None:
    out = tmp_path / "saved.pdf"
    left = ask(lambda cf: wanted.save(cf, want(case), out))
    assert isinstance(left, wanted.Leaving)
    assert out.read_bytes() == left.document.pdf
    (line,) = log(ask, case)
    assert (line.act, line.digest, line.copies) == ("saved as PDF", left.document.digest, 1)


def test_a_file_that_cannot_be_written_is_counted_as_not_saved(ask: Ask, case: str, tmp_path: Path) -> None:
    def attempt(cf: CaseFile) -> str:
        with pytest.raises(CannotWrite):
            wanted.save(cf, want(case), tmp_path / "no such folder" / "x.pdf")
        return "refused"

    assert ask(attempt) == "refused"
    (line,) = log(ask, case)
    assert line.copies == 0 and "not saved" in line.change_reason


# CUPS ---------------------------------------------------------------------------------------------------------

_CUPSD = "/usr/sbin/cupsd"


@pytest.fixture
def cups(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A CUPS of our own with one raw queue, whose printer puts what it gets into a file."""
    if not (os.path.exists(_CUPSD) and shutil.which("lp") and shutil.which("lpadmin")):
        pytest.skip("the packages cups and cups-client are not installed")
    if os.geteuid() != 0:
        pytest.skip("the scheduler of the package cups needs root here")
    root = tmp_path_factory.mktemp("cups")
    root.chmod(0o755)
    socket, out = root / "sock", root / "out.prn"
    for name in ("spool", "cache", "state", "etc", "spool/tmp", "bin", "bin/backend"):
        (root / name).mkdir()
    (root / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
    backend = root / "bin/backend/tofile"
    # A backend is given: number, user, title, copies, options, and the job on its standard input or as a file.
    backend.write_text(
        f'#!/bin/sh\n[ $# -eq 0 ] && exit 0\ncat ${{6:+"$6"}} > "{out}"\ncp "{out}" "{root}/job-$1.prn"\n'
        f'printf "%s\\n%s\\n%s\\n" "$3" "$4" "$5" > "{root}/job-$1.txt"\n'
    )
    backend.chmod(0o700)  # so CUPS runs it as root, and it may write here
    (root / "etc/cupsd.conf").write_text(
        f"Listen {socket}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\nPreserveJobFiles No\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
    )
    (root / "etc/cups-files.conf").write_text(
        f"ServerBin {root}/bin\nServerRoot {root}/etc\nRequestRoot {root}/spool\nTempDir {root}/spool/tmp\n"
        f"CacheDir {root}/cache\nStateDir {root}/state\nAccessLog {root}/access\nErrorLog {root}/error\n"
        f"PageLog {root}/page\n"
    )
    daemon = subprocess.Popen(
        [_CUPSD, "-f", "-c", str(root / "etc/cupsd.conf"), "-s", str(root / "etc/cups-files.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    monkeypatch.setenv("CUPS_SERVER", str(socket))
    try:
        until = time.monotonic() + 15
        while not socket.exists() and time.monotonic() < until and daemon.poll() is None:
            time.sleep(0.1)
        assert socket.exists(), (root / "error").read_text()[-2000:] if (root / "error").exists() else "no scheduler"
        subprocess.run(["lpadmin", "-p", "office", "-v", "tofile:/here", "-E"], check=True, capture_output=True)
        yield root
    finally:
        daemon.terminate()
        daemon.wait(10)


def test_a_real_queue_prints_the_very_bytes(cups: Path, chronology: Document) -> None:
    (printer,) = printing.printers()
    assert (printer.name, printer.way) == ("office", "cups")
    printing.send(printer, chronology.pdf, both_sides=True)
    until = time.monotonic() + 20
    out = cups / "out.prn"
    while (not out.exists() or out.stat().st_size < len(chronology.pdf)) and time.monotonic() < until:
        time.sleep(0.1)
    assert out.read_bytes() == chronology.pdf
    assert not [path for path in (cups / "spool").rglob("*") if path.is_file() and path.stat().st_size > 5000]


def test_a_queue_that_stands_still_counts_as_not_printed(cups: Path, chronology: Document) -> None:
    subprocess.run(["cupsdisable", "office"], check=True, capture_output=True)
    with pytest.raises(PrinterSilent):
        printing.send(Printer("office", "cups"), chronology.pdf, both_sides=False)
    waiting = subprocess.run(["lpstat", "-W", "not-completed", "-o"], capture_output=True, check=False).stdout
    assert not waiting.strip(), "the job was left in the queue and would come out later, uncounted"


def test_a_queue_that_is_not_there(cups: Path, chronology: Document) -> None:
    with pytest.raises(PrinterSilent):
        printing.send(Printer("elsewhere", "cups"), chronology.pdf, both_sides=False)


def test_a_sealed_record_comes_out_of_a_real_queue_as_it_was_sealed(
    session: Session, ask: Ask, case: str, cups: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two copies through the whole way: made, written down, sent, printed; and nothing readable left behind."""
    left = tmp_path / "left"
    left.mkdir()
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(left))
    monkeypatch.setattr(tempfile, "tempdir", None)
    sealed: Sealed = ask(lambda cf: meetings.seals(cf, case)[0])  # type: ignore[assignment]
    shown: bytes = ask(lambda cf: meetings.presented_pdf(cf, sealed))  # type: ignore[assignment]
    folder: Path = ask(lambda cf: cf.vault.folder)  # type: ignore[assignment]
    wanted_ = Wanted("strategy-record", case, sealed.meeting, recipient="Imelda Crosbie, Team Manager", why="The chair",
                     copies=2)  # fmt: skip
    (printer,) = printing.printers()
    job = PrintJob(session.operations, wanted_, printer, both_sides=True, parent=session)
    assert run(qtbot, job) == (2, None)
    out = sorted(cups.glob("job-*.prn"), key=lambda path: int(path.stem[4:]))
    lines = log(ask, case)[-2:]
    assert len(out) == 2
    for number, (path, line) in enumerate(zip(out, lines, strict=True), 1):
        pdf = path.read_bytes()
        assert pdf.startswith(shown) and hashlib.sha256(pdf[: len(shown)]).hexdigest() == sealed.seal.record.pdf  # type: ignore[union-attr]
        assert hashlib.sha256(pdf).hexdigest() == line.digest
        assert (line.act, line.recipient, line.code) == ("printed", "Imelda Crosbie, Team Manager", sealed.code)
        for page in page_texts(pdf):
            assert f"Copy {number} of 2, for Imelda Crosbie, Team Manager." in " ".join(page.split())
            assert sealed.code in page
        assert [found.digest for found in scanned.codes(pdf)] == [sealed.digest]
        title, copies, options = path.with_suffix(".txt").read_text().splitlines()[:3]
        assert title == printing.JOB_TITLE and copies == "1"
        assert "sides=two-sided-long-edge" in options and "media=A4" in options
    assert not [path for path in left.rglob("*") if path.is_file()], "a file was left in the folder for passing files"
    assert not [path for path in folder.rglob("*") if path.is_file() and b"%PDF-" in path.read_bytes()]
    assert not [path for path in (cups / "spool").rglob("*") if path.is_file() and path.stat().st_size > 5000]


def test_a_draft_says_so_on_every_page_that_comes_out(
    session: Session, ask: Ask, case: str, cups: Path, qtbot: QtBot
) -> None:
    meeting = str(ask(lambda cf: cf.save(StrategyMeeting(number="SM-9", date="2026-11-05"), case=case).id))
    job = PrintJob(
        session.operations, Wanted("strategy-record", case, meeting), printing.printers()[0], both_sides=False,
        parent=session,
    )  # fmt: skip
    assert run(qtbot, job) == (1, None)
    (path,) = cups.glob("job-*.prn")
    pages = page_texts(path.read_bytes())
    assert pages and all("DRAFT, NOT SIGNED" in page for page in pages)
    assert "sides=one-sided" in path.with_suffix(".txt").read_text()
