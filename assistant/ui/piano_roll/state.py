"""What the parts of the piano roll share: session, view, selection, tool, and who must repaint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import DEFAULT_VELOCITY, PPQ, Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.folding import folded_pitches
from assistant.ui.piano_roll.ghosts import Ghosts
from assistant.ui.piano_roll.grid import ADAPTIVE, Grid, in_force
from assistant.ui.piano_roll.selection import Hit, Selection, hit_at
from assistant.ui.piano_roll.shapes import NO_IDS, NO_PREVIEW, NO_SHAPES, Preview, Shapes
from assistant.ui.piano_roll.stamps import NO_STAMP, Stamp
from assistant.ui.piano_roll.watch import Watch
from assistant.ui.piano_roll.wheel import ZoomBrake
from assistant.ui.theme import Theme

Tool = Literal["select", "draw", "erase", "split", "mute"]
Snap = Literal["grid", "amount", "off"]
"""Drags go to grid lines, by whole grid steps, or anywhere; Alt turns it round while it is held."""
Follow = Literal["page", "smooth", "off"]
"""The view turns a page when the playhead leaves it, keeps it in one place, or stays where it is."""
SPARE_BARS = 4
LEAST_BARS = 16
SHORTEST_TICKS = PPQ // 32
"""A note drawn or resized off the grid gets no shorter than this."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is, on the widget and on the sheet, and which modifier keys are down."""

    x_px: float
    y_px: float
    tick: float
    pitch: int
    velocity: int = 0
    alt: bool = False
    shift: bool = False
    ctrl: bool = False


