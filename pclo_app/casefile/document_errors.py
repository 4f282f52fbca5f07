"""Conditions met when a document is added, shown or exported. No sentence holds a document's own name or words."""

from __future__ import annotations

from ..errors import BadInput, Refused


class DocumentTooLarge(BadInput):
    """The file is larger than the app keeps."""

    code = "document.too-large"
    what = "This file has {size} MB. The case file keeps documents of up to {limit} MB."
    safe = "Nothing was added, and the file is as it was."
    do = "Split it, or scan it with fewer dots to the inch, and add the parts."


class DocumentEmpty(BadInput):
    """There is nothing in the file."""

    code = "document.empty"
    what = "This file is empty: it has no bytes in it."
    safe = "Nothing was added."
    do = "Ask whoever sent it to send it again."


class DocumentUnreadable(BadInput):
    """The file cannot be read from where it is."""

    code = "document.unreadable"
    what = "This file cannot be read: {why}."
    safe = "Nothing was added."
    do = "Check that it is still there and that you may read it, then add it again."


class DocumentNotHere(Refused):
    """The words about a document are here, the document itself is not."""

    code = "document.not-here"
    what = "This document has not arrived on this laptop yet. What is written about it is here; its pages are not."
    safe = "Nothing is lost: whoever added it has it, and so has the office if it was synchronised."
    do = (
        "Synchronise with the office (Ctrl+5), then open it again. If it still does not come, ask whoever added it to "
        "synchronise, or add the same file again here."
    )


class DocumentDamaged(Refused):
    """The encrypted file of a document does not check out."""

    code = "document.damaged"
    what = "This document's file has been changed or damaged on the disk, so it is not shown."
    safe = "The damaged file has been left exactly as it is, and every other record is unaffected."
    do = "Restore it from the newest backup, or add the same file again: it takes the place of the damaged one."


class DocumentCannotBeShown(Refused):
    """The document is of a kind, size or state that is not drawn here."""

    code = "document.cannot-be-shown"
    what = "This document cannot be shown here: {why}."
    safe = "It is kept, encrypted, exactly as it was added."
    do = "Export a copy if you have to open it in another program, where your force allows."


class ExportUnexplained(BadInput):
    """An export lacks who it is for, or why."""

    code = "document.export-unexplained"
    what = "A copy leaves the case file only with the name of who will read it, and why."
    safe = "Nothing was written."
    do = "Enter who it is for, with rank or designation, and why. Both go into the log."


class ExportInTheWay(BadInput):
    """There is a file of that name already."""

    code = "document.export-in-the-way"
    what = "There is already a file of that name in that folder."
    safe = "It has not been touched, and nothing was written."
    do = "Choose another name, or say that it is to be replaced."


class ExportIntoCaseFile(BadInput):
    """The chosen folder is the case file's own."""

    code = "document.export-into-case-file"
    what = "That folder belongs to the case file itself."
    safe = "Nothing was written."
    do = "Choose a folder outside it."


class ExportFailed(BadInput):
    """The copy could not be written."""

    code = "document.export-failed"
    what = "The copy could not be written: {why}."
    safe = "No half-written file is left, and the log says that this copy did not leave."
    do = "Choose another folder, or free some space."


class WithdrawReasonNeeded(BadInput):
    """Taking a document out of use, or off an entry, needs a reason."""

    code = "document.reason-needed"
    what = "The reason is missing."
    safe = "Nothing was changed."
    do = "Say why in a few words. It stays in the history beside your name."
