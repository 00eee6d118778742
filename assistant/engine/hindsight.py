"""How surprising notes were that are known: the network judges them together, and not one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.engine import layout
from assistant.engine.events import Events, IntArray
from assistant.engine.layout import Rows
from assistant.engine.proposals import NoteProposals, Proposals
from assistant.engine.stepper import FloatArray
from assistant.engine.walk import Walk


class _Asked(NamedTuple):
    """What the heads are told of a note, and what they should say (4, B): shift, part, pitch, length."""

    answers: IntArray
    shift: Rows
    shift_proposals: Proposals
    part: Rows
    part_proposals: Proposals
    pitch: Rows
    sounding: NDArray[np.bool_]
    length: Rows
    note_proposals: NoteProposals


def surprise(walk: Walk, events: Events) -> NDArray[np.float64]:
    """Nats of each of the notes that follow, (B, n), which the walk takes in on the way."""
    asked: list[_Asked] = []
    found = walk.read(events, lambda *given: asked.append(_ask(walk, given)))
    if not asked:
        return np.zeros((len(walk), 0))
    past = np.concatenate(found)
    nats = _judge(walk, past.reshape(-1, past.shape[-1]), _together(asked))
    return nats.reshape(len(asked), len(walk)).T


def _ask(walk: Walk, given: tuple[IntArray, ...]) -> _Asked:
    onsets, shifts, parts, pitches, lengths = given
    shift, part = walk.shift_proposals(), walk.part_proposals(onsets, shifts)
    note = walk.beginning(onsets, shifts, parts)
    return _Asked(
        np.stack([shifts, parts, pitches, lengths]),
        walk.shift_rows(shift), shift,
        walk.part_rows(onsets, shifts, part), part,
        layout.pitch_rows(note.setting, note.beginning, note.proposals), walk.sounding(note),
        layout.length_rows(note.setting, note.beginning, pitches, note.proposals), note.proposals,
    )  # fmt: skip


def _together(asked: Sequence[_Asked]) -> _Asked:
    """What is asked of several notes of B pieces, as if it were one note of many pieces."""
    return _Asked(
        np.concatenate([a.answers for a in asked], axis=1),
        np.concatenate([a.shift for a in asked]),
        _joined([a.shift_proposals for a in asked]),
        np.concatenate([a.part for a in asked]),
        _joined([a.part_proposals for a in asked]),
        np.concatenate([a.pitch for a in asked]),
        np.concatenate([a.sounding for a in asked]),
        np.concatenate([a.length for a in asked]),
        _joined_for_notes([a.note_proposals for a in asked]),
    )


def _joined(proposals: Sequence[Proposals]) -> Proposals:
    return Proposals(
        np.concatenate([p.values for p in proposals]), np.concatenate([p.matches for p in proposals])
    )


def _joined_for_notes(proposals: Sequence[NoteProposals]) -> NoteProposals:
    return NoteProposals(
        np.concatenate([p.pitches for p in proposals]),
        np.concatenate([p.lengths for p in proposals]),
        np.concatenate([p.matches for p in proposals]),
    )


def _judge(walk: Walk, past: FloatArray, asked: _Asked) -> NDArray[np.float64]:
    """Nats of every note asked for, all heads together."""
    network, strength, notes = walk.network, walk.strength, asked.note_proposals
    logits = (
        network.shift_logits(past, asked.shift, asked.shift_proposals, strength),
        network.part_logits(past, asked.part, asked.part_proposals, strength),
        network.pitch_logits(past, asked.pitch, asked.sounding, notes, strength),
        network.length_logits(past, asked.length, notes, strength),
    )
    nats = [_nats(said, answer) for said, answer in zip(logits, asked.answers, strict=True)]
    return np.asarray(np.sum(nats, axis=0))


def _nats(logits: FloatArray, chosen: IntArray) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    picked = shifted[np.arange(len(chosen)), chosen]
    return np.asarray(np.log(np.exp(shifted).sum(axis=1)) - picked)
