"""The head of the viewer: what the document is called, its pages, how near it is, the ones before and after."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.announce import announce
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import ground, label


class ViewerHead(QWidget):
    """Name and buttons; what they do is the viewer's matter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        ground(self, "raised")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        self.name = label("", "section", wrap=True, parent=self)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.before = IconButton("back", "Page before (Page Up)", parent=self)
        self.after = IconButton("forward", "Next page (Page Down)", parent=self)
        self.where = label("", "secondary", parent=self)
        self.further = Button("−", size="small", tip="Further away (Ctrl+Minus)", parent=self)
        self.further.setAccessibleName("Further away")
        self.nearer = Button("+", size="small", tip="Nearer (Ctrl+Plus)", parent=self)
        self.nearer.setAccessibleName("Nearer")
        self.fit = Button("Fit", size="small", tip="Ctrl+0", parent=self)
        self.turn = Button("Turn", size="small", tip="A quarter to the right, on the screen only (R)", parent=self)
        self.about = Button("About (F4)", size="small", parent=self)
        self.previous = Button("Previous", size="small", tip="The document before (Ctrl+Page Up)", parent=self)
        self.next = Button("Next", size="small", tip="The next document (Ctrl+Page Down)", parent=self)
        self.close_button = Button("Close", size="small", tip="Esc", parent=self)
        for widget in (self.before, self.where, self.after, self.further, self.fit, self.nearer, self.turn):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.about, self.previous, self.next, self.close_button):
            row.addWidget(widget)
        column.addLayout(row)

    def show_name(self, name: str, *, struck: bool) -> None:
        """The document's name; struck where it is withdrawn."""
        self.name.setText(name)
        font = self.name.font()
        font.setStrikeOut(struck)
        self.name.setFont(font)

    def show_page(self, words: str, *, paged: bool) -> None:
        """Which page is in front, and the ways to the others where there are several."""
        if words != self.where.text():
            self.where.setText(words)
            announce(self.where, words)
        for shown in (self.before, self.where, self.after):
            shown.setVisible(paged)

    def show_tools(self, *, zoomable: bool, turnable: bool) -> None:
        """What can be done to what is shown."""
        for widget in (self.further, self.nearer, self.fit):
            widget.setVisible(zoomable)
        self.turn.setVisible(turnable)

    def show_order(self, place: int, count: int) -> None:
        """Where the document stands among those that Previous and Next go through."""
        for button, there in ((self.previous, place > 0), (self.next, place < count - 1)):
            button.setVisible(count > 1)
            button.setEnabled(there)
