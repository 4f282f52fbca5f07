"""What the forms of medicals and of police protection share."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from pclo_app.records.base import Named

from .inputs import Input, Who

OFFICERS = ("Police Constable", "Detective Constable", "Detective Sergeant", "Police Sergeant")


def show_when(on: bool, *parts: QWidget) -> None:
    """Show or hide fields together with the rows that hold them, so that no room is left where they were."""
    for part in parts:
        row = part.parentWidget() if isinstance(part, Input) else part
        part.setVisible(on)
        if row is not None:
            row.setVisible(on)


def named_in(made: Input, before: Named) -> Named:
    """Who is named; the same person keeps agency and record."""
    who = cast(Who, made).named()
    if (who.name, who.rank) == (before.name, before.rank) and who.agency in ("", before.agency):
        return before
    return who
