"""Corpora by name: their styles, the cache, the index beside the files, and what is wrong said plainly."""

from pathlib import Path

import pytest

from assistant.core.errors import AntiphonError
from assistant.training import cache as reading_cache
from assistant.training import corpora
from assistant.training.corpora import jobs_of, read

KERN = "\n".join(["**kern", "*M4/4", "*C:", *(f"=\n1{p}" for p in "cdefgabc" * 4), "==", "*-"])


def corpus(folder: Path, *names: str) -> Path:
    music = folder / "music"
    music.mkdir()
    for name in names:
        (music / name).write_text(f"!!!OTL: {name}\n{KERN}")
    return music


def test_the_style_stands_before_the_folder_or_is_its_name(tmp_path: Path) -> None:
    music = corpus(tmp_path, "a.krn")
    assert [j.style for j in jobs_of(f"lead-sheet={music}")] == ["lead sheet"]
    assert [j.style for j in jobs_of(f"song={music / 'a.krn'}")] == ["song"]
    music.rename(tmp_path / "folk")
    assert [j.style for j in jobs_of(str(tmp_path / "folk"))] == ["folk"]


def test_collections_have_their_names() -> None:
    jobs = list(jobs_of("miscFolk"))
    assert jobs
    assert all(j.style == "folk" and j.path.exists() for j in jobs)


def test_what_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="'nowhere' is no folder"):
        read(["nowhere"], tmp_path / "cache")
    with pytest.raises(AntiphonError, match="write STYLE="):
        read([f"opera={tmp_path}"], tmp_path / "cache")
    with pytest.raises(AntiphonError, match="No music was found"):
        read([f"song={tmp_path}"], tmp_path / "cache")


def test_progress_counts_files_and_reasons_name_them(tmp_path: Path) -> None:
    music = corpus(tmp_path, "a.krn", "b.krn")
    (music / "broken.krn").write_text("nothing")
    told: list[tuple[int, int, str]] = []
    reading = read([f"folk={music}"], tmp_path / "cache", progress=lambda *p: told.append(p))
    assert told == [(1, 3, "a.krn"), (2, 3, "b.krn"), (3, 3, "broken.krn")]
    assert [s.title for s in reading.scores] == ["a.krn", "b.krn"]
    assert reading.skipped == ("broken.krn: notes before the first **kern",)


def test_the_index_beside_the_files_has_the_word(tmp_path: Path) -> None:
    music = corpus(tmp_path, "a.krn", "b.krn")
    (music / "index.tsv").write_text("file\tcomposer\tset\tsong\na.krn\tBrahms, Johannes\tLieder\t1 Lied\n")
    first, second = read([f"song={music}"], tmp_path / "cache").scores
    assert (first.title, first.composer, first.work) == (
        "Lieder: 1 Lied",
        "Brahms, Johannes",
        "lieder1lied brahmsjohannes",
    )
    assert (second.title, second.composer) == ("b.krn", "")


def test_a_second_reading_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    music = corpus(tmp_path, "a.krn")
    (first,) = read([f"folk={music}"], tmp_path / "cache").scores
    monkeypatch.setattr(corpora, "read_file", None)
    (second,) = read([f"folk={music}"], tmp_path / "cache").scores
    assert first.notes.tolist() == second.notes.tolist()
    assert {**vars(first), "notes": 0} == {**vars(second), "notes": 0}


def test_a_damaged_or_outdated_entry_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    music = corpus(tmp_path, "a.krn")
    read([f"folk={music}"], tmp_path / "cache")
    (stored,) = (tmp_path / "cache").iterdir()
    stored.write_bytes(stored.read_bytes()[:-9])
    assert len(read([f"folk={music}"], tmp_path / "cache").scores) == 1
    monkeypatch.setitem(reading_cache.VERSIONS, ".krn", 1000)
    read([f"folk={music}"], tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_several_processes_read_the_same(tmp_path: Path) -> None:
    music = corpus(tmp_path, "a.krn", "b.krn", "c.krn")
    alone = read([f"folk={music}"], tmp_path / "one")
    together = read([f"folk={music}"], tmp_path / "two", workers=2)
    assert [s.title for s in together.scores] == [s.title for s in alone.scores]
    assert [s.notes.tolist() for s in together.scores] == [s.notes.tolist() for s in alone.scores]


def test_an_interrupt_leaves_whole_entries_only(tmp_path: Path) -> None:
    music = corpus(tmp_path, *(f"{n}.krn" for n in range(6)))

    def interrupt(done: int, *_: object) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read([f"folk={music}"], tmp_path / "cache", workers=2, progress=interrupt)
    for stored in (tmp_path / "cache").iterdir():
        assert reading_cache.load(tmp_path / "cache", stored.stem) is not None
    assert len(read([f"folk={music}"], tmp_path / "cache").scores) == 6
