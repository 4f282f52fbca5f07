"""A sitting that is not signed yet: what was marked as read, what was written, what is being written. No Qt."""

from __future__ import annotations

import msgspec

from pclo_app.records.review import Comment, ReadMark, Review


class Composing(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that is being written."""

    kind: str = "query"
    words: str = ""
    due: str = ""
    """As typed."""
    record: str = ""
    rev: str = ""


class SittingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The sitting as it stands."""

    read: tuple[ReadMark, ...] = ()
    comments: tuple[Comment, ...] = ()
    composing: Composing | None = None
    current: str = ""
    """The entry that was current."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.read and not self.comments and self.composing is None

    def marked(self, record: str, rev: str) -> SittingDraft:
        """With this revision read."""
        kept = tuple(each for each in self.read if each.record != record)
        return msgspec.structs.replace(self, read=(*kept, ReadMark(record=record, rev=rev)))

    def unmarked(self, record: str) -> SittingDraft:
        """With a mark taken back."""
        return msgspec.structs.replace(self, read=tuple(each for each in self.read if each.record != record))

    def with_comment(self, comment: Comment) -> SittingDraft:
        """With one more comment."""
        return msgspec.structs.replace(self, comments=(*self.comments, comment))

    def without_comment(self, place: int) -> SittingDraft:
        """With a comment taken back."""
        return msgspec.structs.replace(self, comments=self.comments[:place] + self.comments[place + 1 :])

    def has_read(self, record: str, rev: str) -> bool:
        """Whether this very revision is marked."""
        return ReadMark(record=record, rev=rev) in self.read

    def review(self) -> Review:
        """The record that signing makes."""
        return Review(read=self.read, comments=self.comments)


def encode(draft: SittingDraft) -> bytes:
    """The draft as bytes."""
    return msgspec.json.encode(draft)


def decode(body: bytes | None) -> SittingDraft:
    """The draft in such bytes; an empty one where there is none, or it is of another version."""
    if not body:
        return SittingDraft()
    try:
        return msgspec.json.decode(body, type=SittingDraft)
    except msgspec.MsgspecError:
        return SittingDraft()
