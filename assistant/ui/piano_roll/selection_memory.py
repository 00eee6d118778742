"""What was selected beside each step of the history, so that undo and redo bring it back."""

from __future__ import annotations

from assistant.core.clip import IntColumn
from assistant.core.document import Document

MOST_PLACES = 256
MOST_BYTES = 32 * 2**20
"""The selections of so many places are remembered, the newest ones, and in so much memory."""


class SelectionMemory:
    """Selections by the place in the history where they were left: (track, ids) each.

    Undo leads to the place before a step, where what was selected then had been left by making the step;
    redo leads to the place that was left by undo.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._at = document.history.place
        self._kept: dict[int, tuple[int, IntColumn]] = {}

    def moved(self, track: int, ids: IntColumn) -> tuple[int, IntColumn] | None:
        """The history may be at another place now: keep what was selected before; what was selected here.

        None where nobody has been here, or the place is the same.
        """
        if self._document.history.place == self._at:
            return None
        self._kept.pop(self._at, None)
        self._kept[self._at] = (track, ids)
        self._at = self._document.history.place
        while len(self._kept) > MOST_PLACES or self._bytes_held() > MOST_BYTES:
            del self._kept[next(iter(self._kept))]
        return self._kept.get(self._at)

    def forget(self) -> None:
        """Another piece lies on the desk."""
        self._kept.clear()
        self._at = self._document.history.place

    def _bytes_held(self) -> int:
        return sum({id(ids): ids.nbytes for _, ids in self._kept.values()}.values())
