"""What Antiphon needs from the system beside Python packages, and which Debian package brings it.

Standard library only: tools/setup_system.py reads this table before any package is installed.
"""

import ctypes
import ctypes.util
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SOUNDFONT_FOLDERS = (
    Path("/usr/share/sounds/sf2"),
    Path("/usr/share/sounds/sf3"),
    Path("/usr/share/soundfonts"),
    Path("/usr/local/share/soundfonts"),
)


@dataclass(frozen=True, slots=True)
class SystemNeed:
    """One thing the system must have: how to see that it is there, who needs it, and what brings it.

    `purpose` is a key of `WITHOUT_IT`. `packages` are names in Debian and Ubuntu, the newest first, because
    both have renamed some; elsewhere it is empty.
    """

    name: str
    purpose: str
    packages: tuple[str, ...]
    is_there: Callable[[str], bool]


def _library_loads(soname: str) -> bool:
    """Whether the system's loader finds a shared library and all that it needs."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _fluidsynth_loads(_name: str) -> bool:
    return any(_library_loads(f"libfluidsynth.so.{version}") for version in (3, 2))


def _library_is_known(name: str) -> bool:
    return ctypes.util.find_library(name) is not None


def _program_runs(name: str) -> bool:
    return shutil.which(name) is not None


def _module_is_there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _has_soundfont(_name: str) -> bool:
    return any(any(folder.glob("*.sf[23]")) for folder in SOUNDFONT_FOLDERS)


def _library(soname: str, purpose: str, *packages: str) -> SystemNeed:
    return SystemNeed(soname, purpose, packages, _library_loads)


_PYTHON_VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

LINUX_NEEDS = (
    SystemNeed("ensurepip", "setup", (_PYTHON_VENV, "python3-venv"), _module_is_there),
    _library("libglib-2.0.so.0", "window", "libglib2.0-0t64", "libglib2.0-0"),
    _library("libEGL.so.1", "window", "libegl1"),
    _library("libGL.so.1", "window", "libgl1"),
    _library("libfontconfig.so.1", "window", "libfontconfig1"),
    _library("libdbus-1.so.3", "window", "libdbus-1-3"),
    _library("libX11-xcb.so.1", "window", "libx11-xcb1"),
    _library("libxkbcommon-x11.so.0", "window", "libxkbcommon-x11-0"),
    _library("libxcb-cursor.so.0", "window", "libxcb-cursor0"),
    _library("libxcb-icccm.so.4", "window", "libxcb-icccm4"),
    _library("libxcb-image.so.0", "window", "libxcb-image0"),
    _library("libxcb-keysyms.so.1", "window", "libxcb-keysyms1"),
    _library("libxcb-randr.so.0", "window", "libxcb-randr0"),
    _library("libxcb-render-util.so.0", "window", "libxcb-render-util0"),
    _library("libxcb-shape.so.0", "window", "libxcb-shape0"),
    _library("libxcb-sync.so.1", "window", "libxcb-sync1"),
    _library("libxcb-xfixes.so.0", "window", "libxcb-xfixes0"),
    _library("libxcb-xkb.so.1", "window", "libxcb-xkb1"),
    _library("libasound.so.2", "midi", "libasound2t64", "libasound2"),
    SystemNeed("libfluidsynth", "synth", ("libfluidsynth3", "libfluidsynth2"), _fluidsynth_loads),
    SystemNeed("a soundfont", "soundfont", ("timgm6mb-soundfont", "fluid-soundfont-gm"), _has_soundfont),
    SystemNeed("xvfb-run", "test", ("xvfb",), _program_runs),
    SystemNeed("xauth", "test", ("xauth",), _program_runs),
    SystemNeed("jackd", "test", ("jackd2",), _program_runs),
)
OTHER_NEEDS = (SystemNeed("fluidsynth", "synth", (), _library_is_known),)

WITHOUT_IT = {
    "setup": "the virtual environment cannot be made",
    "window": "the window may not open",
    "midi": "MIDI ports cannot be used",
    "synth": "the built-in synth stays silent",
    "soundfont": "the built-in synth has no sounds",
    "test": "some tests cannot run",
}


def missing_needs(purposes: Iterable[str]) -> tuple[SystemNeed, ...]:
    """The needs of these purposes that this system does not meet."""
    wanted = set(purposes)
    needs = LINUX_NEEDS if sys.platform.startswith("linux") else OTHER_NEEDS
    return tuple(need for need in needs if need.purpose in wanted and not need.is_there(need.name))


def debian_packages(needs: Iterable[SystemNeed]) -> tuple[str, ...]:
    """The packages, under the names this release knows, that bring what is missing; each once."""
    return tuple(dict.fromkeys(_known_package(need.packages) for need in needs if need.packages))


def install_command(needs: Iterable[SystemNeed]) -> str:
    """What to type, or whom to ask, for what is missing on this system."""
    needs = tuple(needs)
    if shutil.which("apt-get"):
        return f"sudo apt-get install {' '.join(debian_packages(needs))}"
    if sys.platform == "darwin":
        return "brew install fluid-synth"
    if sys.platform == "win32":
        return "choco install fluidsynth"
    return f"install with your package manager what provides {', '.join(need.name for need in needs)}"


def _known_package(names: tuple[str, ...]) -> str:
    """The first name that apt can install; the oldest name where apt has no lists yet."""
    for name in names[:-1]:
        policy = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if policy.returncode == 0:
            return name
    return names[-1]
