"""What somebody types finds the command they mean."""

from __future__ import annotations

import pytest

from assistant.ui.command_table import commands
from assistant.ui.matching import Findable, score
from assistant.ui.reasons import REASONS
from assistant.ui.synonyms import SYNONYMS


def best(query: str) -> str:
    found = {c.id: score(query, Findable(c.text, SYNONYMS.get(c.id, ()), c.menu, c.tip)) for c in commands()}
    return max(found, key=lambda id_: found[id_])


@pytest.mark.parametrize(
    ("query", "command_id"),
    [
        ("quantise", "quantise"),
        ("quantize", "quantise"),
        ("align", "quantise"),
        ("snap", "snap"),
        ("chop", "split_here"),
        ("glue", "join"),
        ("bpm", "tempo_here"),
        ("velocity", "lane_velocity"),
        ("cycle", "loop"),
        ("dupl", "duplicate"),
        ("clone", "duplicate"),
        ("pencil", "tool_draw"),
        ("show sel", "fit_selection"),
        ("sel all", "select_all"),
        ("slctall", "select_all"),
        ("SHORTCUTS", "keys"),
        ("to end", "to_end"),
        ("rewind", "to_start"),
        ("dark mode", "light"),
        ("loop selection", "loop_selection"),
        ("right locator", "loop_to"),
        ("invert", "invert"),
        ("overdub", "record"),
        ("randomize", "humanise"),
        ("preferences", "keys"),
        ("program change", "tracks_panel"),
        ("velocity curve", "ramp"),
        ("temperature", "go_temperature"),
        ("audio device", "go_output"),
        ("genre", "go_style"),
    ],
)
def test_words_find_their_command(query: str, command_id: str) -> None:
    assert best(query) == command_id


def test_a_word_of_several_commands_finds_them_all() -> None:
    def found(query: str) -> set[str]:
        return {c.id for c in commands() if score(query, Findable(c.text, SYNONYMS.get(c.id, ())))}

    assert {"duplicate", "loop"} <= found("repeat")
    assert {"louder", "softer", "lane_velocity"} <= found("velocity")
    assert {"quantise", "snap", "to_scale"} <= found("snap")


def test_every_word_must_fit() -> None:
    assert score("undo banana", Findable("Undo")) == 0
    assert score("", Findable("Undo")) > 0


def test_a_name_goes_before_a_synonym_and_a_synonym_before_a_tip() -> None:
    name, synonym = score("loop", Findable("Loop")), score("loop", Findable("Cycle", ("loop",)))
    assert name > synonym > score("loop", Findable("Cycle", tip="Play the loop")) > 0


def test_accents_and_capitals_do_not_matter() -> None:
    assert score("étude", Findable("Etude")) == score("ETUDE", Findable("étude")) > 0


def test_synonyms_are_of_commands_and_every_need_has_its_reason() -> None:
    assert set(SYNONYMS) <= {c.id for c in commands()}
    assert {c.needs for c in commands() if c.needs} <= set(REASONS)
