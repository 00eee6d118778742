"""A hypothesis strategy of scores."""

from hypothesis import strategies as st

from tests.training.little_scores import made_score

_rows = st.tuples(st.integers(0, 800), st.integers(1, 200), st.integers(30, 90), st.integers(0, 3))
_meters = st.sampled_from([((0, 4, 4),), ((0, 3, 4), (216, 6, 8)), ((0, 2, 4), (100, 3, 8), (300, 4, 4))])

scores = st.builds(
    lambda rows, meters, tonic: made_score(rows, meters=meters, tonic=tonic),
    st.lists(_rows, min_size=1, max_size=60, unique_by=lambda r: (r[0], r[2], r[3])),
    _meters,
    st.integers(0, 11),
)
"""Any score of one note or more, in any parts and meters."""
