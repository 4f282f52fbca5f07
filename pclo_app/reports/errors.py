"""Conditions met when a report is asked for."""

from __future__ import annotations

from ..errors import BadInput, Refused


class NoSuchReport(BadInput):
    """No report has this name."""

    code = "report.no-such-report"
    what = "There is no report called {name}."
    safe = "Nothing was printed or written."
    do = "Use one of: {known}."


class CaseNeeded(BadInput):
    """The report is about a case and none was named."""

    code = "report.case-needed"
    what = "The report {name} is about a case, and no case was named."
    safe = "Nothing was printed or written."
    do = "Name the case by its reference."


class RecordNeeded(BadInput):
    """The report is about one record and none was named."""

    code = "report.record-needed"
    what = "The report {name} is about one {kind}, and none was named."
    safe = "Nothing was printed or written."
    do = "Name the {kind} by its id."


class WrongRecord(BadInput):
    """The record named is of another kind."""

    code = "report.wrong-record"
    what = "The report {name} is about a {kind}, and the record named is something else."
    safe = "Nothing was printed or written."
    do = "Name a {kind} by its id."


class NothingToReport(BadInput):
    """The case has nothing for this report yet."""

    code = "report.nothing-yet"
    what = "This case has nothing for this report yet: {why}."
    safe = "Nothing was printed or written."
    do = "Record it first, then ask for the report again."


class NotThePresentedPdf(Refused):
    """The stored PDF is not the one that the seal names."""

    code = "report.not-the-presented-pdf"
    what = "The PDF kept for this sealed record is not the one that its chair answered."
    safe = "Nothing was printed, and the seal is unchanged."
    do = "Run the check of the case file and tell your supervisor."


class PartRefused(BadInput):
    """A part was asked for that the report does not have."""

    code = "report.no-such-part"
    what = "The report {name} has no part {part}."
    safe = "Nothing was printed or written."
    do = "Ask for part A (shareable), part B (with what is restricted), or neither for the police copy."


class CopyNumber(BadInput):
    """The copy number is not between one and the number of copies."""

    code = "report.copy-number"
    what = "Copy {number} of {copies} is not possible."
    safe = "Nothing was printed or written."
    do = "Number the copies from 1."


class NotAScan(BadInput):
    """A file that was to be read as a signed page is none."""

    code = "report.not-a-scan"
    what = "This file cannot be read as a signed page: {why}."
    safe = "Nothing has been changed, and no page was linked to a record."
    do = "Scan the signed pages as a PDF or a picture (PNG, JPEG, TIFF), and try again."


class NoCertificate(BadInput):
    """A file that should hold a certificate with its key does not, or its passphrase is wrong."""

    code = "report.no-certificate"
    what = "No certificate could be taken from the file: {why}."
    safe = "Nothing has been changed or signed."
    do = "Ask IT support for a PKCS #12 file (.p12 or .pfx) with your certificate, or use the case file’s own."


class NoCodeOnScan(BadInput):
    """No code of a sealed record can be read on a scan."""

    code = "report.no-code-on-scan"
    what = "No code can be read on this page."
    safe = "Nothing has been changed, and no page was linked to a record."
    do = "Type the 28 characters at the foot of the page, or scan the page again, flat and in good light."
