import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.continuation import MAX_BARS, MAX_TAKES
from assistant.core.errors import AntiphonError
from assistant.settings import MOST_RECENT_FILES, Settings, load, save, with_recent_file

CHOSEN = Settings(
    theme="light",
    output_port="Synth:0",
    input_port="Keyboard",
    soundfont="/music/a.sf2",
    model="folk",
    style="lead sheet",
    temperature=0.8,
    top_p=0.9,
    bars=4,
    takes=6,
    repeat=0.5,
    lowest=48,
    highest=84,
    key_lock=True,
    together=True,
    surprise_lane=False,
    overview=False,
    tracks_panel=False,
    lane=11,
    lane_height=120,
    second_lane=True,
    second_lane_kind=128,
    second_lane_height=60,
    metronome=True,
    snap="amount",
    follow="smooth",
    quantise_strength=0.5,
    quantise_swing=0.25,
    quantise_ends=True,
    window_geometry="AdnQywAD",
    recent_files=("/music/a.mid", "/music/Trällern.mid"),
    last_folder="/music",
    key_preset="Cubase",
    keys={"undo": ("Alt+Backspace",), "redo": ()},
    history_place="right",
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    save(CHOSEN, tmp_path / "new folder" / "settings.json")
    assert load(tmp_path / "new folder" / "settings.json") == (CHOSEN, None)
    assert all(getattr(CHOSEN, field.name) != getattr(Settings(), field.name) for field in fields(Settings))


def test_no_file_means_defaults_without_a_word(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == (Settings(), None)


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b"null", b"\x00" * 4096, b"[" * 100_000]
)
def test_a_damaged_file_is_kept_aside_and_said(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damaged)
    settings, problem = load(path)
    assert settings == Settings()
    assert problem is not None and "damaged" in problem
    assert (tmp_path / "settings.damaged.json").read_bytes() == damaged


def test_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        json.dumps({"theme": "light", "bars": "eight", "temperature": 99, "unknown": 1, "top_p": 1})
    )
    settings, problem = load(path)
    assert settings == replace(Settings(), theme="light", top_p=1.0)
    assert problem is not None and "temperature, bars" in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [("bars", MAX_BARS + 1), ("takes", MAX_TAKES + 1), ("temperature", 10**400), ("top_p", 0)],
)
def test_what_no_request_may_ask_for_is_not_loaded(name: str, value: float, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({name: value, "lowest": 60}))
    settings, problem = load(path)
    assert settings == replace(Settings(), lowest=60)
    assert problem is not None and name in problem


def test_a_range_of_no_pitch_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"lowest": 80, "highest": 60, "bars": 4}))
    settings, problem = load(path)
    assert settings == replace(Settings(), bars=4)
    assert problem is not None and "lowest, highest" in problem


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    settings, problem = load(tmp_path / "settings.json")
    assert settings == Settings()
    assert problem is not None and "Could not read" in problem


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AntiphonError, match="ANTIPHON_HOME"):
        save(Settings(), tmp_path / "file" / "settings.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Settings)]), json_values))
def test_whatever_the_file_holds_the_settings_can_be_saved_again(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(stored))
    settings, _ = load(path)
    save(settings, path)
    assert load(path) == (settings, None)


def test_recent_files_are_each_there_once_and_few() -> None:
    recent = tuple(f"/{number}.mid" for number in range(MOST_RECENT_FILES))
    assert with_recent_file(recent, "/3.mid")[0] == "/3.mid"
    assert len(with_recent_file(recent, "/3.mid")) == MOST_RECENT_FILES
    assert len(with_recent_file(recent, "/new.mid")) == MOST_RECENT_FILES
