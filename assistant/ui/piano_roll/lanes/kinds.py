"""What a lane can show: velocities, or one controller of the track; their scales and how values are said."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.controls import (
    BEND_CENTRE,
    EXPRESSION,
    HIGHEST_CONTROLLER,
    MODULATION,
    PAN,
    PEDAL,
    PITCH_BEND,
    VOLUME,
    control_name,
    highest_value,
    rest_value,
)
from assistant.core.note import MAX_VELOCITY

VELOCITY = -1
"""The number that stands for the notes' velocities, which are no controller."""
COMMON = (VELOCITY, PEDAL, MODULATION, EXPRESSION, VOLUME, PAN, PITCH_BEND)
PAN_CENTRE = 64
CENTRE_PX = 2
TOP_PX, BOTTOM_PX = 8, 4
"""Room above the greatest value and below the least."""


@dataclass(frozen=True)
class LaneKind:
    """A scale of whole numbers; ``base`` is where its values are drawn from, ``guides`` where lines lie."""

    number: int
    name: str
    lowest: int
    highest: int
    base: int
    guides: tuple[int, ...]

    def y_of(self, value: float, height_px: int) -> int:
        """The pixel line of a value in a lane of a height."""
        room = height_px - TOP_PX - BOTTOM_PX
        return TOP_PX + round((self.highest - value) / self.highest * room)

    def value_at(self, y_px: float, height_px: int) -> int:
        """The value at a pixel line, within the scale; near a centre it is just that, as is mostly meant."""
        if self.base and abs(y_px - self.y_of(self.base, height_px)) <= CENTRE_PX:
            return self.base
        room = max(1, height_px - TOP_PX - BOTTOM_PX)
        level = self.highest - (y_px - TOP_PX) / room * self.highest
        return min(max(round(level), self.lowest), self.highest)

    def said(self, value: int) -> str:
        """A value as musicians say it."""
        if self.number == PITCH_BEND:
            away = f"{value - BEND_CENTRE:+d}".replace("-", "\u2212")
            return away if value != BEND_CENTRE else "centre"
        if self.number == PAN:
            side = "left" if value < PAN_CENTRE else "right"
            return f"{abs(value - PAN_CENTRE)} {side}" if value != PAN_CENTRE else "centre"
        return str(value)


def kind_of(number: int) -> LaneKind:
    """The kind of a number: ``VELOCITY``, a controller or the pitch wheel."""
    if number == VELOCITY:
        return LaneKind(VELOCITY, "Velocity", 1, MAX_VELOCITY, 0, (32, 64, 96))
    highest = highest_value(number)
    centred = number in (PAN, PITCH_BEND)
    middle = rest_value(number) if centred else (highest + 1) // 2
    quarters = ((highest + 1) // 4, middle, (highest + 1) * 3 // 4)
    return LaneKind(number, control_name(number), 0, highest, middle if centred else 0, quarters)


def others() -> range:
    """The controllers that can be chosen by number."""
    return range(HIGHEST_CONTROLLER + 1)
