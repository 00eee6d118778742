"""Undo and redo: named steps, each holding the piece before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.piece import Piece

MAX_STEPS = 500
MAX_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable change with the name the Edit menu shows."""

    label: str
    before: Piece
    after: Piece

    def bytes_held(self) -> int:
        """Memory of the note columns that this step alone added (clips are shared between steps)."""
        shared = {id(t.clip) for t in self.before.tracks}
        fresh = [t.clip for t in self.after.tracks if id(t.clip) not in shared]
        return sum(column.nbytes for clip in fresh for column in (*clip.columns, clip.muted))


class History:
    """The steps done and undone, oldest first; the oldest go when they are too many or too heavy."""

    def __init__(self, max_steps: int = MAX_STEPS, max_bytes: int = MAX_BYTES) -> None:
        self._max_steps = max_steps
        self._max_bytes = max_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def done(self) -> tuple[Step, ...]:
        """Steps that can be undone, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """Steps that can be redone, the next one first."""
        return tuple(reversed(self._undone))

    def record(self, step: Step) -> None:
        """Add a step; what had been undone can no longer be redone."""
        self._undone.clear()
        self._done.append(step)
        self._forget_oldest()

    def undo(self) -> Step | None:
        """The step that is now undone, or None."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step | None:
        """The step that is now done again, or None."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def clear(self) -> None:
        """Forget everything."""
        self._done.clear()
        self._undone.clear()

    def _forget_oldest(self) -> None:
        weights = [step.bytes_held() for step in self._done] if len(self._done) > 1 else [0]
        while len(self._done) > 1 and (len(self._done) > self._max_steps or sum(weights) > self._max_bytes):
            del self._done[0], weights[0]
