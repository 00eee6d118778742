"""Undo and redo: named steps, each knowing how to be undone and made again."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Self

from assistant.core.patches import Patch, patches_between
from assistant.core.piece import Piece

MAX_STEPS = 10_000
MAX_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One undoable change with the name the Edit menu shows; no other step has its number, from 1 on."""

    label: str
    back: Patch
    forth: Patch
    number: int = field(default_factory=count(1).__next__)

    @classmethod
    def between(cls, label: str, before: Piece, after: Piece) -> Self:
        """The step from one piece to the next."""
        forth, back = patches_between(before, after)
        return cls(label, back, forth)

    def undone(self, after: Piece) -> Piece:
        """The piece before the step, from the one after it."""
        return self.back.applied_to(after)

    def redone(self, before: Piece) -> Piece:
        """The piece after the step, from the one before it."""
        return self.forth.applied_to(before)

    def bytes_held(self) -> int:
        """About the memory that this step takes."""
        return self.back.bytes_held() + self.forth.bytes_held()


class History:
    """The steps done and undone, oldest first; the oldest go when they are too many or too heavy."""

    def __init__(self, max_steps: int = MAX_STEPS, max_bytes: int = MAX_BYTES) -> None:
        self._max_steps = max_steps
        self._max_bytes = max_bytes
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._done_bytes = 0

    @property
    def done(self) -> tuple[Step, ...]:
        """Steps that can be undone, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """Steps that can be redone, the next one first."""
        return tuple(reversed(self._undone))

    @property
    def place(self) -> int:
        """Where it stands: the number of the step done last; 0 before the first."""
        return self._done[-1].number if self._done else 0

    def record(self, step: Step) -> None:
        """Add a step; what had been undone can no longer be redone."""
        self._undone.clear()
        self._do(step)
        while len(self._done) > 1 and self._is_too_much():
            self._done_bytes -= self._done.pop(0).bytes_held()

    def undo(self) -> Step | None:
        """The step that is now undone, or None."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        self._done_bytes -= self._undone[-1].bytes_held()
        return self._undone[-1]

    def redo(self) -> Step | None:
        """The step that is now done again, or None."""
        if not self._undone:
            return None
        self._do(self._undone.pop())
        return self._done[-1]

    def clear(self) -> None:
        """Forget everything."""
        self._done.clear()
        self._undone.clear()
        self._done_bytes = 0

    def _do(self, step: Step) -> None:
        self._done.append(step)
        self._done_bytes += step.bytes_held()

    def _is_too_much(self) -> bool:
        return len(self._done) > self._max_steps or self._done_bytes > self._max_bytes
