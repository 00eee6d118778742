"""The checks of `antiphon doctor`, each a function that gives findings."""

import importlib
import importlib.metadata
import importlib.util
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant import paths
from assistant.core.errors import AntiphonError
from assistant.system_libraries import WITHOUT_IT, install_command, missing_needs

# Distribution -> module. The slow ones are only looked for, not imported.
_PACKAGES = {
    "PySide6-Essentials": "PySide6.QtWidgets",
    "numpy": "numpy",
    "mido": "mido",
    "python-rtmidi": "rtmidi",
    "pyfluidsynth": "fluidsynth",
    "pyqtgraph": "pyqtgraph",
    "safetensors": "safetensors",
    "platformdirs": "platformdirs",
    "music21": "music21",
    "torch": "torch",
}
_SLOW = {"music21", "torch", "pyqtgraph"}
_OPTIONAL = {"torch", "music21", "pyfluidsynth", "python-rtmidi"}  # the window opens without them


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, what is there or wrong, and how to mend it.

    `remedy` is empty where nothing is missing; `needed` says whether the window can do without it.
    """

    name: str
    detail: str
    remedy: str = ""
    needed: bool = True

    @property
    def status(self) -> str:
        """`ok` or `missing`."""
        return "missing" if self.remedy else "ok"


def all_findings() -> Iterator[Finding]:
    """Every check in turn; a check that fails in a way nobody foresaw is a finding too."""
    for check in _CHECKS:
        try:
            yield from check()
        except AntiphonError as error:
            yield Finding(check.__name__.strip("_"), "does not work", str(error))
        except Exception as error:  # the doctor must reach the last line on a broken machine
            says = f"{type(error).__name__}: {error}"
            yield Finding(check.__name__.strip("_"), says, "install Antiphon again; if it stays, report it")


def _python() -> Iterator[Finding]:
    version = platform.python_version()
    remedy = "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer"
    yield Finding("Python", f"{version} on {platform.system()} ({platform.machine()})", remedy)


def _packages() -> Iterator[Finding]:
    requirements = _requirements()
    for distribution, module in _PACKAGES.items():
        requirement = requirements.get(distribution.lower(), distribution)
        yield _package(distribution, module, f"{sys.executable} -m pip install '{requirement}'")


def _requirements() -> dict[str, str]:
    """Distribution in lower case -> the requirement as Antiphon states it, without extras."""
    try:
        stated = importlib.metadata.requires("antiphon") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    names = ((re.match(r"[\w.-]+", line), line) for line in stated if "extra ==" not in line)
    return {match[0].lower(): line for match, line in names if match}


def _package(distribution: str, module: str, install: str) -> Finding:
    name, needed = f"package {distribution}", distribution not in _OPTIONAL
    try:
        version = importlib.metadata.version(distribution)
        if distribution in _SLOW:
            found = importlib.util.find_spec(module) is not None
        else:
            found = importlib.import_module(module) is not None
    except (ImportError, importlib.metadata.PackageNotFoundError) as error:
        return Finding(name, str(error), install, needed)
    if not found:
        return Finding(name, "its files are gone", f"{install} --force-reinstall", needed)
    if distribution == "PySide6-Essentials" and _aborts(version):
        return Finding(name, f"{version} aborts on Python 3.11", install)
    return Finding(name, version)


def _aborts(pyside_version: str) -> bool:
    """PySide6 from 6.12 on drops references to True and None under Python 3.11."""
    major, minor = pyside_version.split(".")[:2]
    return (int(major), int(minor)) >= (6, 12) and sys.version_info < (3, 12)


def _system_libraries() -> Iterator[Finding]:
    """Qt's, ALSA's and FluidSynth's libraries, and a soundfont, by what they are for."""
    titles = {"window": "window libraries", "midi": "MIDI library", "synth": "FluidSynth library"}
    for purpose, title in titles.items():
        needs = missing_needs([purpose])
        names = ", ".join(need.name for need in needs)
        detail = f"{names} not found; {WITHOUT_IT[purpose]}" if needs else "all there"
        remedy = install_command(needs) if needs else ""
        yield Finding(title, detail, remedy, needed=purpose == "window")


def _soundfont() -> Iterator[Finding]:
    found = paths.soundfonts()
    if found:
        yield Finding("soundfont", str(found[0]), needed=False)
        return
    needs = missing_needs(["soundfont"])
    install = f"{install_command(needs)}, or " if needs else ""
    remedy = f"{install}put an .sf2 or .sf3 file into {paths.user_dir() / 'soundfonts'}"
    yield Finding("soundfont", f"none; {WITHOUT_IT['soundfont']}", remedy, needed=False)


def _screen() -> Iterator[Finding]:
    named = [name for name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM") if os.environ.get(name)]
    if not sys.platform.startswith("linux"):
        yield Finding("screen", platform.system())
    elif named:
        yield Finding("screen", f"{named[0]}={os.environ[named[0]]}")
    else:
        remedy = "start it from a desktop session, or under xvfb-run -a"
        yield Finding("screen", "none here; the command line works without", remedy, needed=False)


def _midi() -> Iterator[Finding]:
    from assistant.performer.ports import list_ports

    ports = list_ports()
    if not ports.apis:
        remedy = "start JACK (or PipeWire's JACK), or load ALSA's sequencer: sudo modprobe snd-seq"
        yield Finding("MIDI system", "none found; the built-in synth works without", remedy, needed=False)
        return
    yield Finding("MIDI system", ", ".join(ports.apis), needed=False)
    count = f"{len(ports.inputs)} in, {len(ports.outputs)} out"
    remedy = "" if ports.inputs or ports.outputs else "plug a MIDI device in; it is listed at once"
    yield Finding("MIDI ports", count, remedy, needed=False)


def _models() -> Iterator[Finding]:
    from assistant.engine.registry import available_models

    models = available_models()
    for model in models:
        name = f"model {model.name}"
        if model.problem:
            yield Finding(name, model.problem, f"put a fresh copy in place of {model.path}", needed=False)
        else:
            yield Finding(name, f"{model.title}, {model.parameters:,} parameters")
    if not any(model.problem is None for model in models):
        yield Finding("models", "none that can answer", f"put one into {paths.user_models_dir()}")


def _copy_index() -> Iterator[Finding]:
    from assistant.engine.copy_check import CopyCheck

    try:
        index = CopyCheck(paths.copy_index_path()).index()
    except AntiphonError:
        index = None
    if index is None:
        detail = "none that is sound; takes are not compared with the music that the models learnt from"
        yield Finding("copy index", detail, "install Antiphon again", needed=False)
    else:
        yield Finding("copy index", f"{len(index.titles):,} melodies, {len(index):,} notes", needed=False)


def _user_folder() -> Iterator[Finding]:
    folder = paths.user_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "make it writable, or set ANTIPHON_HOME to a folder that is"
        yield Finding("user folder", f"{folder}: {error.strerror}", remedy)
        return
    yield Finding("user folder", str(folder))


_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _system_libraries,
    _screen,
    _soundfont,
    _midi,
    _models,
    _copy_index,
    _user_folder,
)
