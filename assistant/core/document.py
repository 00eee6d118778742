"""The open piece, its history and its takes: the only thing in the house that changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.core.history import History, Step
from assistant.core.piece import Piece
from assistant.core.takes import Take, TakeTree

Edit = Callable[[Piece], Piece]
Listener = Callable[[], None]


class Document:
    """One door for changes: every edit is a pure function applied under a name, and can be undone."""

    def __init__(self, piece: Piece | None = None) -> None:
        self._piece = piece or Piece()
        self._saved_piece = self._piece
        self._takes = TakeTree()
        self._parted: dict[int, tuple[Take, ...]] = {}
        self._listeners: list[Listener] = []
        self.history = History()
        self._place_told = self.history.place

    @property
    def piece(self) -> Piece:
        """The piece as it stands."""
        return self._piece

    @property
    def takes(self) -> TakeTree:
        """Every proposal made in this document."""
        return self._takes

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save."""
        return self._piece is not self._saved_piece

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` after every change, in the order of subscription."""
        self._listeners.append(listener)

    def apply(self, label: str, edit: Edit) -> bool:
        """Make one named, undoable change; False (and no step) where it changes nothing.

        What the edit raises passes through and leaves the piece as it was.
        """
        after = edit(self._piece)
        if after is self._piece or after == self._piece:
            return False
        self.history.record(Step.between(label, self._piece, after))
        self._set_piece(after)
        return True

    def undo(self) -> str | None:
        """Take back the last change; its label, or None."""
        step = self.history.undo()
        if step:
            self._return_to(step.undone(self._piece))
        return step.label if step else None

    def redo(self) -> str | None:
        """Make the last undone change again; its label, or None."""
        step = self.history.redo()
        if step:
            self._return_to(step.redone(self._piece))
        return step.label if step else None

    def go_to(self, steps_done: int) -> int:
        """Undo or redo at once until so many steps are done; how many were redone (below 0: undone).

        Listeners hear of it once. A number beyond the history goes as far as there are steps.
        """
        piece, moved = self._piece, 0
        wanted = max(steps_done, 0) - len(self.history.done)
        while moved > wanted and (step := self.history.undo()):
            piece, moved = step.undone(piece), moved - 1
        while moved < wanted and (step := self.history.redo()):
            piece, moved = step.redone(piece), moved + 1
        if moved:
            self._return_to(piece)
        return moved

    def open(self, piece: Piece) -> None:
        """Put another piece on the desk, with a fresh history."""
        self.history.clear()
        self._takes, self._parted = TakeTree(), {}
        self._saved_piece = piece
        self._set_piece(piece)

    def mark_saved(self) -> None:
        """The piece as it stands is on disk."""
        self._saved_piece = self._piece
        self._notify()

    def put_take(self, take: Take) -> None:
        """Keep a take, or exchange the one with its id."""
        self._takes = self._takes.with_take(take)
        self._notify()

    def renumber_takes(self, places: Sequence[int | None]) -> None:
        """Tracks have gone (None) or changed places: let takes follow theirs, or go with them.

        What goes is there again where undo or redo leads back to the place in the history that is left now.
        """
        takes = self._takes.renumbered(places)
        if takes != self._takes:
            self._parted[self._place_told] = self._takes.parted(places)
            self._takes = takes
            self._notify()

    def bring_takes_back(self) -> None:
        """The tracks are others: where they are those of parted takes again, these are there again too."""
        parted = self._parted.pop(self.history.place, ())
        for take in parted:
            now = self._takes.get(take.id) or take
            self._takes = self._takes.with_take(replace(take, rating=now.rating, accepted=now.accepted))
        if parted:
            self._notify()

    def _return_to(self, piece: Piece) -> None:
        """Put a piece of the history on the desk; the one that is saved is the very same again."""
        self._set_piece(self._saved_piece if piece == self._saved_piece else piece)

    def _set_piece(self, piece: Piece) -> None:
        self._piece = piece
        self._notify()
        self._place_told = self.history.place

    def _notify(self) -> None:
        for listener in self._listeners:
            listener()
