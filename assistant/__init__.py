"""Antiphon, a composition assistant that answers a musician's phrase."""

import os

# The network steps through products so small that a second thread costs more than it brings, and beside a
# busy program its waiting costs a hundred times more. Read once, when NumPy is loaded, hence here.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
