"""The title and the block of facts at the head of a portrait report."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import set_content
from .flow import Flow
from .styles import BODY, BODY_BOLD, BODY_SOFT, LINE, TITLE

Facts = Sequence[tuple[str, str, str, str]]


def title_block(flow: Flow, title: str, under: str, reference: str, record: str) -> None:
    """The title with what it is, and at the right the case and the record."""
    right = flow.x + flow.measure
    top = flow.y
    flow.line(f"Case {reference}", BODY_BOLD, right, top - 8, right=True)
    flow.line(record, BODY_SOFT, right, top - 20.2, right=True)
    flow.line(title, TITLE, flow.x, top - 15)
    flow.line(under, BODY_SOFT._replace(size=8.8), flow.x, top - 29.5)
    flow.space(38.5)


def header_block(flow: Flow, facts: Facts) -> None:
    """A box of named facts, two to a row; a row without a second one runs across."""
    pad, gap = 7.0, 6.0
    label = max(68.5, *(flow.setter.width(name, BODY_BOLD) + gap for name, *_ in facts))
    half = flow.measure * 0.555
    top = flow.y
    for place, (name, value, second, other) in enumerate(facts):
        wide = half - label - pad - 6 if second else flow.measure - label - 2 * pad
        left = set_content(flow.setter, value, BODY, wide)
        right = set_content(flow.setter, other, BODY, flow.measure - half - 66 - pad) if second else []
        height = max(sum(line.height for line in left), sum(line.height for line in right)) + 5.4
        if height > flow.left:
            flow.sheet.box(flow.x, top, flow.measure, top - flow.y)
            flow.page()
            top = flow.y
        elif place:
            flow.rule(0.55, LINE, x=flow.x + 1, length=flow.measure - 2)
        y = flow.y - 2.4
        flow.line(name, BODY_BOLD, flow.x + pad, y - BODY.baseline)
        flow.put(left, flow.x + pad + label, y, wide)
        if second:
            flow.line(second, BODY_BOLD, flow.x + half, y - BODY.baseline)
            flow.put(right, flow.x + half + 66, y, flow.measure - half - 66)
        flow.y -= height
    flow.sheet.box(flow.x, top, flow.measure, top - flow.y)
