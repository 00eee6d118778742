from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.keyboard import LEAST_FOLDED_NAME_ROW_PX, LEAST_NAME_ROW_PX, NAME_PX
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.hand import Hand


def key(roll: PianoRoll, pitch: int, across: int = 20) -> QPoint:
    view = roll.state.viewport
    return QPoint(across, view.y_of(pitch) + view.row_px // 2)


def test_a_key_sounds_until_it_is_let_go(roll: PianoRoll, hand: Hand, performer: FakePerformer) -> None:
    hand.press(key(roll, 60), roll.keyboard)
    assert [call[0] for call in performer.called("audition")] == [60]
    hand.release(key(roll, 60), roll.keyboard)
    assert [call[0] for call in performer.called("audition_off")] == [60]


def test_sliding_plays_every_key_once(roll: PianoRoll, hand: Hand, performer: FakePerformer) -> None:
    hand.drag(key(roll, 60), key(roll, 64), roll.keyboard, steps=40)
    assert [call[0] for call in performer.called("audition")] == [60, 61, 62, 63, 64]


def test_keys_are_struck_harder_at_the_front(roll: PianoRoll, hand: Hand, performer: FakePerformer) -> None:
    hand.click(key(roll, 60, across=2), roll.keyboard)
    hand.click(key(roll, 60, across=60), roll.keyboard)
    soft, loud = (call[1] for call in performer.called("audition"))
    assert isinstance(soft, int)
    assert isinstance(loud, int)
    assert soft + 40 < loud


def test_the_track_s_instrument_is_heard(
    roll: PianoRoll, hand: Hand, session: Session, performer: FakePerformer
) -> None:
    session.set_track(0, program=40)
    hand.click(key(roll, 60), roll.keyboard)
    assert performer.called("audition")[0][2] == 40


def test_what_plays_lights_up(roll: PianoRoll, session: Session) -> None:
    session.show(Piece((Track(clip=Clip.from_notes([Note(1, 0, PPQ, 60), Note(2, PPQ, PPQ, 62)])),)))
    told: list[None] = []
    roll.state.sounding_changed.connect(lambda: told.append(None))
    roll.set_playhead(10, playing=True)
    assert roll.state.sounding_rows.tolist() == [0]
    roll.set_playhead(20, playing=True)
    roll.set_playhead(PPQ, playing=True)
    assert roll.state.sounding_rows.tolist() == [1]
    roll.set_playhead(PPQ, playing=False)
    assert roll.state.sounding_rows.tolist() == []
    assert len(told) == 3, "only when it changes"


# --- folding -------------------------------------------------------------------------------------


def folded(roll: PianoRoll) -> list[int]:
    return list(roll.state.viewport.fold or ())


def test_folded_rows_are_those_of_the_scale_and_of_notes(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    session.add_notes([Note(0, 0, PPQ, 61)])
    roll.set_scale(Key(0, "major"))
    roll.toggle_fold()
    fold = roll.state.viewport.fold
    assert fold is not None
    assert [p for p in fold if 58 <= p <= 67] == [59, 60, 61, 62, 64, 65, 67]
    view = roll.state.viewport
    assert view.y_of(64) - view.y_of(65) == view.row_px == view.y_of(62) - view.y_of(64)
    hand.click(hand.at(8 * PPQ, 65))
    hand.click(hand.at(8 * PPQ, 64))
    assert [n.pitch for n in session.clip if n.start_tick == 8 * PPQ] == [64, 65]
    roll.toggle_fold()
    assert roll.state.viewport.fold is None


def test_keys_follow_the_fold(
    roll: PianoRoll, hand: Hand, performer: FakePerformer, three: object, session: Session
) -> None:
    roll.toggle_fold()  # no scale: the rows that notes use, and what is near them
    assert folded(roll) == list(range(58, 70))
    hand.click(key(roll, 64), roll.keyboard)
    assert [call[0] for call in performer.called("audition")] == [64]
    session.add_notes([Note(0, 0, PPQ, 80)])
    assert folded(roll) == [59, 60, 61, 63, 64, 65, 66, 67, 68, 79, 80, 81]
    session.undo()
    assert folded(roll) == list(range(58, 70))


def test_one_pitch_without_a_scale_has_an_octave_to_draw_in(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    session.add_notes([Note(0, 0, PPQ, 60)])
    roll.toggle_fold()
    assert len(folded(roll)) == 12
    hand.click(hand.at(4 * PPQ, 64))
    assert session.clip.pitches.tolist() == [60, 64]


def test_many_pitches_without_a_scale_have_their_rows_alone(roll: PianoRoll, session: Session) -> None:
    whole_tones = list(range(40, 72, 2))
    session.add_notes([Note(0, 0, PPQ, pitch) for pitch in whole_tones])
    roll.toggle_fold()
    assert folded(roll) == whole_tones


def test_an_empty_roll_without_a_scale_shows_every_row(roll: PianoRoll) -> None:
    roll.toggle_fold()
    assert roll.state.viewport.fold is None
    roll.set_scale(Key(0, "major"))
    assert roll.state.viewport.rows == 75


def test_a_drag_in_the_fold_goes_along_its_rows(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_scale(Key(0, "major"))
    roll.toggle_fold()
    hand.drag(hand.at(200, 60), hand.at(200, 65))
    assert session.clip.pitches.tolist() == [65, 64, 67]


def test_keys_are_not_painted_again_for_nothing(roll: PianoRoll, three: object) -> None:
    roll.keyboard.grab()
    painted: list[object] = []
    roll.keyboard.update = lambda *_: painted.append(_)  # type: ignore[method-assign]
    roll.zoom_time(1.25)
    roll.set_selection([1])
    assert not painted
    roll.zoom_pitch(1.25)
    assert painted


def test_the_name_under_the_pointer_does_not_lie_on_that_of_the_octave(roll: PianoRoll) -> None:
    state, keyboard = roll.state, roll.keyboard
    flat = replace(state.viewport, row_zoom_px=10.0)
    state.set_viewport(flat.scrolled_to(x_px=0, y_px=(127 - 60) * 10 - flat.height_px / 2))
    above_b = QRect(keyboard.width() - 25, state.viewport.y_of(60), 20, state.viewport.row_px // 2)

    def colours() -> set[str]:
        image = keyboard.grab(above_b).toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    assert len(colours()) > 1, "C4 stands there"
    state.set_hover(None, 59)
    assert len(colours()) == 1


def test_names_are_whole_at_the_edges(roll: PianoRoll) -> None:
    keyboard, view = roll.keyboard, roll.state.viewport
    for cut_px in range(view.row_px + 1):
        roll.state.set_viewport(view.scrolled_to(y_px=(127 - 72) * view.row_px + cut_px))
        box = keyboard.name_box(72)
        assert box is None or keyboard.rect().contains(box)
        lowest = roll.state.viewport.pitch_at(keyboard.height() - 1)
        box = keyboard.name_box(lowest)
        assert box is None or keyboard.rect().contains(box)


@pytest.mark.parametrize("row_px", [6, 14, 20])
def test_names_at_the_edges_do_not_lie_on_their_neighbours(roll: PianoRoll, row_px: int) -> None:
    keyboard = roll.keyboard
    view = replace(roll.state.viewport, row_zoom_px=float(row_px))
    shown = 0
    for cut_px in range(row_px + 1):
        roll.state.set_viewport(view.scrolled_to(y_px=(127 - 72) * row_px + cut_px))
        top, next_white = keyboard.name_box(72), keyboard.name_box(71)
        shown += top is not None
        if row_px >= LEAST_NAME_ROW_PX and top is not None and next_white is not None:
            assert top.bottom() < next_white.top()
    assert shown >= 3, "a key that is hardly cut keeps its name"


def test_the_top_row_of_a_fold_is_named_though_rows_are_flatter_than_names(roll: PianoRoll) -> None:
    roll.set_scale(Key(0, "major"))
    roll.toggle_fold()
    flat = replace(roll.state.viewport, row_zoom_px=float(LEAST_FOLDED_NAME_ROW_PX))
    roll.state.set_viewport(flat.scrolled_to(y_px=0))
    assert roll.state.viewport.row_px < NAME_PX
    assert roll.keyboard.name_box(roll.state.viewport.pitch_at(0)) is not None


def test_the_key_under_the_pointer_is_named_at_the_edge_as_well(roll: PianoRoll, hand: Hand) -> None:
    keyboard, view = roll.keyboard, roll.state.viewport
    roll.state.set_viewport(view.scrolled_to(y_px=(127 - 72) * view.row_px + view.row_px - 2))
    assert keyboard.name_box(72) is None
    hand.move(QPoint(50, 1), keyboard)
    assert roll.state.hovered_pitch == 72
    box = keyboard.name_box(72)
    assert box is not None
    assert keyboard.rect().contains(box)
    assert [pitch for pitch, _ in keyboard._named([70, 71, 72])] == [72]
