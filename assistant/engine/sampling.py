"""Choosing from logits: temperature and top-p under a mask, with one random generator for each take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import IntArray, along_rows
from assistant.engine.stepper import FloatArray

COLDEST = 1e-3
"""Below this temperature the likeliest class is taken."""


def sample(
    logits: FloatArray,
    allowed: NDArray[np.bool_],
    temperature: float,
    top_p: float,
    generators: Sequence[np.random.Generator],
) -> IntArray:
    """One class for each row of ``logits`` (B, K), out of those ``allowed`` (B, K), at least one a row.

    Top-p (nucleus sampling, Holtzman et al. 2020, arXiv:1904.09751) keeps the likeliest classes that together
    have that probability at the given temperature. Each row draws once from its own generator.
    """
    draws = np.array([g.random() for g in generators])
    masked = np.where(allowed, logits, -np.inf).astype(np.float64)
    if temperature < COLDEST:
        likeliest: IntArray = masked.argmax(axis=1)
        return likeliest
    p = softmax(masked / temperature)
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = along_rows(p, order)
    before = np.cumsum(ranked, axis=1) - ranked
    ranked = np.where(before < top_p, ranked, 0.0)
    cumulated = np.cumsum(ranked, axis=1)
    rank = (cumulated <= draws[:, None] * cumulated[:, -1:]).sum(axis=1)
    # Rounding may carry a draw of nearly 1 past the last class that was kept.
    rank = np.minimum(rank, (ranked > 0).sum(axis=1) - 1)
    chosen: IntArray = along_rows(order, rank[:, None])[:, 0]
    return chosen


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = e / e.sum(axis=-1, keepdims=True)
    return probabilities


def bits(logits: FloatArray, chosen: IntArray) -> NDArray[np.float64]:
    """Surprise of the chosen class in each row: minus log2 of its probability at temperature 1, unmasked."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=1))
    picked = along_rows(shifted, chosen[:, None])[:, 0]
    return np.asarray((total - picked) / np.log(2))
