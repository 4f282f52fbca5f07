"""A supervisor's reading of a case: what was read, at which revision, and what was said of it."""

from __future__ import annotations

from typing import Literal

from .base import Missing, Part, Record


class ReadMark(Part, frozen=True, kw_only=True):
    """That the reviewer read this revision of this record."""

    record: str
    rev: str


class Comment(Part, frozen=True, kw_only=True):
    """Words about one revision of one record. A query needs an answer; an instruction has a due date."""

    kind: Literal["comment", "query", "instruction"]
    words: str
    record: str = ""
    rev: str = ""
    to: str = ""
    due: str = ""


class Review(Record, frozen=True, kw_only=True):
    """One sitting of a detective sergeant with a case file. "Seen" alone is not a review."""

    read: tuple[ReadMark, ...] = ()
    comments: tuple[Comment, ...] = ()

    def missing(self) -> list[Missing]:
        """What a review cannot be saved without."""
        if not self.read and not self.comments:
            return [Missing("read", "Mark what you have read, or write a comment.")]
        if any(not comment.words.strip() for comment in self.comments):
            return [Missing("comments", "Write the comment.")]
        return []
