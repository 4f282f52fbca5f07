"""Two case files on one machine made into a team, as the sample does: the same steps, with nobody reading out words."""

from __future__ import annotations

from ..casefile.casefile import CaseFile
from ..records.roster import Roster
from . import enrolment, membership


def enrol_directly(sergeant: CaseFile, officer: CaseFile) -> Roster:
    """Put the officer's laptop into the sergeant's team. Doing it again changes nothing."""
    if membership.find(sergeant) is None:
        enrolment.create(sergeant)
    asked = enrolment.request(officer)
    welcome = enrolment.enrol(sergeant, asked, enrolment.own_fingerprint(officer))
    return enrolment.accept(officer, welcome.file, enrolment.own_fingerprint(sergeant))
