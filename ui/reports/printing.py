"""Sending a finished document to paper, with nothing unencrypted left behind.

Where CUPS is there, the bytes go to `lp` through a pipe: Qt's own way would first write
the whole document into a temporary file. Elsewhere Qt draws the pages straight into the
printer's queue. What the queue itself keeps is the operating system's business.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from .errors import NotToBeShown, PrinterSilent

JOB_TITLE = "PCLO Case File"
"""What a printer's queue shows to everybody: never a case, never a name."""

_WAIT = 20.0
_SECONDS = 30
_RESOLUTION = 300


@dataclass(frozen=True)
class Printer:
    """A place where pages come out."""

    name: str
    way: Literal["cups", "qt", "file"]
    """By `lp`, by Qt, or by Qt into the PDF file whose path is the name."""
    default: bool = False
    words: str = ""

    @property
    def label(self) -> str:
        """What a list of printers shows."""
        return self.words or self.name


def printers() -> list[Printer]:
    """The printers of this laptop, the usual one first. It may take a while: ask away from the Qt thread."""
    found = _cups_printers() if _has_cups() else _qt_printers()
    return sorted(found, key=lambda printer: (not printer.default, printer.label.casefold()))


def send(printer: Printer, pdf: bytes, *, both_sides: bool, copy: int = 1, wait: float = _WAIT) -> None:
    """Print one copy. Raises PrinterSilent when it is certain, or as good as certain, that nothing came out."""
    if printer.way == "cups":
        _send_to_cups(printer.name, pdf, both_sides, copy, wait)
    else:
        _draw(_qt_printer(printer, both_sides), pdf, copy)


# CUPS ---------------------------------------------------------------------------------------------------------


def _has_cups() -> bool:
    return os.name == "posix" and shutil.which("lp") is not None and shutil.which("lpstat") is not None


def _run(command: list[str], data: bytes | None = None) -> str:
    """A CUPS command with its words in English. Raises OSError or SubprocessError."""
    environment = os.environ | {"LC_ALL": "C", "SOFTWARE": ""}
    done = subprocess.run(
        command, input=data, stdin=subprocess.DEVNULL if data is None else None, capture_output=True,
        timeout=_SECONDS, env=environment, check=True,
    )  # fmt: skip
    return done.stdout.decode(errors="replace")


def _asked(command: list[str]) -> str:
    """The same, where no answer is an answer."""
    try:
        return _run(command)
    except (OSError, subprocess.SubprocessError):
        return ""


def _cups_printers() -> list[Printer]:
    names = _asked(["lpstat", "-e"]).split()
    usual = _asked(["lpstat", "-d"]).rpartition(":")[2].strip()
    return [Printer(name, "cups", name == usual) for name in names]


def _send_to_cups(queue: str, pdf: bytes, both_sides: bool, copy: int, wait: float) -> None:
    sides = "two-sided-long-edge" if both_sides else "one-sided"
    options = ["-o", f"sides={sides}", "-o", "media=A4", "-o", "job-sheets=none"]
    command = ["lp", "-d", queue, "-t", JOB_TITLE, *options, "-"]
    try:
        answer = _run(command, pdf)
    except (OSError, subprocess.SubprocessError):
        raise PrinterSilent(copy=copy) from None
    named = re.search(r"request id is (\S+)", answer)
    if named is None:
        raise PrinterSilent(copy=copy)
    _follow(queue, named[1], copy, wait)


def _follow(queue: str, job: str, copy: int, wait: float) -> None:
    """Look after a job until it has left the queue, the queue stands still, or the wait is over."""
    until = time.monotonic() + wait
    while _in_queue(queue, job):
        state = _asked(["lpstat", "-p", queue])
        over = time.monotonic() > until
        if over and f"now printing {job}." in state:
            return  # a slow printer: it has the pages and is at work
        if over or re.search(r"\bdisabled\b", state):
            _asked(["cancel", job])
            raise PrinterSilent(copy=copy)
        time.sleep(0.25)
    if _given_up(queue, job):
        raise PrinterSilent(copy=copy)


def _in_queue(queue: str, job: str) -> bool:
    waiting = _asked(["lpstat", "-W", "not-completed", "-o", queue])
    return any(line.split()[:1] == [job] for line in waiting.splitlines())


def _given_up(queue: str, job: str) -> bool:
    """Whether the queue gave a job up instead of printing it."""
    state = ""
    for line in _asked(["lpstat", "-W", "completed", "-l", "-o", queue]).splitlines():
        if not line.startswith((" ", "\t")):
            state = line.split()[0] if line.split() else ""
        elif state == job and re.search(r"aborted|cancell?ed|stopping", line):
            return True
    return False


# Qt -----------------------------------------------------------------------------------------------------------


def _qt_printers() -> list[Printer]:
    usual = QPrinterInfo.defaultPrinterName()
    return [
        Printer(info.printerName(), "qt", info.printerName() == usual, info.description())
        for info in QPrinterInfo.availablePrinters()
    ]


def _qt_printer(chosen: Printer, both_sides: bool) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if chosen.way == "file":
        Path(chosen.name).parent.mkdir(parents=True, exist_ok=True)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(chosen.name)
    else:
        printer.setPrinterName(chosen.name)
    printer.setDocName(JOB_TITLE)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if both_sides else QPrinter.DuplexMode.DuplexNone)
    return printer


def _draw(printer: QPrinter, pdf: bytes, copy: int) -> None:
    """Draw the pages, each on a sheet that lies as the page does."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready or not document.pageCount():
        raise NotToBeShown()
    painter = QPainter()
    try:
        for number in range(document.pageCount()):
            points = document.pagePointSize(number)
            lies = points.width() > points.height()
            printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
            printer.setPageOrientation(QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait)
            if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                raise PrinterSilent(copy=copy)
            scale = min(_RESOLUTION, printer.resolution()) / 72
            image = document.render(number, QSize(round(points.width() * scale), round(points.height() * scale)))
            if image.isNull():
                raise NotToBeShown()
            painter.drawImage(QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), image)
        if not painter.end() or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            raise PrinterSilent(copy=copy)
    finally:
        if painter.isActive():
            printer.abort()
            painter.end()
        document.close()
        buffer.close()
