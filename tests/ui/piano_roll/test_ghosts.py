from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.ghosts import FADE_S, FAINTEST
from assistant.ui.piano_roll.painter import CORNER_PX
from assistant.ui.piano_roll.state import Tool
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import Hand

TAKE = [Note(i + 1, BAR + i * PPQ, PPQ, 62 + i % 3) for i in range(5)]
SPAN = (BAR, 3 * BAR)


@pytest.fixture
def told(roll: PianoRoll, three: object) -> list[int]:
    """Up to which ticks the proposal was accepted."""
    told: list[int] = []
    roll.ghost_bar_clicked.connect(told.append)
    roll.set_ghosts(Clip.from_notes(TAKE), SPAN)
    return told


def test_a_click_accepts_up_to_the_end_of_its_bar(hand: Hand, told: list[int], session: Session) -> None:
    hand.click(hand.at(BAR + 100, 50))
    hand.click(hand.at(2 * BAR + 100, 62))
    assert told == [2 * BAR, 3 * BAR]
    assert len(session.clip) == 3, "nothing is drawn"


@pytest.mark.parametrize("tool", ["select", "draw"])
def test_two_clicks_accept_a_bar_and_do_not_touch_what_came_of_it(
    roll: PianoRoll, hand: Hand, told: list[int], session: Session, tool: Tool
) -> None:
    roll.set_tool(tool)
    roll.ghost_bar_clicked.connect(lambda _: roll.set_ghosts(None, None))
    hand.double_click(hand.at(BAR + 100, 50))
    assert told == [2 * BAR]
    assert len(session.clip) == 3


def test_no_further_than_the_span_goes(roll: PianoRoll, hand: Hand, told: list[int]) -> None:
    roll.set_ghosts(Clip.from_notes(TAKE), (BAR, BAR + 2 * PPQ))
    hand.click(hand.at(BAR + 100, 50))
    assert told == [BAR + 2 * PPQ]


def test_outside_of_the_span_the_pencil_draws(hand: Hand, told: list[int], session: Session) -> None:
    hand.click(hand.at(3 * PPQ + 10, 50))
    assert told == []
    assert len(session.clip) == 4


def test_a_drag_draws_in_the_span_too(hand: Hand, told: list[int], session: Session) -> None:
    hand.drag(hand.at(BAR + 10, 50), hand.at(BAR + PPQ, 50))
    assert told == []
    assert session.clip.note_at_row(3).start_tick == BAR


def test_the_players_notes_in_the_span_can_be_moved(
    roll: PianoRoll, hand: Hand, told: list[int], session: Session
) -> None:
    session.add_notes([Note(0, BAR, BAR, 70)])
    hand.drag(hand.at(BAR + 300, 70), hand.at(BAR + 300, 72))
    assert told == []
    assert session.clip.note_at_row(3).pitch == 72


def test_escape_accepts_nothing(roll: PianoRoll, hand: Hand, told: list[int]) -> None:
    hand.press(hand.at(BAR + 100, 50))
    assert roll.cancel_gesture()
    hand.release(hand.at(BAR + 100, 50))
    assert told == []


def test_a_take_that_is_dismissed_meanwhile_is_not_accepted(
    roll: PianoRoll, hand: Hand, told: list[int]
) -> None:
    hand.press(hand.at(BAR + 100, 50))
    roll.set_ghosts(None, None)
    hand.release(hand.at(BAR + 100, 50))
    assert told == []


def test_notes_come_one_by_one_and_fade_in(roll: PianoRoll, qtbot: QtBot, told: list[int]) -> None:
    roll.set_ghosts(None, SPAN)
    roll.append_ghosts([TAKE[0]])
    ghosts = roll.state.ghosts
    ((_, early),) = ghosts.visible(BAR, 2 * BAR)
    assert FAINTEST <= early < 1
    assert ghosts.are_fading()
    qtbot.waitUntil(lambda: not ghosts.are_fading(), timeout=round(FADE_S * 20_000))
    ((_, late),) = ghosts.visible(BAR, 2 * BAR)
    assert late == 1


