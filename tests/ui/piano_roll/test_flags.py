"""Tempo, meter and markers as flags in the ruler, by mouse and key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant.core.errors import AntiphonError
from assistant.core.note import PPQ
from assistant.core.piece import Marker, Piece
from assistant.core.tempo import MeterChange, MeterMap, TempoMap
from assistant.session import Session
from assistant.ui.piano_roll import flags
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.flags import Flag, FlagKind
from assistant.ui.piano_roll.ruler_painter import FLAGS_PX, FLAGS_TOP_PX
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import ALT, RIGHT, Hand
from tests.ui.piano_roll.test_ruler import choose


@pytest.fixture
def song(session: Session, roll: PianoRoll) -> Session:
    """100 bpm, 132 from bar 2; 3/4 from bar 3; markers at 1 and in bar 2."""
    session.show(
        Piece(
            tempo_map=TempoMap.of_bpm(100).with_bpm(BAR, 132),
            meter_map=MeterMap((MeterChange(0, 4, 4), MeterChange(2 * BAR, 3, 4))),
            markers=(Marker(0, "Verse"), Marker(BAR + 2 * PPQ, "Chorus")),
        )
    )
    roll.setFocus()
    return session


def on_flag(roll: PianoRoll, kind: FlagKind, tick: int) -> QPoint:
    placed = next(p for p in roll.ruler.painter.flags() if (p.flag.kind, p.flag.tick) == (kind, tick))
    return QPoint(placed.left_px + 6, FLAGS_TOP_PX + FLAGS_PX // 2)


def at_flags(roll: PianoRoll, tick: float) -> QPoint:
    """A place in the row of flags where none is."""
    return QPoint(roll.state.viewport.x_of(tick), FLAGS_TOP_PX + 4)


def tempos(session: Session) -> dict[int, float]:
    return {change.tick: round(change.bpm, 2) for change in session.piece.tempo_map.changes}


def meters(session: Session) -> dict[int, str]:
    return {c.tick: f"{c.numerator}/{c.denominator}" for c in session.piece.meter_map.changes}


def markers(session: Session) -> dict[int, str]:
    return {marker.tick: marker.name for marker in session.piece.markers}


def labels(session: Session) -> list[str]:
    return [step.label for step in session.document.history.done]


def write(roll: PianoRoll, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over what stands in the editor, which is open."""
    assert roll.ruler.editor.isVisible()
    assert roll.window().focusWidget() is roll.ruler.editor.field
    QTest.keyClicks(roll.ruler.editor.field, text)
    QTest.keyClick(roll.ruler.editor.field, end)


# --- what is seen --------------------------------------------------------------------------------


def test_one_tempo_and_meter_need_no_flag() -> None:
    assert flags.flags_of(Piece(markers=(Marker(0, "A"),))) == (Flag("marker", 0, "A"),)


def test_changes_and_markers_have_flags_in_order(song: Session) -> None:
    shown = [(flag.tick, flag.text) for flag in flags.flags_of(song.piece)]
    assert shown == [
        (0, "4/4"),
        (0, "♩ 100"),
        (0, "Verse"),
        (BAR, "♩ 132"),
        (BAR + 2 * PPQ, "Chorus"),
        (2 * BAR, "3/4"),
    ]


def test_flags_of_one_tick_lie_side_by_side_and_none_over_another() -> None:
    crowd = [Flag("marker", tick, "Marker") for tick in (0, 0, 0, 40, 80, 900, 901, 2000)]
    placed = flags.placed(crowd, Viewport(px_per_tick=0.1), lambda text: 7 * len(text))
    assert len(placed) == 5
    assert all(p.right_px - p.left_px >= flags.LEAST_PX for p in placed)
    assert all(a.right_px <= b.left_px for a, b in pairwise(placed))


def test_the_narrowest_flag_is_not_blank(roll: PianoRoll) -> None:
    room_px = flags.LEAST_PX - flags.GAP_PX - 2 * flags.PAD_PX + 1
    metrics = roll.ruler.painter._flag_metrics
    assert metrics.elidedText("11/16", Qt.TextElideMode.ElideRight, room_px)


# --- dragging ------------------------------------------------------------------------------------


