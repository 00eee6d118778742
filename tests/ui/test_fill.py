"""Filling the loop region through the real window: what is on both sides stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.continuation import ContinueRequest, Searching, TakeEvent
from assistant.core.piece import Loop
from tests.fakes import answer
from tests.ui.conftest import BAR, Desk, Gate, phrase

MakeDesk = Callable[..., Desk]
FILL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def with_gap(desk: Desk, bars: tuple[int, int] = (2, 4)) -> Desk:
    desk.session.show(phrase(6))
    desk.session.set_loop(Loop(bars[0] * BAR, bars[1] * BAR))
    return desk


def press_fill(desk: Desk) -> None:
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Return, FILL)


def test_the_gap_is_filled_between_what_stays(desk: Desk) -> None:
    before = list(with_gap(desk).session.clip)
    press_fill(desk)
    desk.until(lambda: desk.ghosts and not desk.window.proposals.is_generating)
    (request,) = desk.continuer.requests
    assert (request.start_tick, request.end_tick) == (2 * BAR, 4 * BAR)
    assert request.right is not None
    assert (request.seed.end_tick, int(request.right.starts[0])) == (2 * BAR, 4 * BAR)
    ghosts = [(n.start_tick, n.pitch) for n in desk.ghosts]
    assert ghosts == [(n.start_tick, n.pitch) for n in answer(request, 0)]
    assert list(desk.session.clip) == before  # nothing is written yet
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Return)
    after = list(desk.session.clip)
    assert [n for n in after if not 2 * BAR <= n.start_tick < 4 * BAR] == before[:16] + before[32:]
    assert [(n.start_tick, n.pitch) for n in after if 2 * BAR <= n.start_tick < 4 * BAR] == ghosts
    assert desk.session.document.history.done[-1].label == "Fill the gap"
    desk.window.proposals.undo()
    assert list(desk.session.clip) == before


def test_without_a_loop_region_the_command_says_how_to_mark_one(desk: Desk) -> None:
    fill = desk.window.commands["fill"]
    assert not fill.isEnabled()
    assert "drag in the ruler" in fill.statusTip()
    with_gap(desk)
    assert fill.isEnabled()
    assert "fills the loop region" in desk.window.hint_line.text


@pytest.mark.parametrize(
    ("bars", "sentence"), [((0, 2), "Nothing comes before the gap"), ((4, 6), "use plain Continue")]
)
def test_a_gap_with_nothing_on_one_side_is_one_sentence(
    desk: Desk, bars: tuple[int, int], sentence: str
) -> None:
    press_fill(with_gap(desk, bars))
    assert sentence in " ".join(desk.window.messages.texts)
    assert not desk.continuer.requests


def test_the_button_shows_how_far_the_search_is_and_cancels_it(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = with_gap(make_desk(gate := Gate()))
    answered = desk.continuer.generate

    def searching(request: ContinueRequest) -> Iterator[TakeEvent]:
        yield Searching(0.5)
        yield from answered(request)

    monkeypatch.setattr(desk.continuer, "generate", searching)
    press_fill(desk)
    desk.until(lambda: desk.window.proposals.progress == 0.5)
    assert desk.window.continue_button.text() == "Cancel"
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Escape)
    assert not desk.window.proposals.is_generating
    gate.open()
    desk.until(lambda: desk.continuer.cancelled == 1)
    assert not desk.ghosts
