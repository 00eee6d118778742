"""Wheel, trackpad and pinch, as movements of the view."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from assistant.ui.piano_roll.coordinates import Viewport

NOTCH = 120
"""What Qt reports for one notch of a wheel, in eighths of a degree."""
NOTCH_PX = 64.0
ZOOM_PER_NOTCH = 1.2
ZOOM_PER_PX = 0.004
MOST_ZOOM = 1.25
"""One event zooms by no more than this, whatever a trackpad makes of a flick."""


def wheel_view(view: Viewport, event: QWheelEvent, at: QPointF) -> Viewport:
    """The view after a turn of the wheel with the pointer ``at`` a place in the note area."""
    keys = event.modifiers()
    if keys & Qt.KeyboardModifier.ControlModifier:
        return view.zoomed_time(_zoom(event), at.x())
    if keys & Qt.KeyboardModifier.AltModifier:
        return view.zoomed_pitch(_zoom(event), at.y())
    across, down = _scroll_px(event)
    if keys & Qt.KeyboardModifier.ShiftModifier and not across:
        across, down = down, 0.0
    return view.scrolled_by(-across, -down)


def pinch_view(view: Viewport, event: QNativeGestureEvent, at: QPointF) -> Viewport:
    """The view after a step of a two-finger pinch."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return view
    return view.zoomed_time(_held(1.0 + event.value()), at.x())


def _scroll_px(event: QWheelEvent) -> tuple[float, float]:
    pixels, angle = event.pixelDelta(), event.angleDelta()
    if not pixels.isNull():
        return float(pixels.x()), float(pixels.y())
    return angle.x() / NOTCH * NOTCH_PX, angle.y() / NOTCH * NOTCH_PX


def _zoom(event: QWheelEvent) -> float:
    if event.phase() == Qt.ScrollPhase.ScrollMomentum:
        return 1.0  # the hand has left the trackpad: what rolls on is not meant
    pixels, angle = event.pixelDelta(), event.angleDelta()
    if not pixels.isNull():
        return _held(math.exp((pixels.y() or pixels.x()) * ZOOM_PER_PX))
    # With Alt held some platforms report a vertical wheel as a horizontal one.
    return _held(ZOOM_PER_NOTCH ** ((angle.y() or angle.x()) / NOTCH))


def _held(factor: float) -> float:
    return min(max(factor, 1 / MOST_ZOOM), MOST_ZOOM)
