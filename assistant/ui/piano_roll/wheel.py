"""Wheel, trackpad and pinch, as movements of the view."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from assistant.ui.piano_roll.coordinates import Viewport

NOTCH = 120
"""What Qt reports for one notch of a wheel, in eighths of a degree."""
NOTCH_PX = 64.0
ZOOM_PER_NOTCH = 1.2
ZOOM_PER_PX = 0.004
MOST_ZOOM = 1.25
"""One event zooms by no more than this, whatever a trackpad makes of a flick."""
MOST_ZOOM_AT_ONCE, BREATH_MS = 4.0, 600
"""What fingers zoom without a pause, and how long a pause gives all of that back."""


class ZoomBrake:
    """Lets fingers zoom so far at once and no further: a trackpad sends sixty events a second."""

    def __init__(self) -> None:
        self._left = self._most = math.log(MOST_ZOOM_AT_ONCE)
        self._before_ms = 0

    def held(self, factor: float, now_ms: int) -> float:
        """As much of a zoom as is still to be had at a time (milliseconds, as events have it)."""
        passed_ms, self._before_ms = max(0, now_ms - self._before_ms), now_ms
        self._left = min(self._most, self._left + self._most * passed_ms / BREATH_MS)
        wanted = math.log(_held(factor))
        granted = min(max(wanted, -self._left), self._left)
        self._left -= abs(granted)
        return math.exp(granted)


def wheel_view(view: Viewport, event: QWheelEvent, at: QPointF, brake: ZoomBrake) -> Viewport:
    """The view after a turn of the wheel with the pointer ``at`` a place in the note area."""
    keys = event.modifiers()
    if keys & Qt.KeyboardModifier.ControlModifier:
        return view.zoomed_time(_zoom(event, brake), at.x())
    if keys & Qt.KeyboardModifier.AltModifier:
        return view.zoomed_pitch(_zoom(event, brake), at.y())
    across, down = _scroll_px(event)
    if keys & Qt.KeyboardModifier.ShiftModifier and not across:
        across, down = down, 0.0
    return view.scrolled_by(-across, -down)


def pinch_view(view: Viewport, event: QNativeGestureEvent, at: QPointF, brake: ZoomBrake) -> Viewport:
    """The view after a step of a two-finger pinch."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return view
    factor = max(1.0 + event.value(), 1 / MOST_ZOOM)
    return view.zoomed_time(brake.held(factor, event.timestamp()), at.x())


def _pixels(event: QWheelEvent) -> QPoint:
    """How far fingers went, in pixels; none for a wheel.

    X11 reports "pixels" for wheels as well, and they are none: 15 or 120 a notch, by the driver. Only what
    has a phase comes from fingers that the system follows.
    """
    return QPoint() if event.phase() == Qt.ScrollPhase.NoScrollPhase else event.pixelDelta()


def _scroll_px(event: QWheelEvent) -> tuple[float, float]:
    pixels, angle = _pixels(event), event.angleDelta()
    if not pixels.isNull():
        return float(pixels.x()), float(pixels.y())
    return angle.x() / NOTCH * NOTCH_PX, angle.y() / NOTCH * NOTCH_PX


def _zoom(event: QWheelEvent, brake: ZoomBrake) -> float:
    if event.phase() == Qt.ScrollPhase.ScrollMomentum:
        return 1.0  # the hand has left the trackpad: what rolls on is not meant
    pixels = _pixels(event)
    if not pixels.isNull():
        return brake.held(math.exp((pixels.y() or pixels.x()) * ZOOM_PER_PX), event.timestamp())
    # With Alt held some platforms report a vertical wheel as a horizontal one.
    turned = event.angleDelta().y() or event.angleDelta().x()
    factor = ZOOM_PER_NOTCH ** (turned / NOTCH)
    return _held(factor) if turned % NOTCH == 0 else brake.held(factor, event.timestamp())


def _held(factor: float) -> float:
    return min(max(factor, 1 / MOST_ZOOM), MOST_ZOOM)