class Paints(QObject):
    """Where a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = QRect()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if isinstance(event, QPaintEvent):
            self.seen |= event.rect()
        return False


def test_only_what_fades_in_is_painted_until_it_is_at_its_full_strength(
    roll: PianoRoll, qtbot: QtBot, told: list[int]
) -> None:
    ghosts, paints = roll.state.ghosts, Paints()
    qtbot.waitUntil(lambda: ghosts.settled == len(TAKE))
    roll.note_area.installEventFilter(paints)
    for column in (4, 2):
        qtbot.wait(50)
        paints.seen = QRect()
        late = Note(9, BAR + column * PPQ, PPQ, 70)
        roll.append_ghosts([late])
        qtbot.waitUntil(lambda: ghosts.settled == len(ghosts.notes))
        qtbot.wait(20)
        left, right = roll.state.viewport.x_of(late.start_tick), roll.state.viewport.x_of(late.end_tick)
        assert paints.seen.contains(QRect(left, roll.state.viewport.y_of(70), right - left, 14))
        assert paints.seen.width() < right - left + 8
        assert ghosts.visible(late.start_tick, late.end_tick)[-1] == (late, 1)


def test_the_first_of_a_proposal_paints_all(roll: PianoRoll, qtbot: QtBot, told: list[int]) -> None:
    roll.set_ghosts(None, SPAN)
    qtbot.wait(50)
    paints = Paints()
    roll.note_area.installEventFilter(paints)
    roll.append_ghosts([], [Note(1, BAR, PPQ, 62)])
    qtbot.waitUntil(lambda: paints.seen == roll.note_area.rect())


def test_an_answer_makes_the_sheet_longer(roll: PianoRoll, told: list[int]) -> None:
    roll.set_ghosts(None, (40 * BAR, 48 * BAR))
    assert roll.state.viewport.extent_ticks > 48 * BAR


def test_a_ghost_is_lit_while_it_is_heard(roll: PianoRoll, hand: Hand, qtbot: QtBot, told: list[int]) -> None:
    qtbot.waitUntil(lambda: not roll.state.ghosts.are_fading())
    place = hand.at(BAR + 200, 62)
    before = roll.note_area.grab().toImage().pixelColor(place)
    roll.set_playhead(BAR + 300, playing=True)
    lit = roll.note_area.grab().toImage().pixelColor(place)
    assert lit.lightness() > before.lightness() + 40
    assert 62 in roll.keyboard._lit_pitches()
    roll.set_playhead(BAR + PPQ, playing=True)
    assert roll.note_area.grab().toImage().pixelColor(place) == before
    assert 62 not in roll.keyboard._lit_pitches()
    roll.set_playhead(BAR + PPQ, playing=False)
    assert not roll.keyboard._lit_pitches()


def test_a_new_ghost_under_the_playhead_is_lit(roll: PianoRoll, told: list[int]) -> None:
    roll.set_playhead(2 * BAR + PPQ, playing=True)
    assert not roll.keyboard._lit_pitches()
    roll.append_ghosts([Note(9, 2 * BAR, 2 * PPQ, 70)])
    assert 70 in roll.keyboard._lit_pitches()
    roll.set_ghosts(None, None)
    assert not roll.keyboard._lit_pitches()


def test_ghosts_are_cyan(roll: PianoRoll, hand: Hand, qtbot: QtBot, told: list[int]) -> None:
    qtbot.waitUntil(lambda: not roll.state.ghosts.are_fading())
    colour = roll.note_area.grab().toImage().pixelColor(hand.at(BAR + 200, 62))
    assert colour.blue() > colour.red() + 40


def test_a_slim_ghost_is_one_shape(roll: PianoRoll, qtbot: QtBot) -> None:
    roll.set_ghosts(Clip.from_notes([Note(1, BAR, PPQ // 4, 62)]), SPAN)
    roll.state.set_viewport(replace(roll.state.viewport, px_per_tick=4 / (PPQ // 4)))
    qtbot.waitUntil(lambda: not roll.state.ghosts.are_fading())
    view = roll.state.viewport
    left, top, corner_px = view.x_of(BAR), view.y_of(62), round(CORNER_PX)
    picture = roll.note_area.grab().toImage()
    down = range(top + corner_px + 1, top + view.row_px - corner_px - 1)
    lights = [picture.pixelColor(left, y).lightness() for y in down]
    assert max(lights) - min(lights) < 8, "no dashes"


def test_notes_that_the_take_would_replace_stand_back(
    roll: PianoRoll, hand: Hand, session: Session, told: list[int]
) -> None:
    session.add_notes([Note(0, BAR - PPQ, PPQ, 70), Note(0, BAR, PPQ, 70)])
    picture = roll.note_area.grab().toImage()
    before, inside = (picture.pixelColor(hand.at(start + 200, 70)) for start in (BAR - PPQ, BAR))
    assert inside.red() < before.red() - 60
    roll.set_ghosts(None, None)
    again = roll.note_area.grab().toImage().pixelColor(hand.at(BAR + 200, 70))
    assert again == before
