"""What the user chose, kept between two starts of the program."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple

from assistant.core.atomic import atomic_write
from assistant.core.continuation import MAX_BARS, MAX_REPEAT, MAX_TAKES, MAX_TEMPERATURE
from assistant.core.errors import AntiphonError
from assistant.core.note import MAX_PITCH

MOST_RECENT_FILES = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; an empty string means that none was made.

    An empty `output_port` is the built-in synth, an empty `soundfont` the best one found, an empty `model`
    the first one in the box, an empty `style` the one that the model recognises. `window_geometry` is Qt's
    own state, in base 64. `keys` are the shortcuts that the user changed of `key_preset`, by command id.
    """

    theme: str = "dark"
    output_port: str = ""
    input_port: str = ""
    soundfont: str = ""
    model: str = ""
    style: str = ""
    temperature: float = 1.0
    top_p: float = 0.95
    bars: int = 8
    takes: int = 4
    repeat: float = 1.0
    lowest: int = 0
    highest: int = 127
    key_lock: bool = False
    together: bool = False
    surprise_lane: bool = True
    overview: bool = True
    tracks_panel: bool = True
    lane: int = -1
    lane_height: int = 96
    second_lane: bool = False
    second_lane_kind: int = 64
    second_lane_height: int = 96
    metronome: bool = False
    snap: Literal["grid", "amount", "off"] = "grid"
    follow: Literal["page", "smooth", "off"] = "page"
    quantise_strength: float = 1.0
    quantise_swing: float = 0.0
    quantise_ends: bool = False
    window_geometry: str = ""
    recent_files: tuple[str, ...] = ()
    last_folder: str = ""
    key_preset: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    history_place: str = ""


class LoadedSettings(NamedTuple):
    """Settings read from disk, and one sentence on what in the file could not be used, if anything."""

    settings: Settings
    problem: str | None


_RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0.0, MAX_TEMPERATURE),
    "top_p": (0.01, 1.0),
    "bars": (1, MAX_BARS),
    "takes": (1, MAX_TAKES),
    "repeat": (0.0, MAX_REPEAT),
    "lowest": (0, MAX_PITCH),
    "highest": (0, MAX_PITCH),
    "lane": (-1, 128),
    "lane_height": (1, 4096),
    "second_lane_kind": (-1, 128),
    "second_lane_height": (1, 4096),
    "quantise_strength": (0.0, 1.0),
    "quantise_swing": (0.0, 1.0),
}
_CHOICES = {
    "theme": ("dark", "light"),
    "history_place": ("", "left", "right", "afloat"),
    "snap": ("grid", "amount", "off"),
    "follow": ("page", "smooth", "off"),
}


def load(path: Path) -> LoadedSettings:
    """Read settings; whatever is missing or damaged takes its default, and is never a reason not to start.

    A file that is no JSON object at all is kept beside, as `settings.damaged.json`.
    """
    try:
        stored = json.loads(path.read_bytes())
    except FileNotFoundError:
        return LoadedSettings(Settings(), None)
    except OSError as error:
        return LoadedSettings(Settings(), f"Could not read {path} ({error.strerror}); using the defaults.")
    except (ValueError, RecursionError):  # no JSON, or no text at all
        stored = None
    return _from_stored(stored) if isinstance(stored, dict) else _set_aside(path)


def save(settings: Settings, path: Path) -> None:
    """Write settings as JSON, creating the folder; raises AntiphonError when it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AntiphonError(
            f"Could not create {path.parent} ({error.strerror}); make it writable, or set ANTIPHON_HOME."
        ) from error
    atomic_write(path, (json.dumps(asdict(settings), indent=2) + "\n").encode())


def with_recent_file(recent: tuple[str, ...], opened: str) -> tuple[str, ...]:
    """The list of recent files with `opened` in front, each file once, and not endlessly long."""
    return (opened, *(path for path in recent if path != opened))[:MOST_RECENT_FILES]


def _from_stored(stored: dict[str, Any]) -> LoadedSettings:
    values: dict[str, Any] = {}
    refused: list[str] = []
    for kept in fields(Settings):
        if kept.name not in stored:
            continue
        value = _accepted(kept.name, getattr(Settings(), kept.name), stored[kept.name])
        if value is None:
            refused.append(kept.name)
        else:
            values[kept.name] = value
    if values.get("lowest", 0) > values.get("highest", MAX_PITCH):
        refused += ["lowest", "highest"]
        values = {name: value for name, value in values.items() if name not in refused}
    return LoadedSettings(Settings(**values), _refusal(refused))


def _accepted(name: str, default: Any, value: Any) -> Any:
    """The stored value in the type of its default, or None when it cannot be used."""
    if isinstance(default, dict):
        fits = isinstance(value, dict) and all(map(_are_texts, value.values()))
        return {key: tuple(texts) for key, texts in value.items()} if fits else None
    if isinstance(default, tuple):
        return tuple(value[:MOST_RECENT_FILES]) if _are_texts(value) else None
    is_whole = isinstance(default, float) and type(value) is int
    if not is_whole and type(value) is not type(default):
        return None
    if name in _RANGES and not _RANGES[name][0] <= value <= _RANGES[name][1]:
        return None
    if is_whole:
        return float(value)
    return None if name in _CHOICES and value not in _CHOICES[name] else value


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _refusal(names: list[str]) -> str | None:
    if not names:
        return None
    return f"Some settings could not be used and have their defaults again: {', '.join(names)}."


def _set_aside(path: Path) -> LoadedSettings:
    kept = path.with_name(f"{path.stem}.damaged{path.suffix}")
    with contextlib.suppress(OSError):
        path.replace(kept)
        return LoadedSettings(
            Settings(), f"The settings were damaged; using the defaults, and kept as {kept}."
        )
    return LoadedSettings(Settings(), f"The settings in {path} are damaged; using the defaults.")
