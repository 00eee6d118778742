"""Styles named by likelihood, for `antiphon evaluate`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.training.school import School


def name_style(path: Path, model: str, as_json: bool) -> None:
    """Print the style under which a file is likeliest, and how surprising it is under each."""
    from assistant.engine.events import STYLES
    from assistant.engine.registry import find_model
    from assistant.paths import cache_dir
    from assistant.training import columns, corpora
    from assistant.training.likelihood import nats_by_style

    if not path.is_file():
        raise AntiphonError(f"There is no file {path}: name a MIDI, MusicXML, ABC or kern file.")
    reading = corpora.read([f"{STYLES[0]}={path}"], cache_dir() / "corpus")
    if not reading.scores:
        raise AntiphonError(_why_not(path, reading.skipped[0].removeprefix(f"{path.name}: ")))
    score, folder = reading.scores[0], find_model(model)
    nats = nats_by_style(folder, [score], lambda s: columns.columns_of(s, cache_dir() / "columns"))[0]
    by_style = dict(sorted(zip(STYLES, (nats / len(score)).tolist(), strict=True), key=lambda item: item[1]))
    if as_json:
        print(json.dumps({"style": next(iter(by_style)), "model": folder.name, "nats a note": by_style}))
        return
    print(f"{next(iter(by_style))}, says {folder.name}")
    for style, value in by_style.items():
        print(f"  {style:<12}{value:7.3f} nats a note")


def _why_not(path: Path, reason: str) -> str:
    """What is wrong with a file that no style can be named for; a reason with its name is a sentence."""
    if path.name in reason:
        return reason
    return f"{path.name} has no style: {reason}; give a file with more notes, percussion apart."


def print_confusions(folders: list[Path], school: "School", as_json: bool) -> None:
    """Who tells held-out phrases of eight bars apart, from the melody alone and from all parts."""
    from assistant.training import style_recognition
    from assistant.training.likelihood import recogniser

    sides = school.split.sides
    for view in style_recognition.VIEWS:
        others = {folder.name: recogniser(folder, school.columns) for folder in folders}
        results = style_recognition.recognise(sides["train"], sides["test"], others, view=view)
        if not as_json:
            print(f"\n{view}, phrases of {style_recognition.PHRASE_BARS} bars")
            print(style_recognition.render(results))
        for result in results if as_json else ():
            figures = {"accuracy": result.accuracy, "balanced": result.balanced_accuracy}
            table = {"styles": result.styles, "confusion": result.confusion.tolist()}
            print(json.dumps({"view": view, "name": result.name, **figures, **table}))
