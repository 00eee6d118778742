"""A take as a card: its picture, its number, how surprising and new it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.core.continuation import Copied
from assistant.ui.controls import IconButton, dim_label
from assistant.ui.drafts import Card, TakeKey
from assistant.ui.style_box import style_title
from assistant.ui.take_picture import TakePicture

_SURPRISE_TIP = (
    "How unexpected the model found its own notes, in bits a note: low is familiar, high is daring"
)
_UNKNOWN = " "
"""Keeps the line's height while a take is being written."""
_CLICK = "Click to show this take in the roll"
_CORPUS = "the music that the models learnt from"


class TakeCard(QFrame):
    """Click shows the take in the roll; its buttons hear, keep and star it."""

    chosen = Signal(object)
    heard = Signal(object)
    accepted = Signal(object)
    rated = Signal(object, int)

    def __init__(self, key: TakeKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._shown: tuple[Card, bool] | None = None
        self._picture = TakePicture()
        self._name = QLabel(f"Take {key.index + 1}")
        self._name.setProperty("role", "heading")
        self._note = _Note()
        self._note.setToolTip(_SURPRISE_TIP)
        self._copy = dim_label(_UNKNOWN)
        self._star = IconButton("star", "Star this take", name_on="star-on")
        self._hear = IconButton("play", "Hear the piece with this take")
        self._accept = IconButton("accept", "Write this take into the piece")
        for verb, button in (("Star", self._star), ("Hear", self._hear), ("Accept", self._accept)):
            button.setAccessibleName(f"{verb} take {key.index + 1}")
        self._star.setProperty("role", "mark")
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_CLICK)
        self._arrange()
        self._star.clicked.connect(lambda on: self.rated.emit(self.key, int(on)))
        self._hear.clicked.connect(lambda: self.heard.emit(self.key))
        self._accept.clicked.connect(lambda: self.accepted.emit(self.key))

    def show_card(self, card: Card, chosen: bool) -> None:
        """Show the take as it stands."""
        if self._shown == (card, chosen):
            return
        self._shown = card, chosen
        request = card.request
        bar_lines = request.meter_map.bar_lines(request.start_tick + 1, request.end_tick)
        span = (request.start_tick, request.end_tick)
        self._picture.show_clips((card.clip, *card.others), span, bar_lines, 1.0 if chosen else 0.75)
        self._note.show_words(_describe(card), _in_short(card))
        self._show_copied(card.copied)
        self.setToolTip(_CLICK + _style(card))
        self._star.setChecked(card.rating > 0)
        for button in (self._star, self._hear, self._accept):
            button.setEnabled(card.surprise_bits is not None)
        said = [_describe(card)] + ([_copy(card.copied)] if card.copied else [])
        self.setAccessibleName(f"Take {self.key.index + 1}, {' · '.join(said)}")
        _set_look(self, "chosen", chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.heard.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.key)
        else:
            super().keyPressEvent(event)

    def _show_copied(self, copied: Copied | None) -> None:
        self._copy.setText(_copy(copied) if copied else _UNKNOWN)
        self._copy.setToolTip(_copy_tip(copied) if copied else "")
        _set_look(self._copy, "role", "notable" if copied and copied.is_unusual else "dim")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 4)
        column.setSpacing(2)
        picture = QHBoxLayout()
        picture.setContentsMargins(0, 0, 4, 0)
        picture.addWidget(self._picture)
        column.addLayout(picture)
        row = QHBoxLayout()
        row.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name)
        top.addWidget(self._note, 1)
        words.addLayout(top)
        words.addWidget(self._copy)
        row.addLayout(words, 1)
        for button in (self._star, self._hear, self._accept):
            row.addWidget(button)
        column.addLayout(row)


class _Note(QLabel):
    """Words beside the take's name; fewer where there is no room for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "dim")
        self._words = self._fewer = ""

    def show_words(self, words: str, fewer: str) -> None:
        self._words, self._fewer = words, fewer
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _choose(self) -> None:
        has_room = self.fontMetrics().horizontalAdvance(self._words) <= self.width()
        self.setText(self._words if has_room else self._fewer)


def _set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _describe(card: Card) -> str:
    if card.surprise_bits is None:
        return "writing…"
    surprise = f"surprise {card.surprise_bits:.1f}"
    return f"kept · {surprise}" if card.accepted else surprise


def _in_short(card: Card) -> str:
    is_kept = card.accepted and card.surprise_bits is not None
    return f"kept · {card.surprise_bits:.1f}" if is_kept else _describe(card)


def _style(card: Card) -> str:
    """The style, where it is known, and whether the player chose it."""
    if not card.style:
        return ""
    how = "as you chose" if card.request.style else "recognised from your notes"
    return f"; style: {style_title(card.style)}, {how}"


def _copy(copied: Copied) -> str:
    return f"copy: {_notes(copied.notes)}" if copied.notes else "copy: none"


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


def _copy_tip(copied: Copied) -> str:
    """Where the run comes from, and whether it is longer than chance explains."""
    if not copied.notes:
        return f"No notes of this melody stand in a row in {_CORPUS}"
    others = f" and {copied.pieces - 1} more" if copied.pieces > 1 else ""
    chance = f"; up to {copied.usual_notes} come about by chance" if copied.usual_notes else ""
    return f"{_notes(copied.notes)} in a row as in {_CORPUS}, in “{copied.title}”{others}{chance}"