def test_no_pole_goes_through_the_flag_beside(roll: PianoRoll, session: Session) -> None:
    session.set_meter(3, 4, BAR)
    pole_px = roll.state.viewport.x_of(BAR) + 8
    session.set_tempo(90, round(roll.state.viewport.tick_at(pole_px)))
    roll.repaint()
    placed = next(p for p in roll.ruler.painter.flags() if p.flag.tick == BAR)
    assert placed.left_px < pole_px < placed.right_px
    image = roll.ruler.grab().toImage()
    rows = (FLAGS_TOP_PX + 1, FLAGS_TOP_PX + 2)  # over the text
    assert {image.pixelColor(pole_px, y).name() for y in rows} == {roll.state.theme.panel_raised}


def test_a_tempo_is_dragged_to_another_bar(roll: PianoRoll, hand: Hand, song: Session) -> None:
    start = on_flag(roll, "tempo", BAR)
    hand.drag(start, at_flags(roll, 1.9 * BAR), roll.ruler)
    assert tempos(song) == {0: 100, 2 * BAR: 132}
    assert labels(song) == ["Move tempo change"]
    end = QPoint(roll.state.viewport.x_of(BAR + 100) + 6, FLAGS_TOP_PX + 4)  # held as far from its edge
    hand.drag(on_flag(roll, "tempo", 2 * BAR), end, roll.ruler, keys=ALT)
    assert tempos(song) == {0: 100, BAR + 100: 132}


def test_a_flag_that_is_held_at_its_far_end_does_not_jump(roll: PianoRoll, hand: Hand, song: Session) -> None:
    song.move_marker(BAR + 2 * PPQ, BAR + PPQ)
    song.rename_marker(BAR + PPQ, "The refrain, with all voices")
    placed = next(p for p in roll.ruler.painter.flags() if p.flag.tick == BAR + PPQ)
    start = QPoint(placed.right_px - 4, FLAGS_TOP_PX + 4)
    hand.drag(start, start + QPoint(roll.state.viewport.x_of(PPQ), 0), roll.ruler)
    assert BAR + 2 * PPQ in markers(song)


