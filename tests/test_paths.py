from pathlib import Path

import pytest

from assistant import paths


def test_shipped_folders_exist_and_hold_what_they_should() -> None:
    assert (paths.resources_dir() / "credits.md").is_file()
    assert paths.shipped_models_dir().is_dir()


def test_the_wheels_own_data_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "_PACKED", tmp_path)
    assert paths.resources_dir() == tmp_path / "resources"


def test_all_user_folders_follow_antiphon_home(user_home: Path) -> None:
    folders = [paths.user_dir(), paths.cache_dir(), paths.recovery_dir(), paths.user_models_dir()]
    assert all(folder.is_relative_to(user_home) for folder in [*folders, paths.settings_file()])


def test_without_antiphon_home_the_folders_are_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTIPHON_HOME")
    places = [paths.user_dir(), paths.cache_dir(), paths.settings_file()]
    assert all("antiphon" in str(place) for place in places)


def test_the_users_models_come_first() -> None:
    assert paths.models_dirs() == (paths.user_models_dir(), paths.shipped_models_dir())


def test_soundfonts_are_found_once_the_users_first(
    tmp_path: Path, user_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, system = user_home / "soundfonts", tmp_path / "system"
    own.mkdir(parents=True)
    system.mkdir()
    (own / "mine.SF2").write_bytes(b"x")
    (system / "small.sf2").write_bytes(b"x")
    (system / "large.sf3").write_bytes(b"xxx")
    (system / "readme.txt").write_bytes(b"x")
    (system / "default.sf3").symlink_to(system / "large.sf3")
    monkeypatch.setattr(paths, "_soundfont_dirs", lambda: [system, tmp_path / "missing"])
    assert [path.name for path in paths.soundfonts()] == ["mine.SF2", "default.sf3", "small.sf2"]
