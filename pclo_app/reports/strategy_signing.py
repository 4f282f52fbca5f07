"""The last part of a strategy-meeting record: reservation, signatures, review, and how to check it.

It is laid out three ways on the same plan: empty, as the chair is shown it; answered, in the
sealed copy; and with boxes and lines, for pen and ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..records.seal import STATEMENT, Seal, qr_text
from . import words
from .blocks import Content, Para, SetLine, set_content
from .flow import Flow
from .qr import draw_qr
from .sheet import Mark, Rule
from .signature import draw_ink
from .strategy_view import MeetingView, SealView
from .styles import (
    BODY,
    BODY_BOLD,
    BODY_ITALIC,
    BODY_MEDIUM,
    BODY_SOFT,
    CODE,
    INK,
    MM,
    SMALL_SOFT,
)
from .typeface import Run

DEVICES = {
    "pen": "Stylus, on the officer’s laptop",
    "touch": "Finger, on the officer’s laptop",
    "mouse": "Mouse, on the officer’s laptop",
    "typed": "Name typed on the officer’s laptop",
    "none": "Not signed",
}
NOT_MINUTES = (
    "This is the police’s own record. It does not replace the minutes, which are the responsibility of "
    "children’s social care."
)
_QR_SIDE = 30 * MM
_CHECK_HEIGHT = 138.0
"""What section 11 takes under its heading: the words are taller than the square."""
_STATEMENT = 52.0
"""What the statement under the signatures takes, so that it is never on another page."""
_GAP = 12.0
_PAD = 8.0
_LABEL = 54.0
_INK_HEIGHT = 64.0


class Panel(NamedTuple):
    """One signature box: its head, what stands above the line, and the facts below."""

    head: str
    above: Sequence[Para]
    facts: Sequence[tuple[str, str]]


def signing_part(flow: Flow, view: MeetingView, answer: SealView | None, *, paper: bool = False, code: str = "",
                 digest: bytes = b"", apart: bool = False) -> None:  # fmt: skip
    """Sections 8 to 11. ``paper`` draws boxes and lines for pen and ink; ``apart`` puts the last on a new page."""
    seal = answer.seal if answer else None
    wet = paper or (seal is not None and seal.outcome == "wet-ink")
    _reservation(flow, view, answer, wet)
    _signatures(flow, view, answer, wet)
    _statement(flow, view, seal, wet)
    _review(flow)
    if apart:
        flow.page()
    _how_to_check(flow, view, answer.code if answer else code, answer.digest if answer else digest, wet)


# 8 ------------------------------------------------------------------------------------------------------------


def _reservation(flow: Flow, view: MeetingView, answer: SealView | None, wet: bool) -> None:
    seal = answer.seal if answer else None
    if wet:
        flow.heading(8, "What the chair wants to do")
        _tick_boxes(flow)
        return
    if seal is None:
        flow.heading(8, "Chair’s reservation or refusal")
        flow.boxed([
            Run("Nothing yet. If the chair disagrees with part of this record, or does not sign it, the chair’s own "
                "words are printed here.", BODY_SOFT)
        ])  # fmt: skip
        return
    assert answer is not None
    title, said, typed = _own_words(seal)
    flow.heading(8, title)
    when = words.moment_plain(answer.sealed_at)
    if not said:
        flow.boxed([Run(typed, BODY_SOFT)])
        return
    after = f"{typed} {seal.by.name}, {when}. The supervising officer will be told."
    flow.boxed([Run(f"“{said.strip('“”')}”", BODY), Run(after, BODY_SOFT)])


def _own_words(seal: Seal) -> tuple[str, str, str]:
    """Heading, the words, and how they came, or what to say where there are none."""
    if seal.outcome == "reserved":
        return "Chair’s reservation", seal.reserve or "", "Typed by"
    if seal.outcome == "refused":
        return "Why the chair did not sign", seal.why or "No reason given", "Not signed: the chair refused. Stated by"
    if seal.outcome == "unable":
        reason = seal.why or "No reason given"
        return "Why the chair did not sign", reason, "Not signed: the chair was unable to. Recorded about"
    return "Chair’s reservation", "", "None. The chair signed without reservation."


def _tick_boxes(flow: Flow) -> None:
    choices = (
        ("I agree with this record and sign it.", 0),
        ("I sign it, but disagree with this part (which, and what do you disagree with?):", 2),
        ("I do not sign it, because:", 1),
    )
    for said, lines in choices:
        flow.sheet.marks.append(Mark("tick-box", flow.x + 6, flow.y - 8.2, 10))
        flow.line(said, BODY, flow.x + 18, flow.y - 11.3)
        flow.space(17)
        for _ in range(lines):
            flow.lines_to_write_on(1, 17, x=flow.x + 18, length=flow.measure - 18)
            flow.space(2)
    flow.space(2)


# 9 ------------------------------------------------------------------------------------------------------------


def _signatures(flow: Flow, view: MeetingView, answer: SealView | None, wet: bool) -> None:
    officer = _officer_panel(view, answer, wet)
    chair = _wet_panel() if wet else _chair_panel(answer)
    width = (flow.measure - _GAP) / 2
    height = max(_panel_height(flow, panel, width) for panel in (chair, officer))
    flow.heading(9, "Signatures", keep=height + _STATEMENT)
    flow.space(2)
    top = flow.y
    _draw_panel(flow, chair, flow.x, width, height, ruled=wet)
    if answer is not None and answer.seal.outcome in ("signed", "reserved"):
        inner = width - 2 * _PAD
        draw_ink(flow.sheet, flow.setter, answer.seal.ink, answer.code, flow.x + _PAD, top - 20, inner, _INK_HEIGHT - 4)
    _draw_panel(flow, officer, flow.x + width + _GAP, width, height, ruled=wet)
    flow.space(height + 5)


def _chair_panel(answer: SealView | None) -> Panel:
    if answer is None:
        open_facts = [(name, "") for name in ("Name", "Role", "Agency", "When", "How", "Read", "Signed")]
        return Panel("Chair", [Para((Run("The chair’s signature is drawn here.", SMALL_SOFT),))], open_facts)
    seal = answer.seal
    who = [("Name", seal.by.name), ("Role", seal.by.desig), ("Agency", seal.by.agency)]
    facts = [
        *who,
        ("When", words.moment_full(answer.sealed_at)),
        ("How", DEVICES[seal.ink.dev]),
        ("Read", _read(answer)),
        (_outcome_label(seal), _outcome(seal)),
    ]
    if seal.by.idcheck and seal.by.idcheck != "none":
        facts.append(("Identity", words.capital(seal.by.idcheck)))
    if seal.witness:
        facts.append(("Witness", "; ".join(seal.witness)))
    return Panel("Chair", _above_line(seal), _shortened(facts))


def _above_line(seal: Seal) -> list[Para]:
    if seal.outcome == "refused":
        return [Para((Run("Not signed: the chair refused.", BODY_BOLD),))]
    if seal.outcome == "unable":
        return [Para((Run("Not signed: the chair was unable to.", BODY_BOLD),))]
    if seal.ink.dev == "typed":
        return [
            Para((Run(_short(seal.by.name), BODY_ITALIC._replace(size=15, leading=22)),)),
            Para((Run("Signed by typing. No signature was drawn.", SMALL_SOFT),)),
        ]
    return []


def _outcome_label(seal: Seal) -> str:
    return "Signed" if seal.outcome in ("signed", "reserved") else "Outcome"


def _outcome(seal: Seal) -> str:
    return {
        "signed": "Without reservation",
        "reserved": "With a reservation (section 8)",
        "refused": "Not signed: the chair refused (section 8)",
        "unable": "Not signed: the chair was unable to (section 8)",
    }[seal.outcome]


def _read(answer: SealView) -> str:
    seal = answer.seal
    seen = f"{len(set(seal.seen))} of {seal.pages} pages shown"
    aloud = "; the whole record was read out" if seal.aloud else ""
    return f"{seen}, {words.counted(answer.minutes, 'minute')}{aloud}"


def _officer_panel(view: MeetingView, answer: SealView | None, wet: bool) -> Panel:
    if answer is None:
        writer = view.writer
        facts = [("Name", writer.name), ("Role", writer.rank), ("Team", writer.team), ("When", "")]
        above = "" if wet else "Signed with the officer’s key when the record is sealed."
        return Panel("Recording officer", [Para((Run(above, SMALL_SOFT),))] if above else [], _shortened(facts))
    officer = answer.officer
    groups = " ".join(answer.fingerprint[n : n + 4].upper() for n in range(0, len(answer.fingerprint), 4))
    said = Para((Run(f"Signed with the officer’s key at sealing, fingerprint {groups}", BODY_SOFT),))
    facts = [
        ("Name", officer.name),
        ("Role", officer.rank),
        ("Team", officer.team),
        ("When", words.moment_full(answer.sealed_at)),
    ]
    return Panel("Recording officer", [said], _shortened([fact for fact in facts if fact[1]]))


def _wet_panel() -> Panel:
    return Panel("Chair", [Para((Run("Signature", SMALL_SOFT),))],
                 [(name, "") for name in ("Name", "Role", "Agency", "Date", "Time")])  # fmt: skip


_FACT = BODY_MEDIUM
_LONGEST = 220
"""A fact longer than this would push the box off its page; the record itself has the whole of it."""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


_WRITE = 19.0


def _shortened(facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, _short(value)) for name, value in facts]


def _set(flow: Flow, content: Content, width: float) -> list[SetLine]:
    return set_content(flow.setter, content, BODY, width)


def _tall(lines: Sequence[SetLine]) -> float:
    return sum(line.height for line in lines)


def _panel_height(flow: Flow, panel: Panel, width: float) -> float:
    inner = width - 2 * _PAD
    above = sum(_tall(_set(flow, block, inner)) for block in panel.above)
    height = 20 + max(_INK_HEIGHT, above + 6)
    return height + sum(_fact_height(flow, value, inner) for _, value in panel.facts) + 7


def _fact_height(flow: Flow, value: str, inner: float) -> float:
    if not value:
        return _WRITE
    return _tall(_set(flow, Run(value, _FACT), inner - _LABEL)) + 2.2


def _draw_panel(flow: Flow, panel: Panel, x: float, width: float, height: float, *, ruled: bool) -> None:
    """One box. ``ruled`` draws a line to write on beside each fact that is open."""
    sheet, top = flow.sheet, flow.y
    sheet.box(x, top, width, height)
    left, inner = x + _PAD, width - 2 * _PAD
    flow.line(panel.head, BODY_BOLD, left, top - 14.5)
    above = [line for block in panel.above for line in _set(flow, block, inner)]
    room = max(_INK_HEIGHT, _tall(above) + 6)
    start = top - 20 - (room - _tall(above) - 3 if not ruled or panel.head != "Chair" else 2)
    flow.put(above, left, start, inner)
    y = top - 20 - room
    sheet.rules.append(Rule(left, y, left + inner, y, 0.8, INK))
    y -= 3
    for name, value in panel.facts:
        tall = _fact_height(flow, value, inner)
        base = y - (BODY.baseline if value else _WRITE - 5)
        flow.line(name, BODY_SOFT, left, base)
        if value:
            flow.put(_set(flow, Run(value, _FACT), inner - _LABEL), left + _LABEL, y, inner - _LABEL)
        elif ruled:
            sheet.rules.append(Rule(left + _LABEL, base - 2.5, left + inner, base - 2.5, 0.5, 0.35))
        y -= tall


def _statement(flow: Flow, view: MeetingView, seal: Seal | None, wet: bool) -> None:
    said = seal.stmt if seal else STATEMENT.format(version=view.meeting.version)
    if wet:
        before = "By signing, the chair makes this statement: "
    elif seal is None:
        before = "The chair is asked to sign this statement: "
    elif seal.outcome in ("signed", "reserved"):
        before = "The chair signed this statement: "
    else:
        before = "The chair did not make this statement, which was shown: "
    flow.text(Para((Run(before, BODY), Run(f"“{_short(said)}”", BODY_ITALIC))))


# 10 and 11 ----------------------------------------------------------------------------------------------------


def _review(flow: Flow) -> None:
    flow.heading(10, "Supervisor’s review", keep=64)
    right = flow.measure * 0.225
    flow.line("Name and rank", BODY, flow.x, flow.y - BODY.baseline)
    flow.line("Date and time", BODY, flow.x + flow.measure - right, flow.y - BODY.baseline)
    flow.space(29)
    flow.rule(0.7, length=flow.measure - right - _GAP)
    flow.rule(0.7, x=flow.x + flow.measure - right, length=right)
    flow.space(4)
    flow.line("Comment or instruction", BODY, flow.x, flow.y - BODY.baseline)
    flow.space(9)
    flow.lines_to_write_on(2, 18.5)


def _how_to_check(flow: Flow, view: MeetingView, code: str, digest: bytes, wet: bool) -> None:
    flow.heading(11, "How to check this record", keep=_CHECK_HEIGHT)
    flow.space(4)
    top, left = flow.y, flow.x
    indent = _QR_SIDE + 20
    width = flow.measure - indent
    if not code:
        flow.sheet.box(left + 4, top, _QR_SIDE, _QR_SIDE, 0.8, 0.5)
        lines = _set(flow, [
            Para((Run("When the record is sealed, its check code of 28 characters is printed here and at the foot of "
                      "every page. The same code is put into the squares.", BODY),)),
            Para((Run(NOT_MINUTES, BODY_SOFT),), before=3),
        ], width)  # fmt: skip
        flow.put(lines, left + indent, top, width)
        flow.y = top - max(_QR_SIDE, _tall(lines))
        return
    draw_qr(flow.sheet, qr_text(digest), left + 4, top, _QR_SIDE)
    lines = _set(flow, [
        Para((Run(code, CODE),)),
        Para((Run(_what_the_code_proves(view, wet), BODY),), before=2),
        Para((Run(NOT_MINUTES, BODY_SOFT),), before=3),
    ], width)  # fmt: skip
    flow.put(lines, left + indent, top + 4, width)
    flow.y = top - max(_QR_SIDE, _tall(lines))


def _what_the_code_proves(view: MeetingView, wet: bool) -> str:
    version = view.meeting.version
    worked_out = (
        f"This code is worked out from version {version} exactly as it was printed for signing."
        if wet
        else f"This code is worked out from version {version} exactly as the chair was shown it, and from the answer."
    )
    return (
        f"{worked_out} In the app choose Check a code, and type or scan it: the sealed record opens beside this "
        "paper. The code proves which sealed record this paper claims to be; comparing the pages proves that the words "
        "are the same. It never uses the letters I, L, O or U. The squares, here and at the foot of every page, hold "
        "the same code, and no names."
    )
