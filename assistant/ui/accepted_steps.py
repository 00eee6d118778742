"""Which steps of the history wrote a take, so that undoing one makes the take a proposal again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.core.history import History, Step

Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Accepted(Generic[Shown]):
    """A step that wrote what was shown, up to a tick."""

    step: Step
    shown: Shown
    until_tick: int


class AcceptedSteps(Generic[Shown]):
    """Remembers what was shown when a step was made."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._steps: list[Accepted[Shown]] = []

    def record(self, write: Callable[[], object], shown: Shown, until_tick: int) -> None:
        """Write, and remember the step that this made, if any."""
        before = self._history.done[-1:]
        write()
        after = self._history.done[-1:]
        if after and (not before or after[0] is not before[0]):
            self._steps.append(Accepted(after[0], shown, until_tick))

    def undone(self) -> Accepted[Shown] | None:
        """What the step accepted that was undone last."""
        return self._of(self._history.undone[:1])

    def redone(self) -> Accepted[Shown] | None:
        """What the step accepted that was made or redone last."""
        return self._of(self._history.done[-1:])

    def standing(self) -> list[Shown]:
        """What was accepted by steps that are not undone."""
        done = set(map(id, self._history.done))
        return [entry.shown for entry in self._steps if id(entry.step) in done]

    def clear(self) -> None:
        """Forget all."""
        self._steps.clear()

    def _of(self, steps: tuple[Step, ...]) -> Accepted[Shown] | None:
        return next((entry for entry in self._steps if steps and entry.step is steps[0]), None)