def test_a_meter_lands_on_a_bar_line_counted_without_it(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.drag(on_flag(roll, "meter", 2 * BAR), at_flags(roll, 3 * BAR - 90), roll.ruler)
    assert meters(song) == {0: "4/4", 3 * BAR: "3/4"}
    assert labels(song) == ["Move meter change"]


def test_where_a_dragged_meter_would_land_is_told_as_it_will_be_counted(
    roll: PianoRoll, hand: Hand, song: Session
) -> None:
    said: list[str] = []
    roll.hint_changed.connect(said.append)
    start = on_flag(roll, "meter", 2 * BAR)
    hand.press(start, roll.ruler)
    hand.drag_on(start, at_flags(roll, 3 * BAR + 90), roll.ruler)
    assert said[-1].startswith("3/4 to 4.1 · ")


def test_a_marker_is_dragged_along_the_grid(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.drag(on_flag(roll, "marker", 0), at_flags(roll, PPQ + 20), roll.ruler)
    assert markers(song) == {PPQ: "Verse", BAR + 2 * PPQ: "Chorus"}
    assert labels(song) == ["Move marker"]
    song.undo()
    assert markers(song) == {0: "Verse", BAR + 2 * PPQ: "Chorus"}


def test_what_the_piece_begins_with_is_not_dragged(roll: PianoRoll, hand: Hand, song: Session) -> None:
    loops: list[object] = []
    roll.loop_requested.connect(loops.append)
    hand.drag(on_flag(roll, "tempo", 0), at_flags(roll, BAR), roll.ruler)
    assert tempos(song) == {0: 100, BAR: 132}
    assert len(loops) == 1  # it is the ruler that is dragged


def test_escape_leaves_a_flag_where_it_was(roll: PianoRoll, hand: Hand, song: Session) -> None:
    start = on_flag(roll, "marker", BAR + 2 * PPQ)
    hand.press(start, roll.ruler)
    hand.drag_on(start, at_flags(roll, 3 * BAR), roll.ruler)
    assert roll.state.preview.flag == ("marker", BAR + 2 * PPQ, 3 * BAR)
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    hand.release(at_flags(roll, 3 * BAR), roll.ruler)
    assert roll.state.preview.flag is None
    assert labels(song) == []


def test_a_click_on_a_flag_seeks_there(roll: PianoRoll, hand: Hand, song: Session) -> None:
    told: list[int] = []
    roll.seek_requested.connect(told.append)
    hand.click(on_flag(roll, "marker", BAR + 2 * PPQ), roll.ruler)
    assert told == [BAR + 2 * PPQ]


# --- writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flag", "written", "label"),
    [
        (Flag("tempo", BAR, "132"), "96,5", "Set tempo to 96.5"),
        (Flag("meter", 2 * BAR, "3/4"), "6/8", "Set meter to 6/8"),
        (Flag("marker", 0, "Verse"), "Strophe 2", "Rename marker"),
        (Flag("tempo", 0, "100"), "80", "Set tempo to 80"),
    ],
)
def test_a_double_click_changes_a_flag_in_place(
    hand: Hand, song: Session, flag: Flag, written: str, label: str
) -> None:
    roll = hand.roll
    hand.double_click(on_flag(roll, flag.kind, flag.tick), roll.ruler)
    assert roll.ruler.editor.field.selectedText() == flag.text
    write(roll, written)
    assert not roll.ruler.editor.isVisible()
    assert roll.window().focusWidget() is roll
    assert labels(song) == [label]
    assert flags.written_at(song.piece, flag.kind, flag.tick) == written.replace(",", ".")


def test_escape_leaves_a_flag_as_it_was(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.double_click(on_flag(roll, "tempo", BAR), roll.ruler)
    write(roll, "70", end=Qt.Key.Key_Escape)
    assert not roll.ruler.editor.isVisible()
    assert labels(song) == []
    assert roll.window().focusWidget() is roll


def test_what_cannot_be_read_is_asked_for_again(roll: PianoRoll, hand: Hand, song: Session) -> None:
    said: list[str] = []
    roll.hint_changed.connect(said.append)
    hand.double_click(on_flag(roll, "meter", 2 * BAR), roll.ruler)
    write(roll, "3/5")
    assert "Write a meter like 3/4" in said[-1]
    assert roll.ruler.editor.isVisible()
    roll.ruler.editor.field.selectAll()
    write(roll, "5/4")
    assert meters(song) == {0: "4/4", 2 * BAR: "5/4"}


def test_a_click_elsewhere_keeps_what_can_be_read(
    roll: PianoRoll, hand: Hand, song: Session, qtbot: QtBot
) -> None:
    roll.activateWindow()
    qtbot.waitUntil(roll.isActiveWindow)  # only there is a focus to lose
    hand.double_click(on_flag(roll, "tempo", BAR), roll.ruler)
    QTest.keyClicks(roll.ruler.editor.field, "88")
    roll.setFocus(Qt.FocusReason.MouseFocusReason)
    assert tempos(song)[BAR] == 88
    assert not roll.ruler.editor.isVisible()
    hand.double_click(on_flag(roll, "tempo", BAR), roll.ruler)
    QTest.keyClicks(roll.ruler.editor.field, "fast")
    roll.setFocus(Qt.FocusReason.MouseFocusReason)
    assert tempos(song)[BAR] == 88
    assert not roll.ruler.editor.isVisible()


@pytest.mark.parametrize(
    ("entry", "written", "flag"),
    [
        ("Tempo here…", "60", Flag("tempo", 5 * PPQ, "♩ 60")),
        ("Meter here…", "2/4", Flag("meter", BAR, "2/4")),
        ("Marker here…", "Bridge", Flag("marker", 5 * PPQ, "Bridge")),
        ("Marker here…", "", Flag("marker", 5 * PPQ, "Marker 3")),
    ],
)
def test_a_right_click_writes_a_flag_here(
    hand: Hand, song: Session, entry: str, written: str, flag: Flag
) -> None:
    hand.click(hand.on_ruler(5 * PPQ + 10), hand.roll.ruler, button=RIGHT)
    choose(hand.roll, entry)
    write(hand.roll, written)
    assert flag in flags.flags_of(song.piece)
    assert len(labels(song)) == 1


def test_the_cross_and_the_menu_delete_a_flag(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.double_click(on_flag(roll, "marker", BAR + 2 * PPQ), roll.ruler)
    hand.click(QPoint(8, 8), roll.ruler.editor.delete)
    assert markers(song) == {0: "Verse"}
    assert not roll.ruler.editor.isVisible()
    hand.click(on_flag(roll, "tempo", BAR), roll.ruler, button=RIGHT)
    choose(roll, "Delete")
    assert tempos(song) == {0: 100}
    hand.click(on_flag(roll, "meter", 2 * BAR), roll.ruler, button=RIGHT)
    choose(roll, "Delete")
    assert meters(song) == {0: "4/4"}
    assert labels(song) == ["Remove marker", "Remove tempo change", "Remove meter change"]


def test_a_marker_without_a_name_is_none(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.double_click(on_flag(roll, "marker", 0), roll.ruler)
    QTest.keyClick(roll.ruler.editor.field, Qt.Key.Key_Delete)
    QTest.keyClick(roll.ruler.editor.field, Qt.Key.Key_Return)
    assert markers(song) == {BAR + 2 * PPQ: "Chorus"}


def test_what_the_piece_begins_with_is_not_deleted(roll: PianoRoll, hand: Hand, song: Session) -> None:
    hand.click(on_flag(roll, "tempo", 0), roll.ruler, button=RIGHT)
    delete = next(a for a in roll.ruler.menu.actions() if a.text() == "Delete")
    assert not delete.isEnabled()
    roll.ruler.menu.close()
    hand.double_click(on_flag(roll, "tempo", 0), roll.ruler)
    assert not roll.ruler.editor.delete.isVisible()


def test_the_editor_stays_in_the_roll_and_with_its_place(roll: PianoRoll, hand: Hand, song: Session) -> None:
    roll.ruler.edit("marker", round(roll.state.viewport.end_tick) - 10)
    editor = roll.ruler.editor
    assert roll.rect().contains(editor.geometry())
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    roll.ruler.edit("tempo", 2 * BAR)
    before = editor.x()
    roll.state.set_viewport(roll.state.viewport.scrolled_by(100, 0))
    assert editor.x() == before - 100


def test_the_ruler_says_what_is_marked(roll: PianoRoll, song: Session) -> None:
    song.move_marker(0, PPQ)
    said = roll.ruler.accessibleDescription()
    assert said == "4/4 at 1.1, ♩ 100 at 1.1, Verse at 1.2, ♩ 132 at 2.1, Chorus at 2.3, 3/4 at 3.1"


def test_the_hint_says_what_can_be_done_with_a_flag(roll: PianoRoll, hand: Hand, song: Session) -> None:
    said: list[str] = []
    roll.hint_changed.connect(said.append)
    hand.move(on_flag(roll, "tempo", BAR), roll.ruler)
    assert said[-1].startswith("♩ 132 · drag moves it")
    hand.move(on_flag(roll, "tempo", 0), roll.ruler)
    assert said[-1].startswith("♩ 100 · double-click")


@pytest.mark.parametrize(("text", "bpm"), [("96", 96), ("♩ = 120", 120), ("72.5 bpm", 72.5), ("60,5", 60.5)])
def test_a_tempo_is_read_as_musicians_write_it(session: Session, text: str, bpm: float) -> None:
    flags.write(session, "tempo", 0, text)
    assert tempos(session) == {0: bpm}


@pytest.mark.parametrize(
    ("kind", "text"), [("tempo", "fast"), ("tempo", "2"), ("tempo", "4000"), ("meter", "0/4"), ("meter", "4")]
)
def test_nonsense_is_refused_with_a_remedy(session: Session, kind: FlagKind, text: str) -> None:
    with pytest.raises(AntiphonError, match="Write a"):
        flags.write(session, kind, 0, text)


def test_the_marker_beside_a_tick(song: Session) -> None:
    beside = [
        flags.marker_beside(song.piece, tick, d) for tick, d in ((0, 1), (BAR, -1), (0, -1), (9 * BAR, 1))
    ]
    assert beside == [BAR + 2 * PPQ, 0, None, None]
