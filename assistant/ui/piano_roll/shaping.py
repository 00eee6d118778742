"""Shaping the selected notes: quantise, humanise, legato and their like, tried out before they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.core.document import Document
from assistant.core.note import PPQ
from assistant.editing import Editing
from assistant.ui.piano_roll.commands import CommandedRoll
from assistant.ui.piano_roll.grid import ADAPTIVE
from assistant.ui.piano_roll.shapes import NO_PREVIEW, Preview, Shapes

Shape = Callable[[Editing, Iterable[int]], object]
"""An edit of some notes, on the document or on a copy of it."""


@dataclass(frozen=True, slots=True)
class Quantising:
    """How Q quantises: how far towards the grid (0..1), how late every second line is (0..1), ends too."""

    strength: float = 1.0
    swing: float = 0.0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Humanising:
    """How much humanising strays at most; the ``seed`` says how, and is another after each use."""

    time_ms: int = 12
    velocity: int = 8
    seed: int = 1


class ShapingRoll(CommandedRoll):
    """Edits that shape what is selected; :meth:`try_out` shows one of them without making it."""

    quantising = Quantising()
    humanising = Humanising()

    # --- the shapes ------------------------------------------------------------------------------

    @property
    def quantise_ticks(self) -> int:
        """The grid that notes are drawn to: the chosen one; the adaptive one is 16ths or finer.

        A piece that is seen from afar would fall together on its bar lines.
        """
        step = self.state.grid_ticks
        return min(step, PPQ // 4) if self.state.grid == ADAPTIVE else step

    def quantised(self) -> Shape:
        """Draw the notes to the grid, as last set."""
        step, how = self.quantise_ticks, self.quantising
        return lambda desk, ids: desk.quantise(
            ids, step, strength=how.strength, swing=how.swing, ends=how.ends, bars=self.state.grid.bars or 1
        )

    def humanised(self) -> Shape:
        """Let the notes stray a little, in time and in velocity."""
        how, ticks = self.humanising, self._ticks_in_ms(self.humanising.time_ms)
        return lambda desk, ids: desk.humanise(ids, ticks, how.velocity, how.seed)

    def _ticks_in_ms(self, time_ms: int) -> int:
        """So long a time in the tempo in which the selection begins."""
        clip = self.state.clip
        starts = clip.starts[self.state.selection.rows(clip)]
        bpm = self.state.session.piece.tempo_map.bpm_at(int(starts.min()) if len(starts) else 0)
        return round(time_ms * bpm * PPQ / 60_000)

    def legato(self) -> Shape:
        """Let each note last until the next one begins."""
        return lambda desk, ids: desk.legato(ids)

    def fitted_to_bars(self, bars: int) -> Shape:
        """Stretch the notes so that they fill whole bars."""
        return lambda desk, ids: desk.fit_to_bars(ids, bars)

    def snapped_to_scale(self) -> Shape:
        """Move the notes to the nearest pitches of the scale that is shown, or of the piece's key."""
        key = self.state.scale or self.state.session.piece.key
        return lambda desk, ids: desk.snap_to_scale(ids, key) if key else None

    # --- trying and doing ------------------------------------------------------------------------

    def try_out(self, shape: Shape) -> None:
        """Show what a shape would make of the selection; :meth:`take_back` ends it."""
        state = self.state
        if not len(state.selection) or self.is_in_hand:
            return
        desk = Editing()
        desk.document = Document(state.session.piece)
        desk.active_track = state.session.active_track
        shape(desk, state.selection.array)
        shapes = Shapes.of_rows(desk.clip, desk.clip.rows_of(state.selection.array))
        state.set_preview(Preview(hidden=state.selection, notes=shapes, are_selected=True))

    def take_back(self) -> None:
        """Show the notes as they are."""
        if not self.is_in_hand:
            self.state.set_preview(NO_PREVIEW)

    def do(self, shape: Shape) -> None:
        """Make a shape's edit: one undo step."""
        self.take_back()
        self._edit(lambda ids: shape(self.state.session, ids))

    @property
    def is_in_hand(self) -> bool:
        """Whether a gesture is under way, to which the preview belongs."""
        return self.runner.gesture is not None

    # --- commands --------------------------------------------------------------------------------

    def quantise_selection(self) -> None:
        """Draw the selected notes to the grid, as last set."""
        self.do(self.quantised())

    def humanise_selection(self) -> None:
        """Let the selected notes stray, differently each time."""
        self.do(self.humanised())
        self.humanising = replace(self.humanising, seed=self.humanising.seed + 1)

    def legato_selection(self) -> None:
        """Let each selected note last until the next begins."""
        self.do(self.legato())

    def fit_selection_to_bars(self, bars: int) -> None:
        """Stretch the selection to whole bars."""
        self.do(self.fitted_to_bars(bars))

    def fit_selection_to_nearest_bars(self) -> None:
        """Stretch the selection to the whole number of bars that it is nearest to."""
        self.fit_selection_to_bars(self.nearest_bars())

    def nearest_bars(self) -> int:
        """How many whole bars the selection is nearest to; 1 where there is none."""
        clip, rows = self.state.clip, self.state.selection.rows(self.state.clip)
        if not len(rows):
            return 1
        start, end = int(clip.starts[rows].min()), int(clip.ends[rows].max())
        return max(1, round((end - start) / self.state.meter_map.change_at(start).bar_ticks))

    def snap_selection_to_scale(self) -> None:
        """Move the selected notes into the scale."""
        self.do(self.snapped_to_scale())

    def join_selection(self) -> None:
        """Make one note of the selected ones of each pitch."""
        self._edit(self.state.session.join_notes)

    def toggle_mute(self) -> None:
        """Mute the selected notes, or let them sound again."""
        self._edit(self.state.session.toggle_mute)

    def split_at_playhead(self) -> None:
        """Split the selected notes at the playhead, or, where none is, every note that sounds there."""
        state, tick = self.state, round(self.state.playhead_tick)
        under = state.clip.ids[state.clip.rows_between(max(0, tick - 1), tick + 1)]
        ids = state.selection.array if len(state.selection) else under
        if len(ids):
            state.session.split_at(ids, tick)
            state.edited.emit()

    def reverse_selection(self) -> None:
        """Play the selected notes backwards."""
        self._edit(self.state.session.reverse)

    def invert_pitches(self) -> None:
        """Turn the selected notes upside down."""
        self._edit(self.state.session.invert)
