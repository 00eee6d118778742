"""When a message really came in."""

from __future__ import annotations

TRUST_NS = 20_000_000
"""A driver whose clock is off by more than this is not believed."""
_CREEP = 1e-4


class DriverStamps:
    """Turns a driver's spacing of messages into times of the player's clock.

    The driver knows to the microsecond how long after the last message one came; Python hears of it late, now
    more and now less. So its times are laid as early as any message was ever heard, and follow the clock
    slowly (by 100 millionths) where the two drift apart.
    """

    def __init__(self) -> None:
        self._driver_ns = 0
        self._offset_ns: int | None = None

    def stamp(self, heard_ns: int, delta_s: float) -> int:
        """The time of a message heard at ``heard_ns``, ``delta_s`` after the one before."""
        delta_ns = round(delta_s * 1e9)
        self._driver_ns += delta_ns
        offset_ns = heard_ns - self._driver_ns
        if self._offset_ns is None or offset_ns - self._offset_ns > TRUST_NS:
            self._offset_ns = offset_ns
        self._offset_ns = min(offset_ns, self._offset_ns + round(delta_ns * _CREEP))
        return self._driver_ns + self._offset_ns
