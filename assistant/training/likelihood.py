"""Style by likelihood: music is in the style in which a model finds it least surprising."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import STYLES
from assistant.training.columns import Columns
from assistant.training.evaluation import judge_network
from assistant.training.scores import Score


def nats_by_style(
    folder: Path, scores: Sequence[Score], columns: Callable[[Sequence[Score]], list[Columns]]
) -> NDArray[np.float64]:
    """A model's nats of each score when it is told each style, (scores, styles)."""
    data = columns(scores)
    found = np.zeros((len(scores), len(STYLES)))
    for style in range(len(STYLES)):
        judged = judge_network(folder, style)(scores, data)
        found[:, style] = [sum(float(v.sum()) for v in j.nats.values()) for j in judged]
    return found


def recogniser(
    folder: Path, columns: Callable[[Sequence[Score]], list[Columns]]
) -> Callable[[Sequence[Score]], list[str]]:
    """Names the style of each score by a model's likelihood."""

    def recognise(scores: Sequence[Score]) -> list[str]:
        return [STYLES[i] for i in nats_by_style(folder, scores, columns).argmin(axis=1)]

    return recognise
