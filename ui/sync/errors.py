"""Conditions met on the Sync page before anything is sent."""

from __future__ import annotations

from pclo_app.errors import BadInput


class NoDropChosen(BadInput):
    """Nobody has said which folder is the office folder."""

    code = "sync.no-drop-chosen"
    what = "No office folder is chosen yet."
    safe = "Nothing was sent, and everything is still on this laptop."
    do = "Choose the office folder, then send and receive."


class CannotReadFile(BadInput):
    """The chosen file cannot be read."""

    code = "sync.cannot-read-file"
    what = "The file {file} cannot be read: {why}."
    safe = "Nothing was changed."
    do = "Check the stick or the drive, and choose the file again."
