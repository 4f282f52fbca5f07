"""Conditions met when a document is sent to a printer."""

from __future__ import annotations

from pclo_app.errors import BadInput


class PrinterSilent(BadInput):
    """The printer, or its queue, took nothing."""

    code = "print.no-answer"
    what = "The printer did not answer. Copy {copy} was counted as not printed."
    safe = "Nothing unencrypted is left behind, and the log says that this copy was not printed."
    do = "Check that the printer is on and has paper, or choose another one, then print again."


class NotToBeShown(BadInput):
    """The bytes of a document cannot be drawn."""

    code = "print.not-drawable"
    what = "The pages cannot be drawn for the printer."
    safe = "Nothing was printed."
    do = "Save it as a PDF instead, or run the check of the case file."
