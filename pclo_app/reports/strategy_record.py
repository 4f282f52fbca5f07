"""The record of a strategy meeting, from one template: draft, presented, on paper, sealed.

The presented PDF is what the chair reads; its SHA-256 is sealed. The sealed copy is that
very file with the foot of its pages stamped. Its last part, which was shown empty, is an
object of its own in the file, and an answered one takes its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..records.meeting import StrategyMeeting
from ..records.seal import code_of
from .document import Document
from .errors import NotThePresentedPdf, WrongRecord
from .flow import Flow
from .page import (
    DRAFT,
    RESERVED,
    Finish,
    Imprint,
    Room,
    body_bottom,
    draw_foot,
    draw_frame,
    end_note,
    finished,
    fitted,
    frame_all,
    start,
)
from .paint import to_pdf
from .sealing import Place, append, is_presented, place_of_answer
from .sheet import PORTRAIT, Answer, Sheet, content_digest
from .strategy_after import AfterSealing, pages_after
from .strategy_body import CHANGED, body, title_of, told_of_one
from .strategy_extract import part_of, what_is_left_out
from .strategy_signing import signing_part
from .strategy_view import MeetingView, SealView
from .styles import BODY_BOLD
from .typeface import Typesetter
from .words import day_plain, moment_plain

if TYPE_CHECKING:
    from ..casefile.casefile import CaseFile
    from ..casefile.certificates import Certificate
    from ..casefile.model import SealedRecord

TEMPLATE = "meeting/3"
"""The layout's name, kept in the seal. A change of layout gets a new name, and the old ones stay drawable: a record
that was shown as ``meeting/1`` has no room for a square at the foot of its pages, and gets none; in ``meeting/2`` the
part to be answered was always a page of its own."""


def _finish(view: MeetingView, name: str, *, state: str = "", draft: bool = False) -> Finish:
    meeting = view.meeting
    reference = view.case.reference
    number = meeting.number or "record"
    held = f", {day_plain(meeting.date)}" if meeting.date else ""
    changed = f". {CHANGED}" if meeting.amends else ""
    return Finish(
        name=name,
        title=f"{title_of(meeting)}, case {reference}, {view.number}",
        about=f"{view.about}{state}",
        file_name="".join(c if c.isalnum() or c in "-_." else "-" for c in f"{reference}-{number}-{name}.pdf"),
        running=(f"{title_of(meeting)}, case {reference}{held}", f"{view.number}, version {meeting.version}{changed}"),
        draft=draft,
        template=TEMPLATE,
    )


# pure ---------------------------------------------------------------------------------------------------------


def draft_of(view: MeetingView, imprint: Imprint, part: str = "", whole: StrategyMeeting | None = None) -> Document:
    """The record as it stands, marked as a draft above its title and at the foot of every page.

    ``part`` says which part of the ``whole`` record this is, where it is one child's.
    """
    name = "strategy-record-child-draft" if part else "strategy-record-draft"
    finish = _finish(view, name, state=", for one child" if part else "", draft=True)
    flow = start(PORTRAIT, imprint, finish)
    marked = f"{DRAFT}: {part}" if part else DRAFT
    flow.line(marked, BODY_BOLD._replace(size=11), flow.x, flow.y - 9)
    flow.space(14)
    if whole is None:
        body(flow, view)
        signing_part(flow, view, None)
    else:
        told_of_one(flow, view)
        flow.heading(6, "What is left out")
        what_is_left_out(flow, whole, view.meeting)
    return finished(flow, imprint, finish)


def paper_of(view: MeetingView, imprint: Imprint) -> Document:
    """The record for pen and ink before any seal: the code is worked out from its words."""
    finish = replace(_finish(view, "strategy-record-paper", state=", for signing on paper"), square=True)
    flow = start(PORTRAIT, imprint, finish)
    body(flow, view)
    end_note(flow)
    digest = content_digest(flow.sheets, finish.name, finish.about)
    code = code_of(digest)
    signing_part(flow, view, None, paper=True, code=code, digest=digest)
    frame_all(flow.sheets, flow, imprint, finish, code, digest)
    return _document(len(flow.sheets), to_pdf(flow.sheets, PORTRAIT, finish.title), finish, imprint.marking, code)


def presented_of(view: MeetingView) -> Document:
    """What the chair is shown: whole, with nothing answered yet and the foot's lines left free."""
    finish = _finish(view, "strategy-record")
    room = RESERVED[TEMPLATE]
    flow = _presented_flow(room)
    body(flow, view)
    end_note(flow)
    shared, top, begun = flow.sheet, flow.y, len(flow.sheets)
    read = shared.counts()
    signing_part(flow, view, None)
    shared.answer = Answer(shared.cut(read), top, after=read[0])
    for sheet in flow.sheets[begun:]:
        sheet.headings.clear()  # in a sealed copy these pages are others
    total = len(flow.sheets)
    for number, sheet in enumerate(flow.sheets, 1):
        running = finish.running if number > 1 else None
        page = f"Page {number} of {total}"
        draw_frame(sheet, flow.setter, PORTRAIT, view.case.marking, room.lines, page, running, square=room.square)
    return _document(len(flow.sheets), to_pdf(flow.sheets, PORTRAIT, finish.title), finish, view.case.marking, "")


def _presented_flow(room: Room) -> Flow:
    return Flow(PORTRAIT, body_bottom(room.lines), Typesetter())


