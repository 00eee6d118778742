"""Who tells whom what about tools, shapes and step input, and which of it is remembered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Signal

from assistant.ui.piano_roll.shaping import Quantising
from assistant.ui.piano_roll.stamps import STAMPS, Stamp
from assistant.ui.piano_roll.state import Follow, Snap
from assistant.ui.shape_popover import ShapePopover
from assistant.ui.step_input import StepInput

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow

_STEPPING = (
    "Step input is on: what you play stands at the playhead, on keys or letters; {step_rest} is a rest."
)


class HandWiring(QObject):
    """Connects the roll's tools with bar, settings and keys; ``changed`` when commands may be others."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shape = ShapePopover(window.roll, window)
        self.step_input = StepInput(window.session, window.roll, window.playback, self)
        self._restore()
        self._name_states()
        self._connect_tools()
        self._connect_step_input()
        window.roll_bar.show_tools(window.roll.state)

    def _restore(self) -> None:
        """What was chosen the last time."""
        roll, kept = self._window.roll, self._window.preferences.settings
        roll.set_snap(kept.snap)
        roll.set_follow(kept.follow)
        self.shape.show_settings(Quantising(kept.quantise_strength, kept.quantise_swing, kept.quantise_ends))

    def _name_states(self) -> None:
        steering, roll = self._window.steering, self._window.roll
        for snap in get_args(Snap):
            steering.add_state(f"snap_{snap}", partial(self._has_snap, snap))
        for follow in get_args(Follow):
            steering.add_state(f"follow_{follow}", partial(self._has_follow, follow))
        for stamp in STAMPS:
            steering.add_state(f"stamp_{stamp.name}", partial(self._has_stamp, stamp))
        steering.add_state("keeps_scale", lambda: roll.state.keeps_scale)
        steering.add_state("fold", lambda: roll.state.fold)
        steering.add_state("shaping", self.shape.isVisible)
        steering.add_state("stepping", lambda: self.step_input.is_on)

    def _has_snap(self, snap: Snap) -> bool:
        return self._window.roll.state.snap == snap

    def _has_follow(self, follow: Follow) -> bool:
        return self._window.roll.state.follow == follow

    def _has_stamp(self, stamp: Stamp) -> bool:
        return self._window.roll.state.stamp == stamp

    def _connect_tools(self) -> None:
        roll, bar = self._window.roll, self._window.roll_bar
        bar.grid_chosen.connect(roll.set_grid)
        bar.snap_chosen.connect(roll.set_snap)
        bar.stamp_chosen.connect(self.take_stamp)
        roll.tools_changed.connect(self._on_tools)
        roll.track_clicked.connect(self._on_track_clicked)
        roll.failed.connect(partial(self._window.messages.problem, topic="paste"))
        roll.midi_clipboard.changed.connect(self.changed)
        self.shape.chosen.connect(self._remember)
        self.shape.closed.connect(self.changed)

    def _connect_step_input(self) -> None:
        window, step_input = self._window, self.step_input
        window.typing.pressed.connect(step_input.press)
        window.typing.released.connect(step_input.release)
        window.poller.heard.connect(step_input.hear)
        step_input.toggled.connect(self._on_step_input)

    def take_stamp(self, stamp: Stamp) -> None:
        """Choose what the pencil draws: who chooses a chord wants to draw it."""
        self._window.roll.set_stamp(stamp)
        self._window.roll.set_tool("draw")

    def _on_tools(self) -> None:
        self._window.roll_bar.show_tools(self._window.roll.state)
        self._remember()
        self.changed.emit()

    def _on_track_clicked(self, track: int, note_id: int) -> None:
        window = self._window
        window.tracks.track_chosen.emit(track)
        window.roll.set_selection([note_id] if window.roll.tool == "select" else [])

    def _on_step_input(self) -> None:
        messages, typing = self._window.messages, self._window.typing
        if self.step_input.is_on:
            if not typing.is_on:
                typing.toggle()
            messages.show_message(
                self._window.shortcuts.key_map.named(_STEPPING), "notice", topic="step input"
            )
        else:
            messages.settle("step input")
        self.changed.emit()

    def _remember(self) -> None:
        roll = self._window.roll
        self._window.preferences.update(
            snap=roll.state.snap,
            follow=roll.state.follow,
            quantise_strength=roll.quantising.strength,
            quantise_swing=roll.quantising.swing,
            quantise_ends=roll.quantising.ends,
        )
