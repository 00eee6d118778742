"""Tempo and meter as maps over the piece: ticks to seconds, ticks to bars and beats, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.note import PPQ

MIN_BPM, MAX_BPM = 4.0, 1000.0
MICROSECONDS_PER_MINUTE = 60_000_000
MAX_US_PER_QUARTER = 2**24 - 1
"""The slowest tempo that a MIDI file can say."""


@dataclass(frozen=True, slots=True)
class TempoChange:
    """From ``tick`` on a quarter note lasts ``us_per_quarter`` microseconds (the unit of MIDI files)."""

    tick: int
    us_per_quarter: int

    @property
    def bpm(self) -> float:
        """Quarter notes a minute."""
        return MICROSECONDS_PER_MINUTE / self.us_per_quarter


@dataclass(frozen=True)
class TempoMap:
    """Tempo changes in order, the first at tick 0; converts between ticks and seconds."""

    changes: tuple[TempoChange, ...] = (TempoChange(0, 500_000),)

    def __post_init__(self) -> None:
        _check_order([c.tick for c in self.changes], "tempo")
        if not all(1 <= c.us_per_quarter <= MAX_US_PER_QUARTER for c in self.changes):
            raise ValueError(f"a quarter note must last 1 to {MAX_US_PER_QUARTER} microseconds")

    @classmethod
    def of_bpm(cls, bpm: float) -> Self:
        """One tempo throughout, in quarter notes a minute."""
        return cls((TempoChange(0, round(MICROSECONDS_PER_MINUTE / bpm)),))

    @classmethod
    def of_changes(cls, changes: Iterable[TempoChange]) -> Self:
        """A map of changes in any order; the last word at a tick counts; 120 bpm before the first."""
        by_tick = {c.tick: c for c in sorted(changes, key=lambda c: c.tick)}
        by_tick.setdefault(0, TempoChange(0, 500_000))
        return cls(tuple(by_tick[t] for t in sorted(by_tick)))

    @cached_property
    def _ticks(self) -> NDArray[np.float64]:
        return np.array([c.tick for c in self.changes], dtype=np.float64)

    @cached_property
    def _seconds_per_tick(self) -> NDArray[np.float64]:
        return np.array([c.us_per_quarter for c in self.changes]) / (1e6 * PPQ)

    @cached_property
    def _seconds(self) -> NDArray[np.float64]:
        spans = np.diff(self._ticks) * self._seconds_per_tick[:-1]
        return np.concatenate([[0.0], np.cumsum(spans)])

    def seconds_at(self, tick: ArrayLike) -> NDArray[np.float64]:
        """Seconds from the start of the piece to the given tick or ticks."""
        ticks = np.asarray(tick, dtype=np.float64)
        at = np.maximum(np.searchsorted(self._ticks, ticks, side="right") - 1, 0)
        seconds: NDArray[np.float64] = (
            self._seconds[at] + (ticks - self._ticks[at]) * self._seconds_per_tick[at]
        )
        return seconds

    def tick_at(self, seconds: ArrayLike) -> NDArray[np.float64]:
        """The (fractional) tick or ticks reached after the given seconds."""
        wanted = np.asarray(seconds, dtype=np.float64)
        at = np.maximum(np.searchsorted(self._seconds, wanted, side="right") - 1, 0)
        ticks: NDArray[np.float64] = (
            self._ticks[at] + (wanted - self._seconds[at]) / self._seconds_per_tick[at]
        )
        return ticks

    def change_at(self, tick: int) -> TempoChange:
        """The tempo in force at a tick, and since when."""
        return self.changes[max(0, int(np.searchsorted(self._ticks, tick, side="right")) - 1)]

    def bpm_at(self, tick: int) -> float:
        """The tempo in force at a tick, in quarter notes a minute."""
        return self.change_at(tick).bpm

    def with_bpm(self, tick: int, bpm: float) -> Self:
        """This map with a tempo set at a tick (replacing one already there)."""
        if not MIN_BPM <= bpm <= MAX_BPM:
            raise ValueError(f"tempo must be {MIN_BPM:g} to {MAX_BPM:g} bpm: {bpm}")
        change = TempoChange(tick, round(MICROSECONDS_PER_MINUTE / bpm))
        return type(self).of_changes([*self.changes, change])


MAX_NUMERATOR = 255
DENOMINATORS = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class MeterChange:
    """From ``tick`` (a bar line) on, bars have ``numerator`` beats of 1/``denominator``."""

    tick: int
    numerator: int
    denominator: int

    @property
    def beat_ticks(self) -> int:
        """Ticks of one written beat (a 1/denominator note)."""
        return max(1, PPQ * 4 // self.denominator)

    @property
    def bar_ticks(self) -> int:
        """Ticks of one bar."""
        return max(1, PPQ * 4 * self.numerator // self.denominator)


@dataclass(frozen=True, slots=True)
class BarPosition:
    """Where a tick stands: bar and beat counted from 1, and ticks past the beat."""

    bar: int
    beat: int
    ticks: int


@dataclass(frozen=True)
class MeterMap:
    """Meter changes in order, the first at tick 0; a change always begins a new bar."""

    changes: tuple[MeterChange, ...] = field(default=(MeterChange(0, 4, 4),))

    def __post_init__(self) -> None:
        _check_order([c.tick for c in self.changes], "meter")
        for c in self.changes:
            if not 1 <= c.numerator <= MAX_NUMERATOR or c.denominator not in DENOMINATORS:
                raise ValueError(f"not a meter: {c.numerator}/{c.denominator}")

    @classmethod
    def of(cls, numerator: int, denominator: int) -> Self:
        """One meter throughout."""
        return cls((MeterChange(0, numerator, denominator),))

    @classmethod
    def of_changes(cls, changes: Iterable[MeterChange]) -> Self:
        """A map of changes in any order; the last word at a tick counts; 4/4 before the first."""
        by_tick = {c.tick: c for c in sorted(changes, key=lambda c: c.tick)}
        by_tick.setdefault(0, MeterChange(0, 4, 4))
        return cls(tuple(by_tick[t] for t in sorted(by_tick)))

    @cached_property
    def _ticks(self) -> list[int]:
        return [c.tick for c in self.changes]

    @cached_property
    def _first_bars(self) -> list[int]:
        """The 0-based number of the bar that each change begins; a cut-off bar counts as one."""
        bars = [0]
        for before, after in pairwise(self.changes):
            bars.append(bars[-1] - (-(after.tick - before.tick) // before.bar_ticks))
        return bars

    def change_at(self, tick: int) -> MeterChange:
        """The meter in force at a tick."""
        return self.changes[max(0, bisect_right(self._ticks, tick) - 1)]

    def bar_at(self, tick: int) -> int:
        """The 0-based number of the bar that holds a tick."""
        at = max(0, bisect_right(self._ticks, tick) - 1)
        change = self.changes[at]
        return self._first_bars[at] + (tick - change.tick) // change.bar_ticks

    def bar_start_tick(self, bar: int) -> int:
        """The tick at which a 0-based bar begins."""
        at = max(0, bisect_right(self._first_bars, bar) - 1)
        return self.changes[at].tick + (bar - self._first_bars[at]) * self.changes[at].bar_ticks

    def bar_ceil(self, tick: int) -> int:
        """The nearest bar line at or after a tick."""
        bar = self.bar_at(tick)
        start = self.bar_start_tick(bar)
        return start if start == tick else self.bar_start_tick(bar + 1)

    def bars_round(self, ticks: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each of many ticks the bar line at or before it, and the next one."""
        wanted = np.asarray(ticks, dtype=np.int64)
        firsts, bar_ticks = np.array([(c.tick, c.bar_ticks) for c in self.changes], dtype=np.int64).T
        at = np.searchsorted(firsts, wanted, side="right") - 1
        starts = wanted - (wanted - firsts[at]) % bar_ticks[at]
        ends = starts + bar_ticks[at]
        cut_off = np.append(firsts[1:], np.iinfo(np.int64).max)[at]
        return starts, np.minimum(ends, cut_off)

    def in_groups(self, bars: int) -> Self:
        """This map with so many bars in one, counted from every change; too long ones stay single."""
        return type(self)(tuple(_grouped(change, bars) for change in self.changes)) if bars > 1 else self

    def position(self, tick: int) -> BarPosition:
        """Bar, beat and ticks of a tick, as a transport shows them."""
        change = self.change_at(tick)
        bar = self.bar_at(tick)
        beat, ticks = divmod(tick - self.bar_start_tick(bar), change.beat_ticks)
        return BarPosition(bar + 1, beat + 1, ticks)

    def bar_lines(self, start_tick: int, end_tick: int) -> list[int]:
        """The ticks of all bar lines in [start_tick, end_tick)."""
        bar = self.bar_at(max(0, start_tick))
        lines = []
        while (tick := self.bar_start_tick(bar)) < end_tick:
            if tick >= start_tick:
                lines.append(tick)
            bar += 1
        return lines


def _grouped(change: MeterChange, bars: int) -> MeterChange:
    numerator = change.numerator * bars
    return replace(change, numerator=numerator) if numerator <= MAX_NUMERATOR else change


def _check_order(ticks: list[int], what: str) -> None:
    if not ticks or ticks[0] != 0:
        raise ValueError(f"the first {what} must stand at tick 0")
    if any(b <= a for a, b in pairwise(ticks)):
        raise ValueError(f"{what} changes must be in order, one at a tick")
