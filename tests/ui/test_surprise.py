"""The surprise curve of the track in hand, brought up to date in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.surprise import MOST_JUDGED, SurpriseRequest
from assistant.core.track import PERCUSSION_CHANNEL, Track
from assistant.ui.bridge import GenerationBridge
from assistant.ui.judging import SurpriseBridge
from assistant.ui.surprise_lane import HINT, LEAST_APART_PX, SurpriseLane
from assistant.ui.track_surprise import MOST_IN_SIGHT
from tests.fakes import FakeContinuer
from tests.ui.conftest import BAR, EIGHTH, Desk, Gate, phrase

CLIP = Clip.from_notes(Note(0, i * EIGHTH, EIGHTH, 60 + i) for i in range(8))


def lane_of(desk: Desk) -> SurpriseLane:
    desk.window.surprise.start()
    desk.until(lambda: desk.window.surprise.lane)
    lane = desk.window.surprise.lane
    assert lane is not None
    return lane


@pytest.fixture
def lane(desk: Desk) -> SurpriseLane:
    """The curve of the phrase, once it is known."""
    lane = lane_of(desk)
    desk.until(lambda: lane.track_points == 16)
    return lane


# --- the curve -------------------------------------------------------------------------------------


def test_nothing_is_promised_for_drums(desk: Desk, lane: SurpriseLane) -> None:
    desk.session.show(Piece((Track("Drums", CLIP, channel=PERCUSSION_CHANNEL),)))
    desk.window.documents.replaced.emit()
    desk.until(lambda: lane._empty.text() == "The models know no percussion")


def test_bars_that_were_accepted_are_no_longer_on_the_curve_of_the_take(
    desk: Desk, lane: SurpriseLane
) -> None:
    desk.continue_()
    desk.until(lambda: lane.points == 64)
    desk.window.proposals.accept_bar()
    desk.until(lambda: lane.points == 56)


def test_the_curve_stands_under_the_notes_when_the_window_was_resized(desk: Desk, lane: SurpriseLane) -> None:
    notes, plot = desk.window.roll.note_area, lane._plot
    for width, height in ((1440, 855), (1280, 770)):
        desk.window.resize(width, height)
        desk.qtbot.wait(50)
        assert plot.mapTo(desk.window, QPoint(0, 0)).x() == notes.mapTo(desk.window, QPoint(0, 0)).x()
        assert plot.width() == notes.width()


def test_the_track_is_judged_by_itself(desk: Desk, lane: SurpriseLane) -> None:
    (request,) = desk.continuer.judged
    assert request.clip == desk.session.clip
    assert lane._track.bits.tolist() == [pitch / 20 for pitch in desk.session.clip.pitches.tolist()]


@pytest.mark.parametrize("top", [9.0, 15.0, 23.0, 34.0, 60.0])
def test_names_of_heights_do_not_lie_over_each_other(lane: SurpriseLane, top: float) -> None:
    lane.show_surprise([0], [top])
    lines = [y for _, y in lane._scale.named()]
    assert lines
    assert all(after - before >= LEAST_APART_PX for before, after in pairwise(lines))


def test_an_edit_is_judged_once_the_music_stands_still(desk: Desk, lane: SurpriseLane) -> None:
    desk.window.roll.select_all()
    for _ in range(3):
        QTest.keyClick(desk.window.roll, Qt.Key.Key_Up)
    assert len(desk.continuer.judged) == 1
    desk.until(lambda: lane._track.bits[0] == pytest.approx(65 / 20))
    assert len(desk.continuer.judged) == 2


def test_until_then_the_old_curve_stands(desk: Desk, lane: SurpriseLane) -> None:
    desk.window.roll.select_all()
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Up)
    desk.window.surprise.refresh()
    assert lane.track_points == 16


def test_scrolling_where_all_is_known_asks_nothing(desk: Desk, lane: SurpriseLane) -> None:
    desk.window.roll.zoom_time(1.5)
    desk.qtbot.wait(600)
    assert len(desk.continuer.judged) == 1


def test_a_shown_take_stands_for_the_notes_that_it_would_replace(desk: Desk, lane: SurpriseLane) -> None:
    desk.window.roll.set_selection(desk.session.clip.ids[:8].tolist())
    desk.continue_()
    assert lane.points == 64
    assert lane.track_points == 8
    desk.window.proposals.dismiss()
    assert (lane.points, lane.track_points) == (0, 16)


def test_muted_notes_are_not_judged(desk: Desk, lane: SurpriseLane) -> None:
    clip = desk.session.clip
    muted = Clip.from_columns(*clip.columns, muted=[i < 4 for i in range(len(clip))])
    desk.session.document.apply("Mute", lambda piece: piece.with_clip(0, muted))
    desk.until(lambda: lane.track_points == 12)


def test_drums_have_no_curve(desk: Desk) -> None:
    desk.session.show(Piece((Track(clip=phrase().tracks[0].clip, channel=9),)))
    lane = lane_of(desk)
    desk.qtbot.wait(600)
    assert desk.continuer.judged == []
    assert lane._empty.isVisible()


def test_where_nobody_looks_nothing_is_asked(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(surprise_lane=False)
    desk.window.surprise.start()
    desk.qtbot.wait(600)
    assert desk.continuer.judged == []
    desk.window.crowding.toggle("surprise_lane")
    desk.until(lambda: desk.continuer.judged)


def test_another_track_has_a_curve_of_its_own(desk: Desk) -> None:
    bass = Clip.from_notes([Note(0, 0, BAR, 36)])
    desk.session.show(replace(phrase(), tracks=(*phrase().tracks, Track("Bass", bass, "bass"))))
    lane = lane_of(desk)
    desk.until(lambda: lane.track_points == 16)
    desk.window.wiring._on_track(1)
    desk.window.surprise.refresh()
    assert lane.track_points == 0
    desk.until(lambda: lane.track_points == 1)
    assert desk.continuer.judged[-1].part == "bass"


def test_of_a_long_track_only_what_is_in_sight_is_judged(desk: Desk) -> None:
    long = Clip.from_notes(Note(0, i * PPQ, PPQ, 60 + i % 12) for i in range(2_000))
    desk.session.show(Piece((Track(clip=long),)))
    desk.window.roll.show_span(0, 16 * BAR)
    state = desk.window.roll.state
    state.set_viewport(state.viewport.showing(100 * BAR, 110 * BAR))
    lane = lane_of(desk)
    desk.until(lambda: lane.track_points)
    (request,) = desk.continuer.judged
    assert request.from_tick == int(state.viewport.start_tick / PPQ + 1) * PPQ
    assert 40 < len(request.clip) < MOST_JUDGED


def test_a_crowd_is_asked_to_come_closer(desk: Desk) -> None:
    crowd = Clip.from_notes(Note(0, i * 60, 60, 60 + i % 12) for i in range(2 * MOST_IN_SIGHT))
    desk.session.show(Piece((Track(clip=crowd),)))
    desk.window.roll.zoom_to_all()
    lane = lane_of(desk)
    desk.until(lambda: "Zoom in" in lane._empty.text())
    assert lane._empty.isVisible()
    assert desk.continuer.judged == []


def test_the_pointer_reads_a_note(desk: Desk, lane: SurpriseLane) -> None:
    view = desk.window.roll.state.viewport
    for x, words in ((view.x_of(4 * EIGHTH), "3.7 bits: a choice"), (view.x_of(7 * BAR), HINT)):
        QTest.mouseMove(lane._plot.viewport(), QPoint(x, 40))
        desk.until(lambda words=words: desk.window.hint_line.text.startswith(words))


# --- the worker ------------------------------------------------------------------------------------


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def continuer(gate: Gate) -> FakeContinuer:
    return FakeContinuer(before_note=gate)


@pytest.fixture
def bridge(continuer: FakeContinuer, gate: Gate) -> Iterator[GenerationBridge]:
    bridge = GenerationBridge(continuer)
    yield bridge
    gate.open()
    bridge.close()


def test_bits_arrive_on_the_qt_thread(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer, gate: Gate
) -> None:
    judges = SurpriseBridge(continuer, bridge)
    found: dict[int, float] = {}
    judges.judged.connect(found.update)
    gate.open()
    with qtbot.waitSignal(judges.ended):
        judges.judge(SurpriseRequest(CLIP, from_tick=4 * EIGHTH, request_id=1))
    assert found == {n.id: n.pitch / 20 for n in CLIP if n.start_tick >= 4 * EIGHTH}
    assert not judges.is_judging


def test_only_the_last_request_is_answered(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer, gate: Gate
) -> None:
    judges = SurpriseBridge(continuer, bridge)
    found: dict[int, float] = {}
    judges.judged.connect(found.update)
    for number in (1, 2, 3):
        judges.judge(SurpriseRequest(CLIP.take_rows([number]), request_id=number))
    with qtbot.waitSignal(judges.ended):
        gate.open()
    assert list(found) == [int(CLIP.ids[3])]


def test_nothing_arrives_after_stop(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer, gate: Gate
) -> None:
    judges = SurpriseBridge(continuer, bridge)
    found: dict[int, float] = {}
    judges.judged.connect(found.update)
    judges.judge(SurpriseRequest(CLIP, request_id=1))
    qtbot.waitUntil(lambda: bool(continuer.judged))
    judges.stop()
    gate.open()
    qtbot.wait(50)
    assert found == {}


def test_an_answer_does_not_wait_for_the_curve(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer, gate: Gate
) -> None:
    judges = SurpriseBridge(continuer, bridge)
    order: list[str] = []
    bridge.finished.connect(lambda _: order.append("answer"))
    judges.ended.connect(lambda: order.append("curve"))
    judges.judge(SurpriseRequest(CLIP, request_id=1))
    qtbot.waitUntil(lambda: bool(continuer.judged))
    bridge.generate(ContinueRequest(CLIP, BAR, 2 * BAR, takes=1, request_id=7))
    gate.open()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["answer", "curve"]


def test_what_goes_wrong_leaves_the_model_at_work(qtbot: QtBot) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("oh")

    continuer = FakeContinuer(before_note=stumble)
    bridge = GenerationBridge(continuer)
    judges = SurpriseBridge(continuer, bridge)
    with qtbot.waitSignal(judges.ended):
        judges.judge(SurpriseRequest(CLIP, request_id=1))
    continuer.before_note = None
    with qtbot.waitSignal(judges.ended):
        judges.judge(SurpriseRequest(CLIP, request_id=2))
    bridge.close()


def test_a_running_answer_is_waited_for(make_desk: Callable[..., Desk]) -> None:
    gate = Gate()
    desk = make_desk(gate)
    desk.window.steering.begin()
    lane = lane_of(desk)
    desk.qtbot.wait(600)
    assert desk.continuer.judged == []
    gate.open()
    desk.until(lambda: lane.track_points == 16)
