"""A restless hand: does at random, but by a seed, whatever a hand can do in the piano roll."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from assistant.core.theory import Key
from assistant.session import Session
from assistant.ui.piano_roll.grid import GRIDS
from assistant.ui.piano_roll.lanes.kinds import COMMON
from assistant.ui.piano_roll.ruler_painter import BARS_TOP_PX, FLAGS_TOP_PX
from assistant.ui.piano_roll.shapes import NO_PREVIEW
from assistant.ui.piano_roll.shaping import Humanising, Quantising
from assistant.ui.piano_roll.stamps import STAMPS
from assistant.ui.piano_roll.state import Tool
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Hand

TOOLS: tuple[Tool, ...] = ("select", "draw", "erase", "split", "mute")
KEYS = (NONE, NONE, NONE, SHIFT, CTRL, ALT, CTRL | ALT, SHIFT | ALT)
MOST_NOTES = 80
"""A hand that copies copies would fill the sheet."""


class Walker:
    """Takes steps; after each no gesture and no preview may be left over."""

    def __init__(self, roll: PianoRoll, session: Session, seed: int) -> None:
        self.roll, self.hand, self.session = roll, Hand(roll), session
        self.draw = random.Random(seed)
        self.gestures = 0

    def step(self) -> None:
        """One thing: mostly a gesture."""
        choice = self.draw.random()
        if choice < 0.05:
            self.roll.set_tool(self.draw.choice(TOOLS))
        elif choice < 0.15:
            self.draw.choice(self._commands())()
        elif choice < 0.18:
            self.draw.choice(self._choices())()
        elif choice < 0.2:
            self._look()
        else:
            self._gesture()
        if len(self.session.clip) > MOST_NOTES:
            self.roll.set_selection(self.session.clip.ids.tolist()[: MOST_NOTES // 2])
            self.roll.delete_selection()

    # --- the mouse -------------------------------------------------------------------------------

    def _gesture(self) -> None:
        draw, hand = self.draw, self.hand
        self.roll.take_back()  # as the popover does when the mouse leaves it
        self.roll.state.silence()  # as the timer does that ends what a command has sounded
        part = draw.choices(*zip(*self._parts(), strict=True))[0]
        button = LEFT if part is self.roll.ruler else draw.choices((LEFT, RIGHT, MIDDLE), (8, 2, 1))[0]
        keys, start = draw.choice(KEYS), self._place(part)
        start = QPoint(min(max(start.x(), 0), part.width() - 1), min(max(start.y(), 0), part.height() - 1))
        if part not in (self.roll.ruler, self.roll.minimap) and draw.random() < 0.04:
            hand.double_click(start, part)
        else:
            self._drag(start, part, button, keys)
        self.gestures += 1
        self._check()

    def _drag(self, start: QPoint, part: QWidget, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        draw, hand, place = self.draw, self.hand, start
        hand.press(start, part, button, keys)
        for _ in range(draw.randint(0, 2)):
            by_hand = place + QPoint(draw.randint(-40, 40), draw.randint(-20, 20))
            place = self._place(part) if draw.random() < 0.5 else by_hand
            hand.move(place, part, keys)
            if draw.random() < 0.03:
                self._interfere()
        if draw.random() < 0.15:
            self._cancel()
        hand.release(place, part, button, keys)

    def _cancel(self) -> None:
        """Escape leaves the piece as it was before the drag."""
        piece = self.session.piece
        self.roll.cancel_gesture()
        assert self.session.piece is piece

    def _interfere(self) -> None:
        """The document changes under the hand."""
        if self.draw.random() < 0.5:
            self.session.undo()
        elif len(self.session.clip):
            self.session.delete_notes([int(self.draw.choice(self.session.clip.ids.tolist()))])

    def _check(self) -> None:
        assert self.roll.runner.gesture is None
        assert self.roll.state.preview is NO_PREVIEW
        assert self.roll.state.auditioned_pitches == ()

    def _parts(self) -> tuple[tuple[QWidget, int], ...]:
        """(part, how often the hand goes there): a part that is not seen is not touched."""
        roll = self.roll
        parts = (
            (roll.note_area, 12),
            (roll.lane, 2),
            (roll.lanes.second, 1),
            (roll.ruler, 2),
            (roll.keyboard, 1),
            (roll.minimap, 1),
            (roll.chord_strip, 1),
        )
        return tuple((part, weight) for part, weight in parts if part.isVisible())

    def _place(self, part: QWidget) -> QPoint:
        """Somewhere on the part, more often than not on a note or a flag, now and then outside."""
        draw, clip = self.draw, self.session.clip
        flags = self.roll.ruler.painter.flags()
        if part is self.roll.ruler and flags and draw.random() < 0.5:
            flag = draw.choice(flags)
            return QPoint((flag.left_px + flag.right_px) // 2, (FLAGS_TOP_PX + BARS_TOP_PX) // 2)
        if part is self.roll.note_area and len(clip) and draw.random() < 0.7:
            note = clip.note_at_row(draw.randrange(len(clip)))
            return self.hand.at(note.start_tick + draw.random() * note.length_ticks, note.pitch)
        return QPoint(draw.randint(-20, part.width() + 20), draw.randint(-10, part.height() + 10))

    # --- keys and menus --------------------------------------------------------------------------

    def _commands(self) -> list[Callable[[], object]]:
        roll, draw, session = self.roll, self.draw, self.session
        return [
            roll.select_all,
            roll.deselect,
            roll.select_same_pitches,
            roll.invert_selection,
            lambda: roll.select_neighbour(draw.choice((-1, 1))),
            lambda: roll.extend_selection(draw.choice((-1, 1))),
            lambda: roll.nudge(draw.choice((-1, 1))),
            lambda: roll.transpose_selection(draw.choice((-12, -1, 1, 12))),
            lambda: roll.change_velocity(draw.choice((-8, 8))),
            lambda: roll.fit_selection_to_bars(draw.randint(1, 4)),
            roll.quantise_selection,
            roll.humanise_selection,
            roll.legato_selection,
            roll.snap_selection_to_scale,
            roll.join_selection,
            roll.toggle_mute,
            roll.reverse_selection,
            roll.invert_pitches,
            roll.split_at_playhead,
            roll.duplicate_selection,
            roll.insert_note,
            roll.copy_selection,
            roll.cut_selection,
            roll.paste_at_playhead,
            lambda: roll.resize_selection(draw.choice((-1, 1))),
            lambda: roll.lanes.scale_velocities(draw.choice((0.8, 1.25))),
            roll.lanes.ramp_velocities,
            roll.lanes.hold_pedal,
            lambda: roll.lanes.step_value(draw.choice((-1, 1))),
            roll.lanes.remove_point,
            lambda: session.add_marker(self._somewhen(), draw.choice("AB")),
            lambda: session.set_tempo(draw.randint(40, 200), self._somewhen()),
            lambda: session.set_meter(draw.randint(2, 7), draw.choice((4, 8)), self._somewhen()),
            session.undo,
            session.undo,
            session.redo,
        ]

    def _choices(self) -> list[Callable[[], object]]:
        roll, draw = self.roll, self.draw
        return [
            lambda: roll.set_grid(0, draw.choice(GRIDS).label),
            lambda: roll.set_snap(draw.choice(("grid", "amount", "off"))),
            lambda: roll.set_stamp(draw.choice(STAMPS)),
            lambda: roll.set_scale(draw.choice((None, Key(draw.randrange(12), "minor"), Key(5, "blues")))),
            roll.toggle_keeps_scale,
            lambda: setattr(
                roll, "quantising", Quantising(draw.random(), draw.random(), draw.random() < 0.5)
            ),
            lambda: setattr(roll, "humanising", Humanising(draw.randint(0, 60), draw.randint(0, 40))),
            lambda: roll.try_out(roll.quantised()),
            lambda: self._take_track(draw.randrange(len(self.session.piece.tracks))),
            roll.lanes.choose_next,
            lambda: roll.lanes.second.choose(draw.choice(COMMON)),
            roll.lanes.toggle_second,
            roll.toggle_fold,
        ]

    def _somewhen(self) -> int:
        return self.draw.randrange(6) * 480 * self.draw.randint(1, 4)

    def _take_track(self, track: int) -> None:
        self.session.active_track = track
        self.roll.document_changed()

    def _look(self) -> None:
        draw, view = self.draw, self.roll.state.viewport
        notch, keys = QPoint(0, draw.choice((-120, 120))), draw.choice((NONE, SHIFT, CTRL, ALT))
        self.hand.wheel(QPoint(draw.randint(0, view.width_px), 50), notch, keys=keys)
        if draw.random() < 0.2:
            draw.choice((self.roll.zoom_to_all, self.roll.zoom_to_selection))()
