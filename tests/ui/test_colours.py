"""Colours are told apart by their lightness too, for those who see no hues, or print in grey."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from assistant.ui.theme import DARK, LIGHT, TRACK_COLOURS, Theme, contrast

SEEN = 3.0
"""What WCAG 2.2 asks of graphics that matter (1.4.11)."""
both = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def lightness(token: str) -> float:
    """CIE L*, 0 (black) to 100 (white), found by the contrast with black."""
    luminance = contrast(token, "#000000") * 0.05 - 0.05
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def apart(first: str, second: str) -> float:
    return abs(lightness(first) - lightness(second))


def test_lightness_is_that_of_the_cie() -> None:
    assert lightness("#000000") == pytest.approx(0)
    assert lightness("#ffffff") == pytest.approx(100)
    assert lightness("#777777") == pytest.approx(50, abs=0.1)


@both
def test_tracks_are_seen_on_every_row(theme: Theme) -> None:
    for number in range(len(TRACK_COLOURS[theme.name])):
        for row in (theme.row_white, theme.row_black, theme.row_scale, theme.panel, theme.panel_raised):
            assert contrast(theme.track_colour(number), row) >= SEEN - 0.35, (number, row)


@both
def test_no_two_tracks_are_of_one_lightness_and_neighbours_are_far_apart(theme: Theme) -> None:
    colours = TRACK_COLOURS[theme.name]
    assert all(apart(*two) >= 4 for two in combinations(colours, 2))
    assert all(apart(*two) >= 9 for two in pairwise((*colours, colours[0])))


@both
def test_soft_and_loud_are_told_apart(theme: Theme) -> None:
    values = [lightness(shade) for shade in theme.note_shades]
    assert values == sorted(values, reverse=not theme.is_dark)
    assert apart(theme.note_soft, theme.note_loud) >= 20


@both
def test_a_selected_note_is_told_by_its_lightness(theme: Theme) -> None:
    for shade in theme.note_shades:
        assert apart(theme.selection, shade) >= 14
        assert contrast(theme.focus, theme.ground) >= SEEN


@both
def test_notes_of_the_hand_the_model_and_the_recording_are_told_apart(theme: Theme) -> None:
    assert apart(theme.ghost, theme.recording_note) >= 9
    assert apart(theme.ghost, theme.note_middle) >= 9
    assert apart(theme.key_lit, theme.key_black) >= 40


@both
@pytest.mark.parametrize("ink", ["text", "text_dim"])
@pytest.mark.parametrize("ground", ["ground", "panel", "panel_raised", "hover", "pressed", "ruler", "lane"])
def test_text_is_readable_everywhere(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5
