from dataclasses import replace

from assistant.core.clip import Clip
from assistant.core.history import History, Step
from assistant.core.note import Note
from assistant.core.piece import Piece


def piece(notes: int) -> Piece:
    return Piece().with_clip(0, Clip.from_notes(Note(0, i, 1, 60) for i in range(notes)))


def steps(count: int) -> list[Step]:
    stages = [piece(i) for i in range(count + 1)]
    return [Step.between(f"step {i}", stages[i], stages[i + 1]) for i in range(count)]


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
    a_step = steps(1)[0].bytes_held()
    assert labels(filled(History(max_bytes=round(2.5 * a_step)), 4).done) == ["step 2", "step 3"]
    assert labels(filled(History(max_bytes=1), 4).done) == ["step 3"]


def test_undoing_makes_room_for_other_steps() -> None:
    history = filled(History(max_bytes=round(4.5 * steps(1)[0].bytes_held())), 4)
    history.undo()
    history.undo()
    history.redo()
    history.record(steps(1)[0])
    assert labels(history.done) == ["step 0", "step 1", "step 2", "step 0"]


def test_a_step_weighs_what_it_changed_however_many_notes_there_are() -> None:
    before = piece(10_000)
    rename = Step.between("rename", before, replace(before, title="x")).bytes_held()
    one_more = before.with_clip(0, before.tracks[0].clip.with_notes([Note(0, 77, 1, 60)]))
    a_note, its_place = 5 * 8 + 1, 8
    assert Step.between("add", before, one_more).bytes_held() - rename == a_note + 2 * its_place
    assert Step.between("clear", before, piece(0)).bytes_held() - rename == 10_000 * (a_note + 2 * its_place)


def test_clear_forgets_everything() -> None:
    history = filled(History(), 3)
    history.undo()
    history.clear()
    assert (history.done, history.undone) == ((), ())
