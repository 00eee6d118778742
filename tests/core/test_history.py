from assistant.core.clip import Clip
from assistant.core.history import History, Step
from assistant.core.note import Note
from assistant.core.piece import Piece


def piece(notes: int) -> Piece:
    return Piece().with_clip(0, Clip.from_notes(Note(0, i, 1, 60) for i in range(notes)))


def steps(count: int) -> list[Step]:
    stages = [piece(i) for i in range(count + 1)]
    return [Step(f"step {i}", stages[i], stages[i + 1]) for i in range(count)]


def filled(history: History, count: int) -> History:
    for step in steps(count):
        history.record(step)
    return history


def labels(some: tuple[Step, ...]) -> list[str]:
    return [step.label for step in some]


def test_undone_steps_can_be_redone_in_order() -> None:
    history = filled(History(), 3)
    assert [history.undo().label for _ in range(2)] == ["step 2", "step 1"]  # type: ignore[union-attr]
    assert labels(history.done) == ["step 0"]
    assert labels(history.undone) == ["step 1", "step 2"]
    redone = history.redo()
    assert redone is not None and redone.label == "step 1"


def test_at_the_ends_there_is_nothing() -> None:
    history = History()
    assert history.undo() is None
    assert history.redo() is None


def test_a_new_step_ends_the_redoing() -> None:
    history = filled(History(), 2)
    history.undo()
    history.record(steps(1)[0])
    assert history.undone == ()
    assert labels(history.done) == ["step 0", "step 0"]


def test_the_oldest_steps_go_when_there_are_too_many() -> None:
    assert labels(filled(History(max_steps=2), 4).done) == ["step 2", "step 3"]


def test_the_oldest_steps_go_when_they_weigh_too_much_but_the_last_one_stays() -> None:
    bytes_a_note = 5 * 8 + 1
    assert labels(filled(History(max_bytes=7 * bytes_a_note), 4).done) == ["step 2", "step 3"]
    assert labels(filled(History(max_bytes=1), 4).done) == ["step 3"]


def test_a_step_weighs_only_the_clips_it_made() -> None:
    before = piece(10)
    assert Step("rename", before, Piece(tracks=before.tracks, title="x")).bytes_held() == 0
    assert Step("add", before, piece(11)).bytes_held() == 11 * (5 * 8 + 1)


def test_clear_forgets_everything() -> None:
    history = filled(History(), 3)
    history.undo()
    history.clear()
    assert (history.done, history.undone) == ((), ())
