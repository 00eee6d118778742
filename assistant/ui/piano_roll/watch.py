"""Watches what the roll shows, and tells which notes look different, so that only they are painted again."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect

from assistant.core.clip import Clip
from assistant.core.clip_patches import rows_that_differ
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.ui.piano_roll.boxes import Boxes
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.painter import MOST_PRETTY, note_boxes
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import NO_SHAPES, Preview, Shapes

if TYPE_CHECKING:
    from assistant.ui.piano_roll.state import RollState

MOST_APART = 8
"""So many notes are painted again one by one; of more, all that lies between them."""
MOST_MENDED = 4_000
"""Where more notes look different, it is quicker to paint all than to ask where they are."""
REACH_PX = 2
"""How far beyond its box something of a note may be painted: the selection's frame."""
NO_CLIP = Clip.empty()
_AROUND = [field.name for field in fields(Piece) if field.name != "tracks"]
_NOT_NOTES = {field.name for field in fields(Preview)} - {"hidden", "notes", "are_selected", "erased"}


@dataclass(frozen=True, eq=False)
class Song:
    """The piece apart: the clips of all tracks that are seen, the one in hand first, and everything else."""

    piece: Piece
    active_track: int
    clips: tuple[Clip, ...]
    look: tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown; in ``look`` is what is no part of the piece."""

    song: Song
    view: Viewport
    look: tuple[object, ...]
    selection: Selection
    hidden: Selection
    is_crowded: bool

    @property
    def clip(self) -> Clip:
        """The notes of the track in hand."""
        return self.song.clips[0]

    def is_alike_but_for_notes(self, other: Scene) -> bool:
        """Whether no more than notes of the track in hand look different."""
        mine, others = self.song, other.song
        is_same_song = mine is others or mine.look == others.look
        return is_same_song and self.view == other.view and self.look == other.look


class Watch(QObject):
    """Compares what is shown with what was shown when the state last told of a change.

    ``changed`` holds the notes that look different, as they were and as they are, while ``notes_changed`` is
    being told; ``previewed`` those of a gesture's preview while ``overlay_changed`` is. None where more than
    notes may have changed, and all has to be painted.
    """

    def __init__(self, state: RollState) -> None:
        super().__init__(state)
        self._state = state
        self.scene = scene_of(state)
        self.changed: Shapes | None = None
        self.previewed: Shapes | None = None
        self._preview = state.preview
        state.view_changed.connect(self._look)
        state.notes_changed.connect(self._compare)
        state.overlay_changed.connect(self._compare_previews)

    def _look(self) -> None:
        self.scene = scene_of(self._state, self.scene)

    def _compare(self) -> None:
        before = self.scene
        self._look()
        self.changed = changed_notes(before, self.scene)

    def _compare_previews(self) -> None:
        before, self._preview = self._preview, self._state.preview
        is_blank = not len(self._state.clip)  # then there may be words to take away
        self.previewed = None if is_blank else previewed_notes(before, self._preview)


def scene_of(state: RollState, before: Scene | None = None) -> Scene:
    """What is shown now; what was shown ``before`` spares looking at the same piece again."""
    ghosts, view, song = state.ghosts, state.viewport, _song_of(state, before)
    if before and before.song is song and before.view == view:
        is_crowded = before.is_crowded
    else:
        is_crowded = _is_crowded(view, song.clips)
    look = (
        state.theme, state.scale, state.grid_ticks, ghosts.notes, ghosts.beside, ghosts.span, is_crowded,
        len(state.clip) == 0,
    )  # fmt: skip
    return Scene(song, view, look, state.selection, state.preview.hidden, is_crowded)


def _song_of(state: RollState, before: Scene | None) -> Song:
    piece, active = state.session.piece, state.session.active_track
    if before and before.song.piece is piece and before.song.active_track == active:
        return before.song
    beside = state.tracks_beside
    around = tuple(getattr(piece, name) for name in _AROUND)
    track: Track = replace(piece.tracks[active], clip=NO_CLIP)
    clips = (state.clip, *(other.clip for other in beside))
    return Song(piece, active, clips, (active, around, track, beside))


def _is_crowded(view: Viewport, clips: tuple[Clip, ...]) -> bool:
    """Whether so many notes are in view that nobody sees their corners."""
    if sum(map(len, clips)) <= MOST_PRETTY:
        return False
    window = view.window(0, view.width_px)
    return sum(len(clip.rows_between(*window)) for clip in clips) > MOST_PRETTY


@lru_cache(maxsize=1)  # every part of the roll asks
def way_between(before: Scene, after: Scene) -> QPoint | None:
    """How far right and down what is shown has gone on the screen; None where it looks otherwise, too."""
    was, now = before.view, after.view
    is_same = before.song is after.song and before.look == after.look and before.hidden is after.hidden
    if not is_same or before.selection is not after.selection:
        return None
    if replace(was, extent_ticks=0, scroll_x_px=0.0, scroll_y_px=0.0) != replace(
        now, extent_ticks=0, scroll_x_px=0.0, scroll_y_px=0.0
    ):
        return None
    across = round(was.scroll_x_px) - round(now.scroll_x_px)
    return QPoint(across, round(was.scroll_y_px) - round(now.scroll_y_px))


def changed_notes(before: Scene, after: Scene) -> Shapes | None:
    """The notes that look different, as they were and as they are; None where it is not a few notes alone."""
    if not before.is_alike_but_for_notes(after):
        return None
    changed = [NO_SHAPES]
    if before.clip is not after.clip:
        gone, come = rows_that_differ(before.clip, after.clip)
        if len(gone) + len(come) > MOST_MENDED:
            return None
        changed += [Shapes.of_rows(before.clip, gone), Shapes.of_rows(after.clip, come)]
    for was, now in ((before.selection, after.selection), (before.hidden, after.hidden)):
        if was is not now:
            ids = np.setxor1d(was.array, now.array, assume_unique=True)
            if len(ids) > MOST_MENDED:
                return None
            clips = (before.clip,) if before.clip is after.clip else (before.clip, after.clip)
            changed += [Shapes.of_rows(clip, clip.rows_of(ids)) for clip in clips if len(ids)]
    return Shapes.joined(changed) if any(map(len, changed)) else None


def previewed_notes(before: Preview, after: Preview) -> Shapes | None:
    """The notes that two previews show; None where they are many, differ in other things, or not at all."""
    if before is after or any(getattr(before, name) != getattr(after, name) for name in _NOT_NOTES):
        return None
    shown = (before.notes, after.notes, before.erased, after.erased)
    return Shapes.joined(shown) if sum(map(len, shown)) <= MOST_MENDED else None


def rectangles(view: Viewport, notes: Shapes) -> list[QRect]:
    """The pixels of the note area to paint again for some notes."""
    boxes = _boxes_in_time(view, notes)
    boxes = boxes[(boxes[:, 3] >= 0) & (boxes[:, 1] < view.height_px)]
    if len(boxes) > MOST_APART:
        boxes = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None]
    area = QRect(0, 0, view.width_px, view.height_px)
    return [QRect(x, y, right - x + 1, bottom - y + 1) & area for x, y, right, bottom in boxes.tolist()]


def stretches(view: Viewport, notes: Shapes) -> list[tuple[int, int]]:
    """(first, last) pixel columns to paint again for some notes, whatever their pitch."""
    boxes = _boxes_in_time(view, notes)
    if len(boxes) > MOST_APART:
        return [(int(boxes[:, 0].min()), int(boxes[:, 2].max()))]
    return [(left, right) for left, _, right, _ in boxes.tolist()]


@lru_cache(maxsize=4)  # every part of the roll asks
def _boxes_in_time(view: Viewport, notes: Shapes) -> Boxes:
    """Boxes of those that are seen if their pitch is, with their selection frames."""
    boxes = note_boxes(view, notes) + np.array((-1, -1, 1, 1), dtype=np.int32) * REACH_PX
    return boxes[(boxes[:, 2] >= 0) & (boxes[:, 0] < view.width_px)]
