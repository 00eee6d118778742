"""What the hand works with: tool, grid, snap, scale and chord; each choice is told by a signal."""

from __future__ import annotations

from PySide6.QtCore import Signal

from assistant.core.theory import Key
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.grid import GRIDS, Grid, beside, name_of
from assistant.ui.piano_roll.shaping import ShapingRoll
from assistant.ui.piano_roll.stamps import Stamp
from assistant.ui.piano_roll.state import Follow, Snap, Tool


class ToolRoll(ShapingRoll):
    """The piano roll with its tools; ``tools_changed`` when anything but the tool itself was chosen anew."""

    tool_changed = Signal(str)
    tools_changed = Signal()
    hint_changed = Signal(str)

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self.state.tool

    def set_tool(self, tool: Tool) -> None:
        """Take another tool."""
        if tool != self.state.tool:
            self.runner.cancel()
            self.state.tool = tool
            self.state.set_hover(None)
            self.tool_changed.emit(tool)
            self.hint_changed.emit(hints.REST[tool])

    def cancel_gesture(self) -> bool:
        """Drop the drag that is under way; whether there was one."""
        return self.runner.cancel()

    # --- grid ------------------------------------------------------------------------------------

    @property
    def grid_ticks(self) -> int:
        """The grid in force now, in ticks (for the adaptive one: what the zoom makes of it)."""
        return self.state.grid_ticks

    def set_grid(self, grid_ticks: int, label: str) -> None:
        """Choose a grid: one of GRIDS by its label, or any other by its ticks."""
        named = (grid for grid in GRIDS if grid.label == label)
        self._take_grid(next(named, Grid(label, grid_ticks)))

    def change_grid(self, direction: int) -> None:
        """Make the grid finer (1) or coarser (-1): half or twice the note value, dots and triplets kept."""
        self._take_grid(beside(self.state.grid_in_force, direction))

    def toggle_grid_kind(self, kind: str) -> None:
        """Switch between the plain note value and its "triplet" or "dotted" one."""
        value, _, now = name_of(self.state.grid, self.state.grid_ticks).partition(" ")
        wanted = value if now == kind else f"{value} {kind}"
        self._take_grid(next((grid for grid in GRIDS if grid.label == wanted), self.state.grid))

    def set_snap(self, snap: Snap) -> None:
        """Let drags go to grid lines, by grid steps, or anywhere."""
        self.state.snap = snap
        self.tools_changed.emit()

    def toggle_snap(self) -> None:
        """Leave the grid, or come back to it."""
        self.set_snap("grid" if self.state.snap == "off" else "off")

    def _take_grid(self, grid: Grid) -> None:
        self.state.grid = grid
        self.state.notes_changed.emit()
        self.tools_changed.emit()

    # --- scale and chords ------------------------------------------------------------------------

    def set_scale(self, key: Key | None) -> None:
        """Point out the rows of a scale, or of none."""
        if key != self.state.scale:
            self.state.scale = key
            self.state.notes_changed.emit()

    def toggle_keeps_scale(self) -> None:
        """Let what is drawn and moved keep to the scale that is shown, or not."""
        self.state.keeps_scale = not self.state.keeps_scale
        self.tools_changed.emit()

    def set_stamp(self, stamp: Stamp) -> None:
        """Draw chords, or with NO_STAMP single notes."""
        self.state.stamp = stamp
        self.state.hover_changed.emit()
        self.tools_changed.emit()

    # --- looking ---------------------------------------------------------------------------------

    def toggle_fold(self) -> None:
        """Show only the rows of the scale and those that notes use, or all rows again."""
        self.cancel_gesture()
        self.state.fold = not self.state.fold
        self.state.update_fold()
        self.tools_changed.emit()

    def set_follow(self, follow: Follow) -> None:
        """Let the view follow the playhead page by page, smoothly, or not at all."""
        self.state.follow = follow
        self.tools_changed.emit()
