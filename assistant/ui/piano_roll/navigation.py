"""Where the piano roll looks: fitting, following the playhead, and the scroll bars."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_PITCH
from assistant.ui.piano_roll.coordinates import LEAD_PX
from assistant.ui.piano_roll.state import RollState

LARGEST_FITTED_ROW_PX = 18.0
MARGIN_PITCHES = 4
LEAST_PITCHES = 30
"""Fitting shows at least this many rows, so that three notes do not fill the window."""
LEAST_FITTED_BARS = 4
FOLLOW_SHARE = 0.08
"""When the page turns, the playhead stands this far into the new one."""
HELD_SHARE = 0.4
"""Where the playhead is held while the sheet runs smoothly under it."""
MIDDLE_PITCH = 64


class Navigation(QObject):
    """Moves the view of one piano roll and keeps two scroll bars in step with it."""

    def __init__(self, state: RollState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self.across = QScrollBar(Qt.Orientation.Horizontal, parent)
        self.down = QScrollBar(Qt.Orientation.Vertical, parent)
        for bar, name in ((self.across, "Scroll in time"), (self.down, "Scroll in pitch")):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            bar.setAccessibleName(name)
        self.across.valueChanged.connect(self._scrolled_across)
        self.down.valueChanged.connect(self._scrolled_down)
        state.view_changed.connect(self._update_bars)

    def fit_all(self) -> None:
        """Show the whole piece."""
        state = self._state
        clips = [state.clip, *(t.clip for t in state.tracks_beside if not t.is_percussion)]
        music = max(state.ghosts.end_tick, *(clip.end_tick for clip in clips))
        bars = max(state.meter_map.bar_at(state.meter_map.bar_ceil(music)), LEAST_FITTED_BARS)
        ghosts = [n.pitch for n in (*state.ghosts.notes, *state.ghosts.beside)]
        pitches = np.concatenate([*(clip.pitches for clip in clips), ghosts]).astype(np.int64)
        self._fit(0, state.meter_map.bar_start_tick(bars), pitches)

    def fit_selection(self) -> None:
        """Show the selected notes, or all where none is."""
        clip = self._state.clip
        rows = self._state.selection.rows(clip)
        if not len(rows):
            self.fit_all()
            return
        start, end = int(clip.starts[rows].min()), int(clip.ends[rows].max())
        margin = max((end - start) // 10, self._state.grid_ticks)
        self._fit(max(0, start - margin), end + margin, clip.pitches[rows])

    def show_span(self, start_tick: int, end_tick: int) -> None:
        """Scroll as little as it takes to see a span; its start where it is too long."""
        view = self._state.viewport
        left, right = view.x_of(start_tick), view.x_of(end_tick)
        shift = 0
        if right > view.width_px:
            shift = right - view.width_px + view.width_px // 16
        shift = min(shift, left) if left - shift < 0 else shift
        self._state.set_viewport(view.scrolled_by(shift, 0))

    def show_pitches(self, pitches: IntColumn) -> None:
        """Scroll as little as it takes to see some pitches."""
        view = self._state.viewport
        if not len(pitches):
            return
        top, bottom = view.y_of(int(pitches.max())), view.y_of(int(pitches.min())) + view.row_px
        shift = min(top, 0) if bottom <= view.height_px or top < 0 else bottom - view.height_px
        self._state.set_viewport(view.scrolled_by(0, shift))

    def follow(self, tick: float) -> None:
        """Turn the page when the playhead has left it, or keep it in one place, as the player chose."""
        view, follow = self._state.viewport, self._state.follow
        if follow == "smooth":
            self._state.set_viewport(
                view.scrolled_to(x_px=tick * view.px_per_tick - view.width_px * HELD_SHARE)
            )
        elif follow == "page" and not 0 <= view.x_of(tick) < view.width_px:
            left = tick * view.px_per_tick - view.width_px * FOLLOW_SHARE
            self._state.set_viewport(view.scrolled_to(x_px=left))

    def _fit(self, start_tick: int, end_tick: int, pitches: IntColumn) -> None:
        lowest, highest = MIDDLE_PITCH, MIDDLE_PITCH
        if len(pitches):
            lowest, highest = int(pitches.min()) - MARGIN_PITCHES, int(pitches.max()) + MARGIN_PITCHES
        missing = max(0, LEAST_PITCHES - (highest - lowest + 1))
        lowest, highest = max(0, lowest - missing // 2), min(MAX_PITCH, highest + (missing + 1) // 2)
        view = self._state.viewport.showing(start_tick, end_tick)
        self._state.set_viewport(view.showing_pitches(lowest, highest, LARGEST_FITTED_ROW_PX))

    # --- scroll bars -----------------------------------------------------------------------------

    def _update_bars(self) -> None:
        view = self._state.viewport
        for bar, least, most, page, value in (
            (self.across, -LEAD_PX, view.max_scroll_x_px, view.width_px, view.scroll_x_px),
            (self.down, 0.0, view.max_scroll_y_px, view.height_px, view.scroll_y_px),
        ):
            bar.blockSignals(True)
            bar.setRange(round(least), round(min(most, 2**30)))
            bar.setPageStep(page)
            bar.setSingleStep(48)
            bar.setValue(round(min(value, 2**30)))
            bar.blockSignals(False)

    def _scrolled_across(self, value_px: int) -> None:
        self._state.set_viewport(self._state.viewport.scrolled_to(x_px=value_px))

    def _scrolled_down(self, value_px: int) -> None:
        self._state.set_viewport(self._state.viewport.scrolled_to(y_px=value_px))
