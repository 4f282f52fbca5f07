"""The pages as they will be printed, or why there are none."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pclo_app.reports.document import Document
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.head_layout import Head
from ui.widgets.labels import divider, ground, label
from ui.widgets.pdf_view import FIT_PAGE, FIT_WIDTH, PdfView


class Preview(QWidget):
    """A head with page and zoom, and the page under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Head(self, spacing=8)
        ground(head, "raised")
        row = head.row
        row.setContentsMargins(12, 6, 10, 6)
        row.add(label("Preview", "strong"))
        self.words = label("", "secondary")
        row.add(self.words)
        self.previous = Button("Previous", size="small")
        self.next = Button("Next", size="small")
        self.fit = Button("Fit page", size="small")
        for button in (self.previous, self.next, self.fit):
            row.add_at_end(button)
        column.addWidget(head)
        column.addWidget(divider())
        self._stack = QStackedWidget(self)
        self.view = PdfView()
        self._stack.addWidget(self.view)
        self.nothing = EmptyState("", ["Open the case"])
        self.link = self.nothing.buttons[0]
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(ground(QWidget(), "desk"))
        column.addWidget(self._stack, 1)
        self.previous.clicked.connect(self.view.previous_page)
        self.next.clicked.connect(self.view.next_page)
        self.fit.clicked.connect(self._turn_fit)
        self.view.page_changed.connect(lambda _page, _pages: self._describe())
        self._stack.setCurrentIndex(2)
        self._describe()

    def show_document(self, document: Document, *, keep_page: bool = False) -> None:
        """The pages; the page that was shown stays where it is still there."""
        page = self.view.page() if keep_page else 0
        self.view.load(document.pdf)
        self.view.set_page(page)
        self._stack.setCurrentWidget(self.view)
        self._describe()

    def show_nothing(self, sentence: str, button: str, second: str = "") -> None:
        """Why there are no pages, and the way on."""
        self.view.unload()
        self.nothing.set_sentence(f"{sentence} {second}".strip())
        self.link.set_words(button)
        self._stack.setCurrentWidget(self.nothing)
        self._describe()

    def _turn_fit(self) -> None:
        whole = self.view.zoom() == FIT_PAGE
        self.view.set_zoom(FIT_WIDTH if whole else FIT_PAGE)
        self.fit.set_words("Fit page" if whole else "Fit width")

    def _describe(self) -> None:
        pages = self.view.page_count()
        self.words.setText(self.view.page_words() if pages else "")
        self.previous.setEnabled(self.view.page() > 0)
        self.next.setEnabled(self.view.page() < pages - 1)
        self.fit.setVisible(bool(pages))
