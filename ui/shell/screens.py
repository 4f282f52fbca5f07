"""Which class is which screen. They are imported when they are first shown: start-up time is a feature."""

from __future__ import annotations

import importlib
import importlib.util
from types import MappingProxyType
from typing import Any

PAGES = MappingProxyType(
    {
        "today": "ui.today.page:TodayPage",
        "cases": "ui.cases.page:CasesPage",
        "case": "ui.cases.window:CasePage",
        "review": "ui.review.page:ReviewPage",
        "reports": "ui.reports.page:ReportsPage",
        "sync": "ui.sync.page:SyncPage",
        "integrated": "ui.integrated.page:IntegratedPage",
        "settings": "ui.settings.page:SettingsPage",
    }
)

ON_THE_RAIL = ("today", "cases", "review", "reports", "sync")
"""Pages in the order of Ctrl+1 to Ctrl+5."""

SECTIONS = MappingProxyType(
    {
        "chronology": ("Chronology", "ui.chronology.section:ChronologySection"),
        "meetings": ("Meetings", "ui.meetings.section:MeetingsSection"),
        "conferences": ("Conferences", "ui.conferences.section:ConferencesSection"),
        "actions": ("Actions and plan", "ui.cases.plan:PlanSection"),
        "people": ("People", "ui.cases.people:PeopleSection"),
        "checks": ("Checks and documents", "ui.cases.papers:PapersSection"),
        "medicals": ("Medicals and protection", "ui.cases.medicals:MedicalsSection"),
        "reviews": ("Reviews", "ui.review.section:ReviewsSection"),
        "history": ("History", "ui.cases.history:HistorySection"),
    }
)
"""Sections of a case in the order of Alt+1 to Alt+9, each with its words and class."""

EDITORS = MappingProxyType(
    {
        "meetings": "ui.meetings.editor:MeetingEditor",
        "conferences": "ui.conferences.workspace:ConferenceWorkspace",
    }
)
"""Sections whose single records take the place of the case's body."""


PRINT_SHEET = "ui.reports.print_sheet:PrintSheet"


def available(where: str) -> bool:
    """Whether the module of a ``module:Class`` is part of this program; nothing is imported."""
    module = where.partition(":")[0]
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def load(where: str) -> Any:
    """The class of a ``module:Class``, imported now."""
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)