class RollState(QObject):
    """The one thing that changes in the piano roll; its signals say what has to be painted again."""

    view_changed = Signal()
    notes_changed = Signal()
    overlay_changed = Signal()
    hover_changed = Signal()
    playhead_moved = Signal(float, float)
    sounding_changed = Signal()
    selection_changed = Signal(object)
    edited = Signal()
    hint_changed = Signal(str)
    seek_requested = Signal(int)
    loop_requested = Signal(object)
    ghost_bar_clicked = Signal(int)
    track_clicked = Signal(int, int)

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.viewport = Viewport()
        self.selection = Selection()
        self.tool: Tool = "draw"
        self.grid: Grid = ADAPTIVE
        self.snap: Snap = "grid"
        self.follow: Follow = "page"
        self.scale: Key | None = None
        self.keeps_scale = False
        self.fold = False
        self.stamp: Stamp = NO_STAMP
        self.zoom_brake = ZoomBrake()
        self.ghosts = Ghosts()
        self.recorded: Shapes = NO_SHAPES
        self.preview: Preview = NO_PREVIEW
        self.last_length_ticks = PPQ
        self.last_velocity = DEFAULT_VELOCITY
        self.playhead_tick = 0.0
        self.playing = False
        self.hover: Pointer | None = None
        self.cursor: tuple[int, int] | None = None
        self.hovered_pitch: int | None = None
        self.sounding_rows: IntColumn = NO_IDS
        self.sounding_ghosts: tuple[Note, ...] = ()
        self._auditioned: tuple[int, ...] = ()
        self.watch = Watch(self)
        self.notes_changed.connect(self.update_fold)

    # --- reading ---------------------------------------------------------------------------------

    @property
    def clip(self) -> Clip:
        """The notes of the track being edited."""
        return self.session.clip

    @property
    def tracks_beside(self) -> tuple[Track, ...]:
        """The other tracks whose notes are seen, faintly."""
        return tuple(track for _, track in self.numbered_tracks_beside)

    @property
    def numbered_tracks_beside(self) -> tuple[tuple[int, Track], ...]:
        """The same with their numbers, the one that is painted last first."""
        session = self.session
        return tuple(
            (number, track)
            for number, track in enumerate(session.piece.tracks)
            if number != session.active_track and not track.muted
        )

    @property
    def meter_map(self) -> MeterMap:
        """The piece's meters."""
        return self.session.piece.meter_map

    @property
    def grid_in_force(self) -> Grid:
        """The grid that was chosen; the adaptive one follows the zoom and the meter at the left edge."""
        meter = self.meter_map.change_at(max(0, int(self.viewport.start_tick)))
        return in_force(self.grid, self.viewport.px_per_tick, meter)

    @property
    def grid_ticks(self) -> int:
        """The step of the grid in force; of a grid of bars, the longest there are."""
        grid = self.grid_in_force
        return grid.ticks or grid.bars * max(change.bar_ticks for change in self.meter_map.changes)

    def step_ticks_at(self, tick: int) -> int:
        """How far the next step of the grid goes from a tick: bars are as long as they are there."""
        grid = self.grid_in_force
        return grid.ticks or grid.bars * self.meter_map.change_at(max(0, tick)).bar_ticks

    @property
    def snap_map(self) -> MeterMap:
        """What notes snap by: the piece's meters, with as many bars in one as the grid in force has."""
        return self.meter_map.in_groups(max(1, self.grid_in_force.bars))

    @property
    def shortest_ticks(self) -> int:
        """How short a drag on the grid can make a note."""
        return min(self.grid_ticks, PPQ // 4)

    @property
    def kept_key(self) -> Key | None:
        """The key that drawing and moving keep to, where they do."""
        return self.scale if self.keeps_scale else None

    @property
    def stepped_key(self) -> Key | None:
        """The key whose steps the arrows go by: one that is kept, or that the roll is folded to."""
        return self.scale if self.keeps_scale or self.fold else None

    @property
    def uses_flats(self) -> bool:
        """Whether pitches are named with flats."""
        key = self.scale or self.session.piece.key
        return key is not None and key.sharps < 0

    def hit(self, x_px: float, y_px: float) -> Hit | None:
        """The note under a pixel of the note area."""
        return hit_at(self.clip, self.viewport, x_px, y_px)

    def is_blank(self) -> bool:
        """Whether there is nothing to see yet."""
        shown = (self.ghosts.notes, self.ghosts.beside, self.recorded, self.preview.notes, self.clip)
        return not any(len(notes) for notes in shown)

    # --- changing --------------------------------------------------------------------------------

    def set_viewport(self, viewport: Viewport) -> None:
        """Look somewhere else."""
        if viewport != self.viewport:
            self.viewport = viewport
            self.view_changed.emit()

    def update_fold(self) -> None:
        """Show the rows that are to be shown as things stand: all, or where folded those that have a use."""
        self.set_viewport(self.viewport.folded(folded_pitches(self)))

    def update_extent(self) -> None:
        """Make the sheet as long as the music and what is marked, with some bars to write on."""
        piece, meter_map = self.session.piece, self.meter_map
        changed = (piece.tempo_map.changes[-1].tick, meter_map.changes[-1].tick)
        marked = max([*changed, *(marker.tick for marker in piece.markers)])
        music = max(piece.end_tick, self.ghosts.end_tick, int(self.playhead_tick), marked)
        bars = max(meter_map.bar_at(music) + 1 + SPARE_BARS, LEAST_BARS)
        self.set_viewport(self.viewport.with_extent(meter_map.bar_start_tick(bars)))

    def select(self, ids: Iterable[int] | IntColumn) -> None:
        """Choose notes, and no others; what was deleted meanwhile, under the hand, is passed over."""
        selection = Selection.of(ids).within(self.clip)
        if not selection.is_same(self.selection):
            self.selection = selection
            self.notes_changed.emit()
            self.selection_changed.emit(selection)

    def toggle(self, note_id: int) -> None:
        """Add a note to the selection, or take it out."""
        self.select(self.selection.ids ^ {note_id})

    def set_preview(self, preview: Preview) -> None:
        """Show something while a gesture lasts."""
        before, self.preview = self.preview, preview
        if not before.hidden.is_same(preview.hidden):
            self.notes_changed.emit()
        self.overlay_changed.emit()

    def set_hover(self, hover: Pointer | None, pitch: int | None = None) -> None:
        """Remember where the mouse is in the note area, or (``pitch`` alone) on which key of the keyboard."""
        wanted = (hover, hover.pitch if hover else pitch)
        if wanted != (self.hover, self.hovered_pitch):
            self.hover, self.hovered_pitch = wanted
            self.hover_changed.emit()

    def remember(self, note: Note) -> None:
        """The next note drawn will be like this one."""
        self.last_length_ticks, self.last_velocity = note.length_ticks, note.velocity

    @property
    def auditioned_pitches(self) -> tuple[int, ...]:
        """The pitches that sound under the hand."""
        return self._auditioned

    def update_sounding(self) -> None:
        """Find the notes under the playhead, while it plays; a proposal sounds in place of what it covers."""
        tick = max(0, int(self.playhead_tick))
        rows = self.clip.rows_between(tick, tick + 1) if self.playing else NO_IDS
        ghosts = self.ghosts.sounding_at(tick) if self.playing else ()
        if self.ghosts.span is not None:
            starts = self.clip.starts[rows]
            rows = rows[(starts < self.ghosts.span[0]) | (starts >= self.ghosts.span[1])]
        if ghosts != self.sounding_ghosts or not np.array_equal(rows, self.sounding_rows):
            self.sounding_rows, self.sounding_ghosts = rows, ghosts
            self.sounding_changed.emit()

    @property
    def sounding_shapes(self) -> Shapes:
        """All that sounds under the playhead, notes and ghosts."""
        notes = Shapes.of_rows(self.clip, self.sounding_rows)
        return notes.joined_with(Shapes.of_notes(self.sounding_ghosts))

    # --- hearing ---------------------------------------------------------------------------------

    def sound(self, pitch: int, velocity: int, *others: int) -> None:
        """Let one pitch sound, or a chord of it and others, in place of what sounded before."""
        pitches = (pitch, *others)
        if pitches != self._auditioned:
            self.silence()
            self._auditioned = pitches
            for sounding in pitches:
                self.session.audition(sounding, velocity)
            self.sounding_changed.emit()

    def silence(self) -> None:
        """End what sounds under the hand."""
        if self._auditioned:
            for pitch in self._auditioned:
                self.session.audition_off(pitch)
            self._auditioned = ()
            self.sounding_changed.emit()
