"""Watches what the roll shows, and tells which notes look different, so that only they are painted again."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect

from assistant.core.clip import Clip, IntColumn
from assistant.core.track import Track
from assistant.ui.piano_roll.boxes import Boxes
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.painter import MOST_PRETTY, note_boxes
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import NO_SHAPES, Preview, Shapes

if TYPE_CHECKING:
    from assistant.ui.piano_roll.state import RollState

MOST_MATCHED = 20_000
"""More rows than this between the first and the last difference all count as changed."""
MOST_APART = 8
"""So many notes are painted again one by one; of more, all that lies between them."""
REACH_PX = 2
"""How far beyond its box something of a note may be painted: the selection's frame."""
NO_CLIP = Clip.empty()
_NOT_NOTES = {field.name for field in fields(Preview)} - {"hidden", "notes", "are_selected", "erased"}


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown: the notes of the track in hand, and in ``look`` everything that is not one of them."""

    look: tuple[object, ...]
    clip: Clip
    selection: Selection
    hidden: Selection
    is_crowded: bool


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
        self.scene = scene_of(self._state)

    def _compare(self) -> None:
        before = self.scene
        self._look()
        self.changed = changed_notes(before, self.scene)

    def _compare_previews(self) -> None:
        before, self._preview = self._preview, self._state.preview
        is_blank = not len(self._state.clip)  # then there may be words to take away
        self.previewed = None if is_blank else previewed_notes(before, self._preview)


def scene_of(state: RollState) -> Scene:
    """What is shown now."""
    session, ghosts, view = state.session, state.ghosts, state.viewport
    piece, beside = session.piece, state.tracks_beside
    around = tuple(getattr(piece, field.name) for field in fields(piece) if field.name != "tracks")
    track: Track = replace(piece.tracks[session.active_track], clip=NO_CLIP)
    is_crowded = _is_crowded(state, beside)
    look = (
        view, state.theme, state.scale, state.grid_ticks, session.active_track, around, track, beside,
        ghosts.notes, ghosts.beside, ghosts.span, is_crowded, len(state.clip) == 0,
    )  # fmt: skip
    return Scene(look, state.clip, state.selection, state.preview.hidden, is_crowded)


def _is_crowded(state: RollState, beside: tuple[Track, ...]) -> bool:
    """Whether so many notes are in view that nobody sees their corners."""
    view, clips = state.viewport, (state.clip, *(track.clip for track in beside))
    if sum(map(len, clips)) <= MOST_PRETTY:
        return False
    window = view.window(0, view.width_px)
    return sum(len(clip.rows_between(*window)) for clip in clips) > MOST_PRETTY


def changed_notes(before: Scene, after: Scene) -> Shapes | None:
    """The notes that look different, as they were and as they are; None where it is not notes alone."""
    if before.look != after.look:
        return None
    changed = NO_SHAPES
    if before.clip is not after.clip:
        gone, come = changed_rows(before.clip, after.clip)
        changed = Shapes.of_rows(before.clip, gone).joined_with(Shapes.of_rows(after.clip, come))
    for was, now in ((before.selection, after.selection), (before.hidden, after.hidden)):
        if was is not now:
            ids = np.setxor1d(was.array, now.array, assume_unique=True)
            for clip in {id(scene.clip): scene.clip for scene in (before, after)}.values():
                changed = changed.joined_with(Shapes.of_rows(clip, clip.rows_of(ids)))
    return changed if len(changed) else None


def previewed_notes(before: Preview, after: Preview) -> Shapes | None:
    """The notes that two previews show; None where they differ in other things, or not at all."""
    if before is after or any(getattr(before, name) != getattr(after, name) for name in _NOT_NOTES):
        return None
    shown = before.notes.joined_with(after.notes)
    return shown.joined_with(before.erased).joined_with(after.erased)


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


def _boxes_in_time(view: Viewport, notes: Shapes) -> Boxes:
    """Boxes of those that are seen if their pitch is, with their selection frames."""
    boxes = note_boxes(view, notes) + np.array((-1, -1, 1, 1), dtype=np.int32) * REACH_PX
    return boxes[(boxes[:, 2] >= 0) & (boxes[:, 0] < view.width_px)]


def changed_rows(before: Clip, after: Clip) -> tuple[IntColumn, IntColumn]:
    """(rows of ``before`` that are gone or different now, rows of ``after`` that are new or different)."""
    shortest = min(len(before), len(after))
    first = _alike(before, after, shortest, slice(None))
    last = _alike(before, after, shortest - first, slice(None, None, -1))
    gone, come = np.arange(first, len(before) - last), np.arange(first, len(after) - last)
    if not len(gone) or not len(come) or max(len(gone), len(come)) > MOST_MATCHED:
        return gone, come
    order = np.argsort(before.ids[gone])
    at = np.searchsorted(before.ids[gone][order], after.ids[come])
    partners = gone[order[np.minimum(at, len(gone) - 1)]]
    same = _same(before, partners, after, come)
    return np.setdiff1d(gone, partners[same], assume_unique=True), come[~same]


def _alike(before: Clip, after: Clip, most: int, direction: slice) -> int:
    """How many rows are alike, from the first on or (``direction`` backwards) from the last on."""
    for was, now in zip(_columns(before), _columns(after), strict=True):
        unlike = was[direction][:most] != now[direction][:most]
        most = int(np.argmax(unlike)) if unlike.any() else most
    return most


def _same(before: Clip, rows_before: IntColumn, after: Clip, rows: IntColumn) -> NDArray[np.bool_]:
    """Whether row for row all columns are alike."""
    same = np.ones(len(rows), dtype=bool)
    for was, now in zip(_columns(before), _columns(after), strict=True):
        same &= was[rows_before] == now[rows]
    return same


def _columns(clip: Clip) -> tuple[NDArray[np.generic], ...]:
    return (*clip.columns, clip.muted)