def sealed_of(
    presented: bytes, view: MeetingView, answer: SealView, imprint: Imprint, after: AfterSealing | None = None
) -> Document:
    """The sealed copy, with what was recorded since on pages of its own after it.

    Raises NotThePresentedPdf where the PDF is not the one that the seal names.
    """
    seal = answer.seal
    if not is_presented(presented, seal.pdf):
        raise NotThePresentedPdf()
    after = after or AfterSealing()
    imprint = replace(imprint, marking=view.case.marking)
    finish = _finish(view, "strategy-record", state=f", sealed {moment_plain(answer.sealed_at)}{after.state}")
    finish = replace(finish, template=seal.tpl)
    room = RESERVED.get(seal.tpl, RESERVED[TEMPLATE])
    place = place_of_answer(presented)
    signing = _signing(view, answer, room, place)
    later = _later(view, seal.pages, after, imprint, room)
    stamp = Sheet()
    sheets = [stamp, *signing, *later]
    setter = Typesetter()
    made = fitted(setter, PORTRAIT, imprint, finish.about, answer.code, room)
    kept = seal.pages - 1 if place is None else place.page + 1
    framed = [*(signing if place is None else signing[1:]), *later]
    names = [_page_name(kept + number, seal.pages) for number in range(1, len(framed) - len(later) + 1)]
    names += [f"After sealing, page {number} of {len(later)}" for number in range(1, len(later) + 1)]
    for sheet in (stamp, *framed):
        draw_foot(sheet, PORTRAIT, made, room.lines, answer.digest if room.square else b"")
    for sheet, page in zip(framed, names, strict=True):
        draw_frame(sheet, setter, PORTRAIT, view.case.marking, room.lines, page, finish.running, square=room.square)
    pdf = append(presented, to_pdf(sheets, PORTRAIT, finish.title), kept=kept, place=place)
    return _document(kept + len(framed), pdf, finish, view.case.marking, answer.code)


def _page_name(number: int, pages: int) -> str:
    return f"Page {number} of {pages}" if number <= pages else f"Page {pages} of {pages}, continued"


def _signing(view: MeetingView, answer: SealView, room: Room, place: Place | None) -> list[Sheet]:
    """The answered part, in place of the empty one: from its place on, and on as many pages as were shown, or more."""
    pages = answer.seal.pages
    shown = 1 if place is None else pages - place.page
    flow = _answered_flow(view, answer, room, place)
    if len(flow.sheets) - 1 < shown:
        flow = _answered_flow(view, answer, room, place, apart=True)
    return flow.sheets[1:]


def _answered_flow(
    view: MeetingView, answer: SealView, room: Room, place: Place | None, *, apart: bool = False
) -> Flow:
    """The answered part after one page that is not used: the first page of a flow has less room at its top."""
    pages = answer.seal.pages
    flow = _presented_flow(room)
    flow.page()
    flow.first, flow.last = (pages - 1 if place is None else place.page), pages
    if place is not None:
        flow.y = place.top
    signing_part(flow, view, answer, apart=apart)
    end_note(flow)
    return flow


def _later(view: MeetingView, pages: int, after: AfterSealing, imprint: Imprint, room: Room) -> list[Sheet]:
    """What was recorded since the seal, if anything was."""
    if not after:
        return []
    flow = _presented_flow(room)
    flow.page()
    pages_after(flow, after, view.about, pages, imprint.at)
    end_note(flow)
    return flow.sheets[1:]


def _document(pages: int, pdf: bytes, finish: Finish, marking: str, code: str) -> Document:
    return Document(
        pdf=pdf,
        pages=pages,
        title=finish.title,
        marking=marking,
        name=finish.name,
        code=code,
        template=finish.template,
        file_name=finish.file_name,
    )


# from an open case file ---------------------------------------------------------------------------------------


def presented(cf: CaseFile, meeting_id: str) -> Document:
    """What the chair of a meeting is shown, and what is sealed."""
    from .gather import meeting_view

    return presented_of(meeting_view(cf, meeting_id))


def draft(
    cf: CaseFile, meeting_id: str, *, recipient: str = "", copy: tuple[int, int] = (1, 1), child: str = ""
) -> Document:
    """A meeting's record as it stands, marked as a draft. ``child``: one child's view of it (id)."""
    from .gather import imprint, meeting_view

    view = meeting_view(cf, meeting_id)
    if child:
        if child not in view.meeting.children:
            raise WrongRecord(name="strategy-record-child", kind="child of this meeting")
        person = cf.item(child).record
        part = replace(view, meeting=part_of(view.meeting, child), children=(person,))
        about = f"for {person.name}, only what is about this child, or about all the children"
        return draft_of(part, imprint(cf, view.case, recipient, copy), about, view.meeting)
    return draft_of(view, imprint(cf, view.case, recipient, copy))


def paper(cf: CaseFile, meeting_id: str, *, recipient: str = "", copy: tuple[int, int] = (1, 1)) -> Document:
    """A meeting's record for pen and ink."""
    from .gather import imprint, meeting_view

    view = meeting_view(cf, meeting_id)
    return paper_of(view, imprint(cf, view.case, recipient, copy))


def sealed_copy(
    cf: CaseFile,
    sealed: SealedRecord,
    *,
    recipient: str = "",
    copy: tuple[int, int] = (1, 1),
    certificate: Certificate | None = None,
) -> Document:
    """A copy of a sealed record for a named reader; ``certificate`` is the one that will sign the file.

    Raises NotThePresentedPdf.
    """
    from ..casefile import meetings
    from .gather import imprint, seal_view, sealed_meeting_view
    from .gather_after import after_view

    view = sealed_meeting_view(cf, sealed)
    pdf = meetings.presented_pdf(cf, sealed)
    made = imprint(cf, view.case, recipient, copy)
    after = replace(after_view(cf, sealed), certificate=certificate)
    return sealed_of(pdf, view, seal_view(cf, sealed), made, after)
