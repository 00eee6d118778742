"""Piano rolls as the published polyphonic benchmarks have them: 88 keys, on or off, frame after frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from assistant.core.errors import AntiphonError

KEYS = 88
SIDES = {"train": "traindata", "valid": "validdata", "test": "testdata"}  # our names, and the .mat file's
RUN = 16  # top-voice intervals that make a test piece leaked when a training piece has them too

Roll = NDArray[np.bool_]  # (T, keys)


def read(path: Path) -> dict[str, list[Roll]]:
    """The three sides of a .mat file, each a list of (T, 88) rolls; AntiphonError if it is no such file."""
    from scipy.io import loadmat
    from scipy.io.matlab import MatReadError

    try:
        cells = loadmat(path)
        return {side: [_roll(cell) for cell in cells[name].ravel()] for side, name in SIDES.items()}
    except FileNotFoundError as error:
        raise AntiphonError(
            f"There is no file {path}: give the path of a .mat file of piano rolls."
        ) from error
    except (OSError, KeyError, ValueError, TypeError, NotImplementedError, MatReadError) as error:
        raise AntiphonError(
            f"{path} is not a piano-roll benchmark: give a .mat file with the cells traindata, validdata"
            f" and testdata, each piece frames by {KEYS} keys, on (1) or off (0)."
        ) from error


def _roll(cell: Any) -> Roll:
    values = np.asarray(cell)
    if values.ndim != 2 or values.shape[1] != KEYS or not len(values) or not np.isin(values, (0, 1)).all():
        raise ValueError("not frames by keys")
    return values.astype(bool)


def leaked(pieces: Sequence[Roll], training: Sequence[Roll]) -> list[bool]:
    """Which pieces share a run of ``RUN`` intervals of the top voice with a training piece."""
    known = set().union(*map(_top_runs, training))
    return [not known.isdisjoint(_top_runs(roll)) for roll in pieces]


def _top_runs(roll: Roll) -> set[tuple[int, ...]]:
    """Runs of intervals in any key; a note that goes on or is repeated counts once."""
    notes = tops(roll)
    steps = np.diff(notes[notes >= 0])
    moves = steps[steps != 0].tolist()
    return {tuple(moves[i : i + RUN]) for i in range(len(moves) - RUN + 1)}


def tops(roll: Roll) -> NDArray[np.int64]:
    """(T,): the highest key of each frame; -1 in silence."""
    return np.where(roll.any(axis=1), roll.shape[1] - 1 - roll[:, ::-1].argmax(axis=1), -1)


@dataclass(frozen=True)
class Piece:
    """A roll with what its own past proposes for each frame: by whole frames and by top notes."""

    roll: Roll
    proposals: NDArray[np.bool_]  # (T, 2, keys)
    matches: NDArray[np.int64]  # (T, 2): how many frames led up to it alike; 0 proposes nothing


def remembered(roll: Roll) -> Piece:
    """A roll with its motif memory: each frame is proposed what came next where the past was most alike."""
    whole = np.unique(roll, axis=0, return_inverse=True)[1].ravel()
    sources, matches = zip(_motif(whole), _motif(tops(roll)), strict=True)
    found = [roll[source] & (match > 0)[:, None] for source, match in zip(sources, matches, strict=True)]
    return Piece(roll, np.stack(found, 1), np.stack(matches, 1))


def _motif(names: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each step the latest earlier one with the longest common past, and how long that past is."""
    n = len(names)
    source, length = np.zeros(n, np.int64), np.zeros(n, np.int64)
    before = np.zeros(n, np.int64)  # [s]: how much of what led up to steps t and s is alike
    for t in range(1, n):
        now = np.zeros(n, np.int64)
        now[1:t] = np.where(names[: t - 1] == names[t - 1], before[: t - 1] + 1, 0)
        length[t] = now[:t].max()
        source[t] = t - 1 - now[:t][::-1].argmax() if length[t] else 0
        before = now
    return source, length


def transposed(piece: Piece, semitones: int) -> Piece:
    """The piece moved up, or as far as the keyboard allows; down if negative."""
    used = np.flatnonzero(piece.roll.any(axis=0))
    if len(used):
        semitones = int(np.clip(semitones, -used[0], piece.roll.shape[1] - 1 - used[-1]))
    return Piece(np.roll(piece.roll, semitones, 1), np.roll(piece.proposals, semitones, 2), piece.matches)


@dataclass(frozen=True)
class Batch:
    """Pieces side by side for the trunk, padded at the end, and their N frames in one row for the heads."""

    lengths: tuple[int, ...]
    past: Tensor  # (B, T, keys), 0 or 1: at each frame the one before it; silence before the first
    mask: Tensor  # (B, T): where a piece has a frame
    frames: Tensor  # (N, keys)
    before: Tensor  # (N, keys): the frame before each
    proposals: Tensor  # (N, 2, keys)
    matches: Tensor  # (N, 2)


def batch(pieces: Sequence[Piece]) -> Batch:
    """Pieces of any lengths as one batch."""
    lengths = tuple(len(p.roll) for p in pieces)
    pasts = [torch.from_numpy(np.pad(p.roll, ((1, 0), (0, 0)))[:-1]).float() for p in pieces]
    return Batch(
        lengths,
        pad_sequence(pasts, batch_first=True),
        torch.arange(max(lengths)) < torch.tensor(lengths)[:, None],
        torch.from_numpy(np.concatenate([p.roll for p in pieces])).float(),
        torch.cat(pasts),
        torch.from_numpy(np.concatenate([p.proposals for p in pieces])).float(),
        torch.from_numpy(np.concatenate([p.matches for p in pieces])),
    )


def batches(pieces: Sequence[Piece], size: int, rng: np.random.Generator, transpose: int) -> Iterator[Batch]:
    """All pieces once, in random order, those of like length together, each moved by up to ``transpose``."""
    lengths = np.array([len(p.roll) for p in pieces])
    order = np.argsort(lengths * rng.uniform(0.9, 1.1, len(lengths)))
    for start in rng.permutation(range(0, len(order), size)):
        chosen = [pieces[i] for i in order[start : start + size]]
        yield batch([transposed(p, int(rng.integers(-transpose, transpose + 1))) for p in chosen])
