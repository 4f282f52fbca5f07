"""Which class is which screen. They are imported when they are first shown: start-up time is a feature."""

from __future__ import annotations

import importlib
from types import MappingProxyType

from .session import Place, Screen, Session

PAGES = MappingProxyType(
    {
        "today": "ui.today.page:TodayPage",
        "cases": "ui.cases.page:CasesPage",
        "case": "ui.cases.window:CasePage",
        "review": "ui.review.page:ReviewPage",
        "reports": "ui.reports.page:ReportsPage",
        "sync": "ui.sync.page:SyncPage",
        "settings": "ui.settings.page:SettingsPage",
    }
)

SECTIONS = MappingProxyType(
    {
        "chronology": ("Chronology", "ui.chronology.section:ChronologySection"),
        "meetings": ("Meetings", "ui.meetings.section:MeetingsSection"),
        "conferences": ("Conferences", "ui.conferences.section:ConferencesSection"),
        "actions": ("Actions", "ui.cases.actions:ActionsSection"),
        "people": ("People", "ui.cases.people:PeopleSection"),
        "checks": ("Checks", "ui.cases.checks:ChecksSection"),
        "reviews": ("Reviews", "ui.review.section:ReviewsSection"),
        "history": ("History", "ui.cases.history:HistorySection"),
    }
)
"""Sections of a case in the order of Alt+1 to Alt+8, each with its words and class."""

EDITORS = MappingProxyType(
    {
        "meetings": "ui.meetings.editor:MeetingEditor",
        "conferences": "ui.conferences.workspace:ConferenceWorkspace",
    }
)
"""Sections whose single records take the place of the case's body."""


def make(where: str, session: Session, place: Place) -> Screen:
    """A screen from its ``module:Class``."""
    module, _, name = where.partition(":")
    screen: Screen = getattr(importlib.import_module(module), name)(session, place)
    return screen
