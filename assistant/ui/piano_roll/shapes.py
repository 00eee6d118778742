"""Notes on their way to the screen: plain columns, in no particular order and without ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import Note
from assistant.ui.piano_roll.selection import Selection


@dataclass(frozen=True, eq=False)
class Shapes:
    """Four int64 columns of one length; ``ends`` are first silent ticks, ``muted`` is a mask or None."""

    starts: IntColumn
    ends: IntColumn
    pitches: IntColumn
    velocities: IntColumn
    muted: NDArray[np.bool_] | None = None

    @classmethod
    def of_rows(cls, clip: Clip, rows: IntColumn | slice) -> Self:
        """Some rows of a clip."""
        muted = clip.muted[rows]
        return cls(
            clip.starts[rows],
            clip.ends[rows],
            clip.pitches[rows],
            clip.velocities[rows],
            muted if muted.any() else None,
        )

    @classmethod
    def of_notes(cls, notes: Iterable[Note]) -> Self:
        """Notes by value."""
        rows = [(n.start_tick, n.end_tick, n.pitch, n.velocity, n.muted) for n in notes]
        table = np.array(rows, dtype=np.int64).reshape(-1, 5).T
        muted = table[4].astype(bool)
        return cls(table[0], table[1], table[2], table[3], muted if muted.any() else None)

    @classmethod
    def joined(cls, parts: Sequence[Shapes]) -> Self:
        """The notes of several, one after the other."""
        filled = [part for part in parts if len(part)] or parts[:1]
        has_muted = any(part.muted is not None for part in filled)
        return cls(
            np.concatenate([part.starts for part in filled]),
            np.concatenate([part.ends for part in filled]),
            np.concatenate([part.pitches for part in filled]),
            np.concatenate([part.velocities for part in filled]),
            np.concatenate([part.mask_of_muted for part in filled]) if has_muted else None,
        )

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def mask_of_muted(self) -> NDArray[np.bool_]:
        """Which of them are muted."""
        return np.zeros(len(self), dtype=bool) if self.muted is None else self.muted

    def shifted(self, ticks: int, semitones: int) -> Self:
        """The same notes elsewhere."""
        return replace(
            self, starts=self.starts + ticks, ends=self.ends + ticks, pitches=self.pitches + semitones
        )

    def chosen(self, mask: NDArray[np.bool_]) -> Self:
        """Those that a mask has."""
        muted = None if self.muted is None else self.muted[mask]
        return type(self)(
            self.starts[mask], self.ends[mask], self.pitches[mask], self.velocities[mask], muted
        )

    def joined_with(self, others: Shapes) -> Self:
        """These and others."""
        return self.joined((self, others))

    def between(self, start_tick: float, end_tick: float) -> Self:
        """Those that sound in a window of time."""
        return self.chosen((self.starts < end_tick) & (self.ends > start_tick))


NO_IDS: IntColumn = np.empty(0, dtype=np.int64)
NO_SHAPES = Shapes(NO_IDS, NO_IDS, NO_IDS, NO_IDS)


@dataclass(frozen=True, eq=False)
class Preview:
    """What a gesture shows while it lasts: notes left out, notes drawn instead, a rectangle, a loop.

    ``rectangle`` is (start tick, end tick, lowest pitch, highest pitch), ``loop`` is (start tick, end tick),
    ``flag`` is (kind, from tick, to tick) of a flag of the ruler,
    ``outline`` a line through points (tick, pixels from the top) of the note area.
    ``erased`` notes are drawn as shadows of themselves; ``hidden`` ones are left out of what lies below.
    ``are_selected`` says whether ``notes`` are pointed out as the selection is.
    """

    hidden: Selection = field(default_factory=Selection)
    notes: Shapes = NO_SHAPES
    are_selected: bool = False
    erased: Shapes = NO_SHAPES
    rectangle: tuple[float, float, int, int] | None = None
    loop: tuple[int, int] | None = None
    outline: tuple[tuple[float, float], ...] = ()
    flag: tuple[str, int, int] | None = None


NO_PREVIEW = Preview()
