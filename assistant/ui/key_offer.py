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
    """A quiet line with a button; it goes by itself, at its cross, or when a key is named."""

    def __init__(self, messages: MessageBar, take: Callable[[Key], None]) -> None:
        self._messages = messages
        self._take = take
        self._was_made = False

    def forget(self) -> None:
        """Another piece is on the desk: it has an offer of its own."""
        self._was_made = False
        self._messages.settle(TOPIC)

    def look(self, piece: Piece, guess: Key | None) -> None:
        """Make the offer, if it is time; take it back once a key is named."""
        if piece.key is not None:
            self._was_made = True
            self._messages.settle(TOPIC)
        elif guess is not None and not self._was_made and _is_enough(piece):
            self._was_made = True
            self._offer(guess)

    def _offer(self, key: Key) -> None:
        strip = self._messages.show_message(
            f"Sounds like {key.name}.", "notice", {"Use it": lambda: self._take(key)}, topic=TOPIC
        )
        strip.close_after(OFFER_MS)


def _is_enough(piece: Piece) -> bool:
    clips = heard_clips(piece)
    bars = piece.meter_map.bar_at(max((int(clip.starts[-1]) for clip in clips), default=0)) + 1
    return bars >= ENOUGH_BARS and sum(map(len, clips)) >= ENOUGH_NOTES
