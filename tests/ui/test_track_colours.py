from itertools import pairwise

import pytest

from assistant.ui.theme import DARK, LIGHT, Theme, contrast
from assistant.ui.track_colours import COLOUR_NAMES, track_colour

both = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


@both
def test_every_colour_is_seen_on_the_panel(theme: Theme) -> None:
    colours = [track_colour(theme, i) for i in range(len(COLOUR_NAMES))]
    assert len(set(colours)) == len(colours)
    assert all(contrast(colour, theme.panel) >= 3 for colour in colours)


@both
def test_neighbours_differ_in_lightness(theme: Theme) -> None:
    for first, second in pairwise(range(len(COLOUR_NAMES) + 1)):
        assert contrast(track_colour(theme, first), track_colour(theme, second)) >= 1.4
