"""Offers the key that is heard, once a piece, when there is music enough to hear one."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.harmony import heard_clips
from assistant.core.piece import Piece
from assistant.core.theory import Key
from assistant.ui.message_bar import MessageBar

ENOUGH_BARS, ENOUGH_NOTES = 4, 8
OFFER_MS = 30_000
"""Whoever has not taken the offer by then has other things in mind; the key button keeps it."""
TOPIC = "key"


class KeyOffer:
    """A quiet line with a button; it goes by itself, at its cross, or when a key is named.

    While it stands it says what is heard: by undo that may be another key, or too little for one.
    """

    def __init__(self, messages: MessageBar, take: Callable[[Key], None]) -> None:
        self._messages = messages
        self._take = take
        self._was_made = False
        self._offered: Key | None = None

    def forget(self) -> None:
        """Another piece is on the desk: it has an offer of its own."""
        self._was_made = False
        self._messages.settle(TOPIC)

    def look(self, piece: Piece, guess: Key | None) -> None:
        """Make the offer, if it is time; take it back where it holds no longer."""
        is_heard = piece.key is None and guess is not None and _is_enough(piece)
        if self._messages.shows(TOPIC) and not (is_heard and guess == self._offered):
            self._messages.settle(TOPIC)
            self._was_made = False
        self._was_made = self._was_made or piece.key is not None
        if guess is not None and is_heard and not self._was_made:
            self._offer(guess)

    def _offer(self, key: Key) -> None:
        self._was_made, self._offered = True, key
        strip = self._messages.show_message(
            f"Sounds like {key.name}.", "notice", {"Use it": lambda: self._take(key)}, topic=TOPIC
        )
        strip.close_after(OFFER_MS)


def _is_enough(piece: Piece) -> bool:
    clips = heard_clips(piece)
    bars = piece.meter_map.bar_at(max((int(clip.starts[-1]) for clip in clips), default=0)) + 1
    return bars >= ENOUGH_BARS and sum(map(len, clips)) >= ENOUGH_NOTES
