from PySide6.QtCore import QPoint

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
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
    session.set_instrument(40)
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
