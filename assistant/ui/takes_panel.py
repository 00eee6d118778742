"""The takes as cards: those of the last answer open, earlier answers a click away."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.ui.drafts import Card, TakeKey
from assistant.ui.take_card import TakeCard

_EMPTY = "Press Continue: the model’s takes appear here, to hear and compare."


class TakesPanel(QWidget):
    """Shows cards; every card's wish is passed on with the take's key."""

    chosen = Signal(object)
    heard = Signal(object)
    accepted = Signal(object)
    rated = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[int, _Group] = {}
        self._empty = QLabel(_EMPTY)
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMinimumHeight(96)
        self._empty.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)

    def show_cards(self, cards: list[Card], shown: TakeKey | None) -> None:
        """Show the takes there are (the newest answer first); ``shown`` lies in the roll."""
        groups = {id_: list(of) for id_, of in groupby(cards, key=lambda card: card.key.request_id)}
        self._empty.setVisible(not groups)
        for gone in set(self._groups) - set(groups):
            group = self._groups.pop(gone)
            self._column.removeWidget(group)
            group.deleteLater()
        newest = max(groups, default=0)
        for number, (request_id, members) in enumerate(sorted(groups.items()), start=1):
            if request_id not in self._groups:
                self._add_group(request_id)
            self._groups[request_id].show_cards(number, members, shown, is_newest=request_id == newest)

    def card(self, key: TakeKey) -> TakeCard | None:
        """The card of a take, where it is unfolded."""
        group = self._groups.get(key.request_id)
        return group.cards.get(key) if group else None

    def _add_group(self, request_id: int) -> None:
        group = _Group(self)
        group.chosen.connect(self.chosen)
        group.heard.connect(self.heard)
        group.accepted.connect(self.accepted)
        group.rated.connect(self.rated)
        self._groups[request_id] = group
        self._column.insertWidget(0, group)


class _Group(QWidget):
    """The takes of one answer under a line that numbers it, names its bars and folds it."""

    chosen = Signal(object)
    heard = Signal(object)
    accepted = Signal(object)
    rated = Signal(object, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: dict[TakeKey, TakeCard] = {}
        self._number = 1
        self._members: list[Card] = []
        self._shown: TakeKey | None = None
        self._was_newest = True
        self._title = QPushButton()
        self._title.setProperty("role", "fold")
        self._title.setCheckable(True)
        self._title.setChecked(True)
        self._title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._title.setToolTip("Fold or unfold the takes of this answer")
        self._title.toggled.connect(self._refresh)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._title)

    def show_cards(self, number: int, members: list[Card], shown: TakeKey | None, is_newest: bool) -> None:
        self._number, self._members, self._shown = number, members, shown
        if self._was_newest and not is_newest:
            self._title.setChecked(False)  # a newer answer folds this one, once
        if shown is not None and any(card.key == shown for card in members):
            self._title.setChecked(True)
        self._was_newest = is_newest
        self._refresh()

    def _refresh(self) -> None:
        is_open = self._title.isChecked()
        title = f"Answer {self._number} · {_bars(self._members[0])} · {_takes(len(self._members))}"
        self._title.setText(("▾  " if is_open else "▸  ") + title)
        for widget in (self, self._title):
            widget.setAccessibleName(title)
        keys = {card.key for card in self._members} if is_open else set()
        for key in set(self.cards) - keys:
            card = self.cards.pop(key)
            self._column.removeWidget(card)
            card.deleteLater()
        if is_open:
            for member in self._members:
                self._card(member.key).show_card(member, member.key == self._shown)

    def _card(self, key: TakeKey) -> TakeCard:
        if key not in self.cards:
            card = TakeCard(key, self)
            card.chosen.connect(self.chosen)
            card.heard.connect(self.heard)
            card.accepted.connect(self.accepted)
            card.rated.connect(self.rated)
            self.cards[key] = card
            self._column.addWidget(card)
        return self.cards[key]


def _bars(card: Card) -> str:
    meter_map = card.request.meter_map
    first = meter_map.bar_at(card.request.start_tick) + 1
    last = meter_map.bar_at(card.request.end_tick - 1) + 1
    return f"bar {first}" if first == last else f"bars {first}–{last}"


def _takes(count: int) -> str:
    return "1 take" if count == 1 else f"{count} takes"
