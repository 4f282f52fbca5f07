"""Conditions met when words become a record."""

from __future__ import annotations

from ..errors import BadInput


class ControlCharacter(BadInput):
    """A control character other than a new line or a tab stands in a text."""

    code = "record.control-character"
    what = "The text has a character at place {position} that cannot be shown or printed."
    safe = "Nothing was saved or changed."
    do = "Delete that character, or type the words again."


class NotARecord(BadInput):
    """Bytes or a file do not hold a record of the kind they claim."""

    code = "record.not-a-record"
    what = "This is not a {kind} record: {why}."
    safe = "Nothing was saved or changed."
    do = "Correct that field. The fields of each kind are listed by 'pclo record schema'."


class UnknownKind(BadInput):
    """A kind of record that this version does not know."""

    code = "record.unknown-kind"
    what = "There is no kind of record called {kind}."
    safe = "Nothing was saved or changed."
    do = "Use one of: {known}."


class IncompleteRecord(BadInput):
    """A record lacks something that good practice requires of it."""

    code = "record.incomplete"
    what = "{field}: {why}"
    safe = "What you typed is kept as a draft."
    do = "Fill that field, then save again."
