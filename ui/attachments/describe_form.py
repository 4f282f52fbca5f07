"""The words about a document: its name, where it came from, what it shows."""

from __future__ import annotations

import msgspec

from pclo_app.casefile import document_names
from pclo_app.casefile.attachments import Document
from pclo_app.records.audit import Attachment
from ui.cases.inputs import Line, Text
from ui.cases.record_form import RecordForm
from ui.shell import steps
from ui.shell.session import Session

SOURCE_HINT = "Who gave it or sent it, with rank or designation, or the system that it was printed from."
SHOWS_HINT = "In a few words, for those who look for it later."


class DescribeForm(RecordForm):
    """Changes the words; the document itself never changes."""

    def __init__(self, session: Session, document: Document) -> None:
        super().__init__(
            session,
            title="About the document",
            draft=f"document/{document.id}",
            case=document.case,
            id=document.id,
            based_on=() if document.in_conflict else (document.rev,),
        )
        self._before = Attachment(
            file_name=document.file_name,
            media_type=document.kind.media,
            size=document.size,
            digest=document.digest,
            source=document.source,
            shows=document.shows,
            withdrawn=not document.in_use,
        )
        self.add("file_name", Line("Name"))
        self.add("source", Line("From", SOURCE_HINT))
        self.add("shows", Text("What it shows", SHOWS_HINT, least=2))
        self.saved.connect(lambda saved: steps.remember(session, document.case, "words about a document", [saved]))
        self.ready({"file_name": document.name, "source": document.source, "shows": document.shows})

    def record(self) -> Attachment:
        given = self.values()
        same = given["file_name"] == document_names.shown(self._before.file_name)
        name = self._before.file_name if same else document_names.kept(given["file_name"])
        return msgspec.structs.replace(self._before, file_name=name, source=given["source"], shows=given["shows"])
