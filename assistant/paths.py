"""Where things are: what ships with Antiphon, and the user's own folders."""

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "_data"  # the wheel puts resources and models here
_APP = "antiphon"


def _shipped(name: str) -> Path:
    """A folder of the wheel, or of the checkout that an editable install points at."""
    packed = _PACKED / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def resources_dir() -> Path:
    """Icons, themes, example seeds and credits."""
    return _shipped("resources")


def shipped_models_dir() -> Path:
    """The models in the box."""
    return _shipped("models")


def copy_index_path() -> Path:
    """The index of the music that the models in the box learnt from; the file need not exist."""
    return shipped_models_dir() / "copy-index.safetensors"


def user_dir() -> Path:
    """The user's data; the environment variable ANTIPHON_HOME moves it, and all that follow, elsewhere."""
    return _home() or platformdirs.user_data_path(_APP, appauthor=False)


def cache_dir() -> Path:
    """What can be computed again, so it may be deleted at any time."""
    home = _home()
    return home / "cache" if home else platformdirs.user_cache_path(_APP, appauthor=False)


def settings_file() -> Path:
    """The user's settings; the file need not exist."""
    home = _home()
    folder = home if home else platformdirs.user_config_path(_APP, appauthor=False)
    return folder / "settings.json"


def recovery_dir() -> Path:
    """Copies of unsaved work, read after a crash."""
    return user_dir() / "recovery"


def user_models_dir() -> Path:
    """Models that the user trained or was given."""
    return user_dir() / "models"


def models_dirs() -> tuple[Path, ...]:
    """All the folders that hold models, the user's own first; they need not exist."""
    return user_models_dir(), shipped_models_dir()


def soundfonts() -> tuple[Path, ...]:
    """The soundfonts found on this machine, the user's own first and then the larger before the smaller."""
    own = _sorted_soundfonts([user_dir() / "soundfonts"])
    return own + tuple(path for path in _sorted_soundfonts(_soundfont_dirs()) if path not in own)


def _home() -> Path | None:
    home = os.environ.get("ANTIPHON_HOME")
    return Path(home) if home else None


def _soundfont_dirs() -> list[Path]:
    """Where distributions, Homebrew and Windows' synths keep soundfonts."""
    if sys.platform == "win32":
        return [Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "soundfonts"]
    if sys.platform == "darwin":
        return [
            Path("/opt/homebrew/share/soundfonts"),
            Path("/usr/local/share/soundfonts"),
            Path.home() / "Library/Audio/Sounds/Banks",
        ]
    from assistant.system_libraries import SOUNDFONT_FOLDERS  # which a window's start has no time for

    return list(SOUNDFONT_FOLDERS)


def _sorted_soundfonts(folders: list[Path]) -> tuple[Path, ...]:
    """Every soundfont in `folders` once: distributions link one file under several names."""
    entries = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    by_target = {path.resolve(): path for path in sorted(entries, reverse=True) if _is_soundfont(path)}
    return tuple(sorted(by_target.values(), key=lambda path: (-path.stat().st_size, path)))


def _is_soundfont(path: Path) -> bool:
    return path.suffix.lower() in {".sf2", ".sf3"} and path.is_file()
