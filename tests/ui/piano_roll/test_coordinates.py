import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.piano_roll.coordinates import LEAD_PX, MAX_PX_PER_TICK, MAX_ROW_PX, Viewport

viewports = st.builds(
    lambda width, height, scale, rows, across, down, extent: Viewport(
        width, height, scale, rows, extent_ticks=extent
    ).scrolled_by(across, down),
    st.integers(50, 4000),
    st.integers(50, 3000),
    st.floats(1e-4, MAX_PX_PER_TICK),
    st.floats(6, MAX_ROW_PX),
    st.floats(-100, 50_000),
    st.floats(-100, 5_000),
    st.integers(480, 10_000_000),
)
ticks = st.integers(0, 1_000_000)


@given(viewports, ticks)
def test_a_ticks_pixel_leads_back_to_the_tick(view: Viewport, tick: int) -> None:
    back = view.tick_at(view.x_of(tick))
    assert abs(back - tick) * view.px_per_tick <= 0.5 + 1e-6


@given(viewports, st.integers(0, 127))
def test_every_line_of_a_row_is_that_pitch(view: Viewport, pitch: int) -> None:
    top = view.y_of(pitch)
    assert view.pitch_at(top) == pitch
    assert view.pitch_at(top + view.row_px - 1) == pitch


@given(viewports, st.lists(ticks), st.lists(st.integers(0, 127)))
def test_arrays_are_placed_as_single_values_are(view: Viewport, some: list[int], pitches: list[int]) -> None:
    assert view.x_of(np.array(some, dtype=np.int64)).tolist() == [view.x_of(t) for t in some]
    assert view.y_of(np.array(pitches, dtype=np.int64)).tolist() == [view.y_of(p) for p in pitches]


folds = st.lists(st.integers(0, 127), min_size=1, unique=True).map(lambda pitches: tuple(sorted(pitches)))


@given(viewports, folds, st.floats(-100, 5_000))
def test_in_a_fold_the_pitches_that_are_shown_have_a_row_each(
    view: Viewport, fold: tuple[int, ...], down: float
) -> None:
    folded = view.folded(fold).scrolled_by(0, down)
    assert folded.rows == len(fold)
    for pitch in fold:
        assert folded.pitch_at(folded.y_of(pitch)) == pitch
        assert folded.pitch_at(folded.y_of(pitch) + folded.row_px - 1) == pitch
    tops = [folded.y_of(p) for p in fold]
    assert np.diff(tops).tolist() == [-folded.row_px] * (len(fold) - 1)
    every = np.arange(128)
    assert folded.y_of(every).tolist() == [folded.y_of(p) for p in every.tolist()]
    assert {folded.pitch_at(y) for y in folded.y_of(every).tolist()} <= set(fold)


@given(viewports, folds)
def test_folding_and_unfolding_keep_the_middle(view: Viewport, fold: tuple[int, ...]) -> None:
    middle = view.pitch_at(view.height_px / 2)
    folded = view.folded(fold)
    free = 0 < folded.scroll_y_px < folded.max_scroll_y_px
    if middle in fold and free:
        assert abs(fold.index(folded.pitch_at(folded.height_px / 2)) - fold.index(middle)) <= 1
    assert folded.folded(None).rows == 128
    assert view.folded(None) is view


@given(viewports, st.integers(0, 100_000), st.integers(480, 500_000))
def test_a_view_spans_what_it_is_asked_to(view: Viewport, start: int, length: int) -> None:
    shown = view.with_extent(start + length).spanning(start, start + length)
    if shown.px_per_tick * length >= view.width_px - 1 and shown.px_per_tick < MAX_PX_PER_TICK:
        assert abs(shown.x_of(start)) <= 1
        assert abs(shown.x_of(start + length) - view.width_px) <= 2


@given(viewports, st.floats(0.3, 3), st.floats(0, 1))
def test_zoom_in_time_keeps_what_is_under_the_pointer(view: Viewport, factor: float, share: float) -> None:
    at = share * view.width_px
    zoomed = view.zoomed_time(factor, at)
    free = -LEAD_PX < zoomed.scroll_x_px < zoomed.max_scroll_x_px
    if free:
        moved = (zoomed.tick_at(at) - view.tick_at(at)) * zoomed.px_per_tick
        assert abs(moved) <= 1 + zoomed.px_per_tick / view.px_per_tick


@given(viewports, st.floats(0.3, 3), st.floats(0, 1))
def test_zoom_in_pitch_keeps_the_row_under_the_pointer(view: Viewport, factor: float, share: float) -> None:
    at = share * (view.height_px - 1)
    zoomed = view.zoomed_pitch(factor, at)
    if 0 < zoomed.scroll_y_px < zoomed.max_scroll_y_px and at < view.sheet_height_px:
        assert abs(zoomed.pitch_at(at) - view.pitch_at(at)) <= 1


@given(viewports, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_sheet_is_never_left(view: Viewport, across: float, down: float) -> None:
    moved = view.scrolled_by(across, down)
    assert -LEAD_PX <= moved.scroll_x_px <= moved.max_scroll_x_px
    assert 0 <= moved.scroll_y_px <= moved.max_scroll_y_px


@given(viewports, st.integers(0, 100_000), st.integers(480, 500_000))
def test_a_span_that_is_shown_fills_the_window(view: Viewport, start: int, length: int) -> None:
    shown = view.with_extent(start + length).showing(start, start + length)
    assert shown.x_of(start) >= 0
    if shown.px_per_tick < MAX_PX_PER_TICK:
        assert abs(shown.x_of(start + length) - view.width_px) <= view.width_px * 0.5 + LEAD_PX


@given(viewports, st.integers(0, 127), st.integers(0, 127))
def test_pitches_that_are_shown_are_seen(view: Viewport, first: int, second: int) -> None:
    lowest, highest = sorted((first, second))
    shown = view.showing_pitches(lowest, highest, 18)
    if shown.row_px * (highest - lowest + 1) <= shown.height_px:
        assert shown.lowest_pitch <= lowest
        assert shown.highest_pitch >= highest


@given(viewports, st.integers(50, 4000), st.integers(50, 3000))
def test_another_size_keeps_the_zoom(view: Viewport, width: int, height: int) -> None:
    sized = view.resized(width, height)
    assert (sized.width_px, sized.height_px) == (width, height)
    assert (sized.px_per_tick, sized.row_px) == (view.px_per_tick, view.row_px)


def test_many_small_zooms_are_one_great_one() -> None:
    """A trackpad sends hundreds of tiny steps; whole-pixel rows must not swallow them."""
    view = Viewport(800, 600, row_zoom_px=10)
    for _ in range(100):
        view = view.zoomed_pitch(1.01, 300)
    assert view.row_px == 27
