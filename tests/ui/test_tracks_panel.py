"""The list of tracks, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import PERCUSSION_CHANNEL, Track
from assistant.ui.track_row import TrackRow
from assistant.ui.tracks_panel import NARROW_PX, WIDE_PX, TracksPanel
from tests.ui.conftest import Desk

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def trio(desk: Desk) -> Desk:
    """A window on Flute (in hand), Fiddle and Drums."""
    clips = [Clip.from_notes([Note(0, 0, PPQ, pitch)]) for pitch in (72, 62, 40)]
    flute = Track("Flute", clips[0], program=73, colour=0)
    fiddle = Track("Fiddle", clips[1], part="harmony", channel=1, colour=1, volume=80)
    drums = Track("Drums", clips[2], part="other", channel=PERCUSSION_CHANNEL, colour=2)
    desk.session.show(Piece((flute, fiddle, drums)))
    desk.window.documents.replaced.emit()
    return desk


def panel(desk: Desk) -> TracksPanel:
    return desk.window.tracks


def rows(desk: Desk) -> list[TrackRow]:
    return desk.window.tracks.rows


def names(desk: Desk) -> list[str]:
    shown = [row.name.full_text for row in rows(desk)]
    assert shown == [track.name for track in desk.session.piece.tracks]
    return shown


def label(desk: Desk) -> str:
    return desk.session.document.history.done[-1].label


def steps(desk: Desk) -> int:
    return len(desk.session.document.history.done)


def key(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.focusWidget(), key, keys)


def choose(menu: QMenu, *texts: str) -> None:
    """Choose an entry of an open menu, through its inner menus."""
    assert menu.isVisible()
    inner, found = menu, None
    for text in texts:
        found = next(a for a in inner.actions() if a.text().removesuffix("  ✓") == text)
        inner = found.menu() or inner
    assert found is not None
    found.trigger()
    menu.close()


def drag(widget: QWidget, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    QTest.mousePress(widget, LEFT, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(widget, start + (end - start) * (step / 4))
    if drop:
        QTest.mouseRelease(widget, LEFT, pos=end)


# --- showing -------------------------------------------------------------------------------------


def test_a_new_piece_has_a_melody_and_a_harmony(desk: Desk) -> None:
    desk.window.documents.new()
    assert names(desk) == ["Melody", "Harmony"]
    assert [row.part.text() for row in rows(desk)] == ["Melody", "Harmony"]


def test_a_row_shows_its_track(trio: Desk) -> None:
    flute, fiddle, drums = rows(trio)
    assert (flute.instrument.text(), fiddle.instrument.text()) == ("Flute", "No instrument")
    assert drums.instrument.text() == "Drum kit"
    assert not drums.instrument.isEnabled()
    assert (flute.volume.value(), fiddle.volume.value()) == (100, 80)
    theme = trio.window.look.theme
    assert [row.swatch.colour.name() for row in rows(trio)] == [theme.track_colour(i) for i in range(3)]
    assert fiddle.accessibleName() == "Track 2: Fiddle"
    assert flute.accessibleName() == "Track 1: Flute, in hand"


def test_what_is_not_heard_is_pale(trio: Desk) -> None:
    trio.qtbot.mouseClick(rows(trio)[1].solo, LEFT)
    assert [row.name.isEnabled() for row in rows(trio)] == [False, True, False]


def test_editing_notes_shows_no_row_anew(trio: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr(TrackRow, "show_track", lambda *_, **__: shown.append(1))
    trio.session.add_notes([Note(0, PPQ, PPQ, 60)])
    assert shown == []


# --- the track in hand ---------------------------------------------------------------------------


def test_a_click_takes_a_track_in_hand_and_the_keys_stay_with_the_roll(trio: Desk) -> None:
    trio.window.roll.select_all()
    trio.qtbot.mouseClick(rows(trio)[1], LEFT, pos=QPoint(4, 4))
    assert trio.session.active_track == 1
    assert rows(trio)[1].property("chosen")
    assert not trio.window.roll.selected_ids
    assert trio.window.roll.hasFocus()
    assert steps(trio) == 0


def test_ctrl_page_keys_walk_through_the_tracks_and_stop_at_the_ends(trio: Desk) -> None:
    for expected in (1, 2, 2):
        key(trio, Qt.Key.Key_PageDown, CTRL)
        assert trio.session.active_track == expected
    key(trio, Qt.Key.Key_PageUp, CTRL)
    assert trio.session.active_track == 1


def test_arrows_walk_through_the_rows_and_take_the_focus_along(trio: Desk) -> None:
    rows(trio)[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(trio, Qt.Key.Key_Down)
    assert (trio.session.active_track, trio.window.focusWidget()) == (1, rows(trio)[1])
    key(trio, Qt.Key.Key_End)
    assert trio.window.focusWidget() is rows(trio)[2]
    key(trio, Qt.Key.Key_Home)
    assert trio.window.focusWidget() is rows(trio)[0]
    key(trio, Qt.Key.Key_Return)
    assert trio.window.roll.hasFocus()


def test_only_the_row_in_hand_is_reached_by_tab(trio: Desk) -> None:
    reached = set()
    for _ in range(80):
        key(trio, Qt.Key.Key_Tab)
        reached.add(trio.window.focusWidget())
    flute, fiddle, _ = rows(trio)
    assert {flute, *flute.controls} <= reached
    assert not {fiddle, *fiddle.controls} & reached


# --- changing ------------------------------------------------------------------------------------


def test_the_button_and_the_key_add_tracks_of_the_part_that_is_missing(desk: Desk) -> None:
    key(desk, Qt.Key.Key_T, CTRL_SHIFT)
    key(desk, Qt.Key.Key_T, CTRL_SHIFT)
    assert [track.part for track in desk.session.piece.tracks] == ["melody", "harmony", "bass"]
    assert desk.session.active_track == 2
    assert label(desk) == "Add track"
    desk.session.undo()
    assert names(desk) == ["Melody", "Harmony"]


def test_a_double_click_renames(trio: Desk) -> None:
    row = rows(trio)[1]
    trio.qtbot.mouseDClick(row.name, LEFT)
    assert row.field.isVisible()
    assert row.field.selectedText() == "Fiddle"
    QTest.keyClicks(row.field, "Viola da S")
    key(trio, Qt.Key.Key_Return)
    assert names(trio) == ["Flute", "Viola da S", "Drums"]
    assert label(trio) == "Rename Fiddle"
    assert not row.field.isVisible()
    assert trio.window.roll.hasFocus()


def test_f2_renames_and_escape_leaves_the_name(trio: Desk) -> None:
    key(trio, Qt.Key.Key_F2)
    QTest.keyClicks(trio.window.focusWidget(), "1 2 m")  # no tools, no metronome
    assert trio.window.roll.tool == "draw"
    key(trio, Qt.Key.Key_Escape)
    assert names(trio)[0] == "Flute"
    assert steps(trio) == 0
    assert trio.window.roll.hasFocus()


def test_a_click_elsewhere_keeps_what_was_typed(trio: Desk) -> None:
    key(trio, Qt.Key.Key_F2)
    QTest.keyClicks(trio.window.focusWidget(), "Whistle")
    trio.window.roll.setFocus(Qt.FocusReason.MouseFocusReason)
    assert names(trio)[0] == "Whistle"
    assert steps(trio) == 1


def test_mute_and_solo_by_mouse_and_key(trio: Desk) -> None:
    trio.qtbot.mouseClick(rows(trio)[1].mute, LEFT)
    assert [track.muted for track in trio.session.piece.tracks] == [False, True, False]
    assert label(trio) == "Mute Fiddle"
    assert trio.session.active_track == 0
    key(trio, Qt.Key.Key_M, ALT)
    assert trio.session.piece.tracks[0].muted
    rows(trio)[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(trio, Qt.Key.Key_M)
    key(trio, Qt.Key.Key_S)
    assert not trio.session.piece.tracks[0].muted
    assert trio.session.piece.tracks[0].soloed
    assert not trio.session.metronome
    assert trio.window.commands["solo_track"].isChecked()


def test_a_drag_of_the_volume_is_one_step(trio: Desk) -> None:
    slider = rows(trio)[0].volume
    middle = slider.rect().center()
    drag(slider, middle, QPoint(slider.width() - 1, middle.y()))
    assert trio.session.piece.tracks[0].volume == 127
    assert (steps(trio), label(trio)) == (1, "Set volume of Flute")
    assert trio.performer.called("set_volume")[-1] == (0, 127)
    trio.qtbot.mouseDClick(slider, LEFT, pos=middle)
    assert trio.session.piece.tracks[0].volume == 100
    assert trio.session.active_track == 0


def test_escape_drops_a_drag_of_the_volume(trio: Desk) -> None:
    slider = rows(trio)[0].volume
    drag(slider, slider.rect().center(), QPoint(0, 4), drop=False)
    assert slider.value() == 0
    key(trio, Qt.Key.Key_Escape)
    QTest.mouseRelease(slider, LEFT, pos=QPoint(0, 4))
    assert (slider.value(), steps(trio)) == (100, 0)
    heard = trio.performer.called("set_volume")
    assert (heard[-2], heard[-1]) == ((0, 0), (0, 100))


def test_arrows_on_the_volume_are_one_step_together(trio: Desk) -> None:
    slider = rows(trio)[0].volume
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        key(trio, Qt.Key.Key_Left)
    trio.until(lambda: trio.session.piece.tracks[0].volume == 94)
    assert steps(trio) == 1


@pytest.mark.parametrize(
    ("field", "texts", "changed"),
    [
        ("swatch", ["Rose"], {"colour": 4}),
        ("part", ["Bass"], {"part": "bass"}),
        ("instrument", ["Strings", "Violin"], {"program": 40}),
        ("instrument", ["No instrument"], {"program": None}),
    ],
)
def test_menus_choose_colour_part_and_instrument(
    trio: Desk, field: str, texts: list[str], changed: dict[str, object]
) -> None:
    trio.qtbot.mouseClick(getattr(rows(trio)[0], field), LEFT)
    choose(panel(trio).menu, *texts)
    track = trio.session.piece.tracks[0]
    assert {name: getattr(track, name) for name in changed} == changed
    assert steps(trio) == 1


def test_a_right_click_opens_what_can_be_done(trio: Desk) -> None:
    for texts, expected in (
        (["Move down"], ["Fiddle", "Flute", "Drums"]),
        (["Delete"], ["Flute", "Drums"]),
    ):
        trio.qtbot.mouseClick(rows(trio)[0], RIGHT, pos=QPoint(30, 10))
        choose(panel(trio).menu, *texts)
        assert names(trio) == expected
    trio.qtbot.mouseClick(rows(trio)[0], RIGHT, pos=QPoint(30, 10))
    choose(panel(trio).menu, "Instrument", "Brass", "Tuba")
    assert trio.session.piece.tracks[0].program == 58


def test_the_first_track_goes_no_higher_and_the_last_no_lower(trio: Desk) -> None:
    for number, texts in ((0, {"Move up"}), (1, set()), (2, {"Move down"})):
        trio.qtbot.mouseClick(rows(trio)[number], RIGHT, pos=QPoint(30, 10))
        assert {a.text() for a in panel(trio).menu.actions() if a.text() and not a.isEnabled()} == texts
        panel(trio).menu.close()


def test_del_on_the_row_deletes_the_track_and_undo_brings_it_back(trio: Desk) -> None:
    rows(trio)[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(trio, Qt.Key.Key_Delete)
    assert names(trio) == ["Fiddle", "Drums"]
    assert label(trio) == "Delete Flute"
    trio.session.undo()
    assert names(trio) == ["Flute", "Fiddle", "Drums"]


def test_the_last_track_stays_and_the_window_says_so(desk: Desk) -> None:
    rows(desk)[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(desk, Qt.Key.Key_Delete)
    assert len(rows(desk)) == 1
    assert any("one track at least" in text for text in desk.window.messages.texts)


# --- the order -----------------------------------------------------------------------------------


def test_a_row_is_dragged_to_another_place_in_one_step(trio: Desk) -> None:
    first, _, third = rows(trio)
    below = first.mapFrom(third.parentWidget(), third.geometry().bottomLeft()) + QPoint(30, -4)
    drag(first, QPoint(30, 8), below)
    assert names(trio) == ["Fiddle", "Drums", "Flute"]
    assert (steps(trio), label(trio)) == (1, "Move Flute")
    assert trio.session.active_track == 2
    last = rows(trio)[2]
    drag(last, QPoint(30, 8), last.mapFrom(last.parentWidget(), QPoint(30, 2)))
    assert names(trio) == ["Flute", "Fiddle", "Drums"]


@pytest.mark.parametrize("part", ["swatch", "name", "instrument", "part"])
def test_a_row_is_taken_at_all_that_is_no_control_of_its_own(trio: Desk, part: str) -> None:
    row = rows(trio)[0]
    taken: QWidget = getattr(row, part)
    drag(taken, QPoint(6, 6), QPoint(6, 6 + row.height() * 8 // 5))
    assert names(trio) == ["Fiddle", "Flute", "Drums"]
    assert not panel(trio).menu.isVisible(), "a drag is no click"
    assert (steps(trio), label(trio)) == (1, "Move Flute")


@pytest.mark.parametrize("part", ["mute", "volume"])
def test_mute_and_volume_do_not_take_the_row_along(trio: Desk, part: str) -> None:
    taken: QWidget = getattr(rows(trio)[0], part)
    drag(taken, QPoint(6, 6), QPoint(6, 6 + rows(trio)[0].height() * 8 // 5))
    assert names(trio) == ["Flute", "Fiddle", "Drums"]


def test_a_click_on_a_field_still_opens_its_menu(trio: Desk) -> None:
    trio.qtbot.mouseClick(rows(trio)[0].part, LEFT)
    assert panel(trio).menu.isVisible()
    panel(trio).menu.close()


def test_the_hand_and_a_line_say_where_a_row_goes(trio: Desk) -> None:
    row, line = rows(trio)[0], panel(trio)._line
    assert row.cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert row.mute.cursor().shape() == Qt.CursorShape.ArrowCursor
    drag(row, QPoint(30, 8), QPoint(30, 30), drop=False)
    assert row.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    assert row.property("dragged")
    assert not line.isVisible(), "here nothing would change"
    QTest.mouseMove(row, QPoint(30, 8 + row.height() * 8 // 5))
    assert line.isVisible()
    assert line.geometry().center().y() == pytest.approx(rows(trio)[1].geometry().bottom(), abs=2)
    assert line.parentWidget().rect().contains(line.geometry())
    key(trio, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert not row.property("dragged")
    QTest.mouseRelease(row, LEFT)
    assert steps(trio) == 0


def test_the_order_is_changed_from_the_palette(trio: Desk) -> None:
    for text, expected in (
        ("track down", ["Fiddle", "Flute", "Drums"]),
        ("track up", ["Flute", "Fiddle", "Drums"]),
    ):
        trio.window.finder.open()
        QTest.keyClicks(trio.window.focusWidget(), f"move the {text}")
        key(trio, Qt.Key.Key_Return)
        assert names(trio) == expected


def test_escape_drops_a_row_where_it_was(trio: Desk) -> None:
    first = rows(trio)[0]
    drag(first, QPoint(30, 8), QPoint(30, 200), drop=False)
    key(trio, Qt.Key.Key_Escape)
    QTest.mouseRelease(first, LEFT, pos=QPoint(30, 200))
    assert names(trio) == ["Flute", "Fiddle", "Drums"]
    assert steps(trio) == 0


@pytest.mark.parametrize("on_row", [True, False])
def test_keys_move_the_track_in_hand(trio: Desk, on_row: bool) -> None:
    down, up = (
        ((Qt.Key.Key_Down, ALT), (Qt.Key.Key_Up, ALT))
        if on_row
        else ((Qt.Key.Key_PageDown, CTRL_SHIFT), (Qt.Key.Key_PageUp, CTRL_SHIFT))
    )
    if on_row:
        rows(trio)[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(trio, *down)
    assert names(trio) == ["Fiddle", "Flute", "Drums"]
    assert trio.session.active_track == 1
    key(trio, *down)
    key(trio, *up)
    assert names(trio) == ["Fiddle", "Flute", "Drums"]


# --- the window ----------------------------------------------------------------------------------


def test_it_is_folded_away_and_stays_so(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    assert panel(desk).isVisible()
    key(desk, Qt.Key.Key_B, CTRL)
    assert not panel(desk).isVisible()
    assert desk.preferences.settings.tracks_panel is False
    folded = make_desk(tracks_panel=False)
    assert not folded.window.tracks.isVisible()
    QTest.mouseClick(folded.window.roll_bar.tracks, Qt.MouseButton.LeftButton)
    assert folded.window.tracks.isVisible()
    assert not folded.window.roll_bar.tracks.isVisible()


@pytest.mark.parametrize(("size", "width"), [((1000, 640), NARROW_PX), ((1600, 900), WIDE_PX)])
def test_it_is_as_wide_as_there_is_room(trio: Desk, size: tuple[int, int], width: int) -> None:
    trio.window.resize(*size)
    trio.until(lambda: panel(trio).width() == width)
    for row in rows(trio):
        for control in (row.name, *row.controls):
            assert row.rect().contains(control.geometry()), control.accessibleName()
    assert trio.window.roll.width() >= 480


def test_many_tracks_scroll_and_the_one_in_hand_is_in_sight(desk: Desk) -> None:
    desk.window.resize(1000, 640)
    for _ in range(12):
        panel(desk).add()
    row = rows(desk)[12]
    desk.until(lambda: row.visibleRegion().boundingRect() == row.rect())
