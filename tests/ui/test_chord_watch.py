"""Chord names above the ruler, and the key that is offered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from assistant.core.errors import AntiphonError
from assistant.core.harmony import ChordName
from assistant.core.note import PPQ, Note
from assistant.core.theory import Key
from assistant.ui.piano_roll.chord_strip import HEIGHT_PX
from tests.ui.conftest import BAR, Desk, phrase
from tests.ui.piano_roll.hand import Hand

FOUR_BARS = 4


def shown(desk: Desk) -> list[tuple[int, str]]:
    return [(name.start_tick, name.text) for name in desk.window.roll.chord_strip.names]


def begin(desk: Desk) -> None:
    desk.window.chords.start()
    desk.until(lambda: shown(desk))


# --- chords --------------------------------------------------------------------------------------


def test_nothing_is_asked_before_the_window_stands(desk: Desk) -> None:
    desk.session.add_notes([Note(0, 0, PPQ, 50)])
    desk.qtbot.wait(300)
    assert desk.chord_namer.asked == []


def test_names_stand_above_the_ruler_and_follow_an_edit(desk: Desk) -> None:
    begin(desk)
    assert shown(desk) == [(0, "D4"), (BAR, "D4")]
    desk.session.add_notes([Note(0, BAR, PPQ, 45)])
    desk.until(lambda: shown(desk) == [(0, "D4"), (BAR, "A2")])
    assert desk.window.roll.chord_strip.accessibleDescription() == "D4, A2"


def test_it_is_asked_in_another_thread_with_the_key(desk: Desk) -> None:
    threads: list[int] = []
    desk.chord_namer.before_names = lambda: threads.append(threading.get_ident())
    desk.session.set_key(Key.parse("D minor"))
    begin(desk)
    assert threading.get_ident() not in threads
    assert desk.chord_namer.asked[-1][1] == Key.parse("D minor")


def test_an_answer_that_came_too_late_is_dropped(desk: Desk) -> None:
    gate = threading.Event()
    desk.chord_namer.before_names = lambda: gate.wait(10)
    found: list[object] = []
    desk.window.chords.found.connect(found.append)
    desk.window.chords.start()
    desk.until(lambda: desk.chord_namer.asked)
    desk.session.add_notes([Note(0, BAR, PPQ, 45)])
    desk.session.add_notes([Note(0, 0, PPQ, 46)])
    gate.set()
    desk.until(lambda: found)
    assert shown(desk) == [(0, "A♯2"), (BAR, "A2")]
    assert len(found) == 1
    assert len(desk.chord_namer.asked) == 2  # one for the first piece, one for what came of two edits


def test_what_changes_nothing_that_sounds_asks_nothing(desk: Desk) -> None:
    begin(desk)
    desk.session.set_tempo(90)
    desk.session.add_marker(0, "A")
    desk.session.rename_track(0, "Flute")
    desk.qtbot.wait(350)
    assert len(desk.chord_namer.asked) == 1


def test_silence_has_no_names_at_once(desk: Desk) -> None:
    begin(desk)
    desk.window.documents.new()
    assert shown(desk) == []
    desk.qtbot.wait(300)
    assert len(desk.chord_namer.asked) == 1


def test_what_goes_wrong_is_told_once_and_tried_again(desk: Desk) -> None:
    def fail() -> None:
        raise AntiphonError("The chords could not be named; they will be with your next edit.")

    desk.chord_namer.before_names = fail
    desk.window.chords.start()
    desk.until(lambda: any("next edit" in text for text in desk.window.messages.texts))
    desk.window.messages.settle("chords")
    desk.session.add_notes([Note(0, BAR, PPQ, 45)])
    desk.until(lambda: len(desk.chord_namer.asked) == 2)
    desk.chord_namer.before_names = None
    desk.session.add_notes([Note(0, BAR, PPQ, 44)])
    desk.until(lambda: shown(desk) == [(0, "D4"), (BAR, "G♯2")])
    assert desk.window.messages.texts == []


def test_the_namer_is_closed_with_the_window(desk: Desk) -> None:
    begin(desk)
    desk.window.close()
    assert desk.chord_namer.is_closed


def test_a_double_click_on_a_name_selects_what_makes_it(desk: Desk) -> None:
    begin(desk)
    roll = desk.window.roll
    place = QPoint(roll.state.viewport.x_of(BAR + PPQ), HEIGHT_PX // 2)
    Hand(roll).double_click(place, roll.chord_strip)
    assert roll.selected_ids == set(range(9, 17))


def test_a_click_on_the_strip_seeks_and_the_hint_names_the_chord(desk: Desk) -> None:
    begin(desk)
    roll, said = desk.window.roll, list[str]()
    roll.hint_changed.connect(said.append)
    place = QPoint(roll.state.viewport.x_of(BAR), HEIGHT_PX // 2)
    Hand(roll).move(place, roll.chord_strip)
    assert said[-1].startswith("D4 · Chords of all")
    Hand(roll).click(place, roll.chord_strip)
    assert desk.session.playhead_tick == BAR


def test_where_names_have_no_room_those_at_bar_lines_stay_and_the_others_are_dots(desk: Desk) -> None:
    strip, state = desk.window.roll.chord_strip, desk.window.roll.state
    strip.show_names(tuple(ChordName(tick, tick + PPQ, "Dm") for tick in range(0, 16 * BAR, PPQ)))
    state.set_viewport(state.viewport.spanning(0, 16 * BAR))
    placed, dots = strip._placed()
    starts = {state.viewport.x_of(bar * BAR) for bar in range(16)}
    assert starts <= {rect.left() - 5 for rect, _ in placed}
    rects = [rect for rect, _ in placed]
    assert all(a.right() < b.left() for a, b in pairwise(rects))
    assert not any(rect.left() <= dot <= rect.right() for dot in dots for rect in rects)
    strip.show_names(tuple(ChordName(tick, tick + PPQ, "D♯m7♭5/F♯") for tick in range(0, 16 * BAR, PPQ)))
    state.set_viewport(state.viewport.spanning(0, 8 * BAR))
    placed, dots = strip._placed()
    assert {rect.left() - 5 for rect, _ in placed} == {state.viewport.x_of(bar * BAR) for bar in range(8)}
    assert strip._placed() == (placed, dots)
    state.set_viewport(state.viewport.spanning(0, BAR))
    assert len(strip._placed()[0]) == 4


def test_a_name_stays_in_sight_while_its_chord_lasts(desk: Desk) -> None:
    strip, state = desk.window.roll.chord_strip, desk.window.roll.state
    strip.show_names((ChordName(0, 4 * BAR, "Dm"), ChordName(4 * BAR, 5 * BAR, "A7")))
    state.set_viewport(state.viewport.scrolled_to(x_px=state.viewport.px_per_tick * 2 * BAR))
    ((first, _), *_), _ = strip._placed()
    assert 0 <= first.left() < 20
    assert strip.name_at(3 * BAR) == ChordName(0, 4 * BAR, "Dm")
    assert strip.name_at(6 * BAR) is None


# --- the key -------------------------------------------------------------------------------------


def offers(desk: Desk) -> list[str]:
    return [text for text in desk.window.messages.texts if text.startswith("Sounds like")]


def play_on(desk: Desk) -> None:
    """Make the phrase four bars long."""
    notes = [n for n in phrase(FOUR_BARS).tracks[0].clip if n.start_tick >= 2 * BAR]
    desk.session.add_notes([Note(0, n.start_tick, n.length_ticks, n.pitch) for n in notes])


def button(desk: Desk, text: str) -> QPushButton:
    return next(b for b in desk.window.messages.findChildren(QPushButton) if b.text() == text)


def test_after_four_bars_the_key_is_offered_once_and_used_by_a_click(desk: Desk) -> None:
    assert offers(desk) == []
    play_on(desk)
    assert offers(desk) == ["Sounds like D major."]
    assert desk.window.roll.hasFocus()
    desk.qtbot.mouseClick(button(desk, "Use it"), Qt.MouseButton.LeftButton)
    assert desk.session.piece.key == Key.parse("D major")
    assert offers(desk) == []
    desk.session.undo()
    assert offers(desk) == []


def test_an_offer_that_was_declined_does_not_come_again(desk: Desk) -> None:
    play_on(desk)
    desk.window.messages.settle("key")
    desk.session.add_notes([Note(0, 5 * BAR, PPQ, 61)])
    assert offers(desk) == []


def test_naming_a_key_takes_the_offer_away(desk: Desk) -> None:
    play_on(desk)
    desk.session.set_key(Key.parse("B minor"))
    assert offers(desk) == []


def test_another_piece_has_an_offer_of_its_own(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    play_on(desk)
    desk.session.show(phrase(FOUR_BARS))
    desk.window.documents.replaced.emit()
    assert offers(desk) == ["Sounds like D major."]
