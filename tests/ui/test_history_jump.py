"""A click on a far step of the history: all that is shown goes along, there and back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Piece
from assistant.core.theory import Key
from assistant.ui.history_panel import HistoryPanel
from tests.ui.conftest import BAR, Desk, phrase

D_MAJOR = Key.parse("D major")


@dataclass(frozen=True)
class Seen:
    """What parts of the window say of the piece."""

    notes: int
    said: str
    tracks: list[str]
    tempo: float
    meter: str
    key: str
    scale: Key | None
    title: str


def seen(desk: Desk) -> Seen:
    window = desk.window
    return Seen(
        notes=len(window.roll.state.clip),
        said=window.roll.accessibleDescription(),
        tracks=[row.name.full_text for row in window.tracks.rows],
        tempo=window.transport.tempo.value(),
        meter=window.transport.meter.text(),
        key=window.transport.key.text(),
        scale=window.roll.state.scale,
        title=window.windowTitle(),
    )


def chords(desk: Desk) -> list[tuple[int, str]]:
    return [(name.start_tick, name.text) for name in desk.window.roll.chord_strip.names]


def curve(desk: Desk) -> list[float]:
    lane = desk.window.surprise.lane
    return [] if lane is None else lane._track.bits.tolist()


def expected_curve(piece: Piece, track: int = 0) -> list[float]:
    """The fake's bits: a twentieth of each pitch."""
    return [pitch / 20 for pitch in piece.tracks[track].clip.pitches.tolist()]


def click(desk: Desk, panel: HistoryPanel, row: int) -> None:
    box = panel.list.visualRect(panel.model.index(row, 0))
    desk.qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def offers(desk: Desk) -> list[str]:
    return [text for text in desk.window.messages.texts if text.startswith("Sounds like")]


@pytest.fixture
def panel(desk: Desk) -> HistoryPanel:
    """Everything that follows the piece is at work, and the history is open."""
    desk.window.chords.start()
    desk.window.surprise.start()
    QTest.keyClick(desk.window.roll, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    return desk.window.history.panel


def much_done(desk: Desk) -> None:
    session = desk.session
    session.add_notes([Note(0, 2 * BAR + i * PPQ, PPQ, 50 + i) for i in range(4)])
    session.delete_notes([1, 2, 3])
    session.add_track()
    session.rename_track(1, "Strings")
    session.move_track(1, 0)
    session.active_track = 1
    session.set_tempo(77)
    session.set_meter(3, 4)
    session.set_key(D_MAJOR)
    session.set_loop(Loop(0, BAR))
    session.add_marker(BAR, "B")
    session.move_notes(session.clip.ids, 0, 12)


def test_a_click_far_back_and_forth_takes_all_that_is_shown_along(desk: Desk, panel: HistoryPanel) -> None:
    desk.until(lambda: curve(desk) == expected_curve(desk.session.piece))
    desk.until(lambda: chords(desk))
    first, first_seen, first_chords = desk.session.piece, seen(desk), chords(desk)
    much_done(desk)
    last, last_seen = desk.session.piece, seen(desk)
    desk.until(lambda: curve(desk) == expected_curve(last, 1))
    desk.until(lambda: desk.chord_namer.asked[-1][0] is last)
    last_row = panel.model.rowCount() - 1
    click(desk, panel, 0)
    assert seen(desk) == first_seen
    desk.until(lambda: curve(desk) == expected_curve(first))
    desk.until(lambda: chords(desk) == first_chords)
    click(desk, panel, last_row)
    assert desk.session.piece == last
    assert desk.session.active_track == 0, "the track that came back is in hand"
    desk.window.tracks.track_chosen.emit(1)
    assert seen(desk) == last_seen
    desk.until(lambda: curve(desk) == expected_curve(last, 1))
    desk.until(lambda: desk.chord_namer.asked[-1][0] == last)


def test_an_offer_of_a_key_that_is_heard_no_longer_is_taken_back(desk: Desk, panel: HistoryPanel) -> None:
    notes = [n for n in phrase(4).tracks[0].clip if n.start_tick >= 2 * BAR]
    desk.session.add_notes([Note(0, n.start_tick, n.length_ticks, n.pitch) for n in notes])
    assert offers(desk) == ["Sounds like D major."]
    click(desk, panel, 0)
    assert offers(desk) == []
    click(desk, panel, 1)
    assert offers(desk) == ["Sounds like D major."]
    desk.session.set_key(D_MAJOR)
    assert offers(desk) == []
