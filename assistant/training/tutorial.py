"""The networks of the well-known tutorials, to stand beside the graduates: next-pitch accuracy.

A score becomes a sequence of strings, one an onset: a note's MIDI number ('60'), or a chord's pitch classes
in normal order ('4.7.11'). A network reads the last 32 strings and names the next. Octaves of chords, rhythm,
bars and parts are lost, which is why these are baselines. The convolutional network and the recurrent one,
their sizes, dropout, batches and optimiser are those of "How to perform automatic music generation"
(Analytics Vidhya 2020); the strings are those of "Generate music using a LSTM neural network in Keras"
(Skúli 2017).

**The common yard-stick.** Next-pitch accuracy is the share of steps whose likeliest candidate is what came.

- Of a graduate, a step is a note; onset and part are told, the pitch is asked. Of a tutorial network, a step
  is an onset; nothing of it is told, and a chord string must be right in full (without octaves).
- On ``lines.melody_alone`` both count the same thing, the pitch of each note of the melody's top line, the
  first included: train and judge the tutorial network on melodies alone, and judge the graduate at
  ``lines.melody_rows``.
- Both see every score with its tonic moved to C, so that nothing is won by transposition.
- Strings that were seen less than twice in training share one class, which is never a right answer.
"""

from __future__ import annotations

import copy
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.core.errors import AntiphonError
from assistant.training.lines import pitches_in_c
from assistant.training.scores import ONSET, Score

WINDOW = 32
NOTHING, UNKNOWN = 0, 1
MIN_COUNT = 2
EMBEDDING = 100
DROPOUT = 0.2
BATCH = 128
JUDGED_AT_ONCE = 256
TRIALS = 10
MAX_TRIAL_WINDOWS = 16384


@dataclass(frozen=True)
class Judgement:
    """How well a network knows what comes next; of melodies alone, a string is a pitch.

    ``nats_per_string`` is the mean surprise (at a rare string: that it is rare; which one is not counted).
    """

    strings: int
    next_pitch_accuracy: float
    nats_per_string: float


class TutorialNet:
    """A trained tutorial network with its vocabulary (classes by string)."""

    def __init__(self, net: nn.Module, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self._net = net

    def judge(self, scores: Sequence[Score]) -> Judgement:
        """Accuracy and surprise at every string of the scores; ``AntiphonError`` where they have none."""
        return _judge(self._net, Windows.of(scores, self.vocabulary))


def train_tutorial(
    kind: str,
    scores: Sequence[Score],
    minutes: float,
    *,
    valid: Sequence[Score] = (),
    threads: int = 1,
    seed: int = 0,
    clock: Callable[[], float] = time.process_time,
    tell: Callable[[str], None] = lambda _: None,
) -> TutorialNet:
    """Train a network of ``KINDS`` for some minutes; with ``valid``, what it was at its best on that is kept.

    Minutes are those that each thread has the processor: a busy machine does not hold the network back.
    The learning rate falls to nothing as time runs out (the tutorials hold it; falling serves them better).
    ``AntiphonError`` where there is no note to learn from.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    vocabulary = vocabulary_of(scores)
    make, rate = KINDS[kind]
    net = make(UNKNOWN + 1 + len(vocabulary))
    trial = Windows.of(valid, vocabulary).thinned(MAX_TRIAL_WINDOWS) if valid else None
    best, best_nats, trials = net.state_dict(), math.inf, 0
    for share in _steps(net, Windows.of(scores, vocabulary), rate, 60 * minutes * threads, clock):
        if trial and share * TRIALS >= trials + 1:
            trials = int(share * TRIALS)
            nats = _judge(net, trial).nats_per_string
            tell(f"tutorial {kind}: {share:.0%}, {nats:.3f} nats a string")
            if nats < best_nats:
                best, best_nats = copy.deepcopy(net.state_dict()), nats
    net.load_state_dict(best)
    return TutorialNet(net.eval(), vocabulary)


def strings(score: Score) -> list[str]:
    """The score as the tutorials see it: the name of the note or chord at each onset."""
    pitches = pitches_in_c(score).tolist()
    firsts = np.flatnonzero(np.diff(score.notes[:, ONSET], prepend=-1)).tolist()
    return [_name(tuple(pitches[a:b])) for a, b in pairwise([*firsts, len(pitches)])]


def vocabulary_of(scores: Iterable[Score]) -> dict[str, int]:
    """Classes by string, of those that the scores hold at least twice; the first two classes are taken."""
    seen = Counter(name for score in scores for name in strings(score))
    common = sorted(name for name, times in seen.items() if times >= MIN_COUNT)
    return {name: number for number, name in enumerate(common, UNKNOWN + 1)}


@cache
def _name(pitches: tuple[int, ...]) -> str:
    if len(pitches) == 1:
        return str(pitches[0])
    return ".".join(map(str, _normal_order({p % 12 for p in pitches})))


def _normal_order(classes: Iterable[int]) -> list[int]:
    """Pitch classes in the order that spans least, packed to the left (Rahn 1980, Basic Atonal Theory)."""
    rising = sorted(classes)
    turns = [rising[i:] + rising[:i] for i in range(len(rising))]
    return min(turns, key=lambda turn: [(last - turn[0]) % 12 for last in reversed(turn)])


@dataclass(frozen=True)
class Windows:
    """All windows of some scores without copies: one long row of classes, and where each next string stands.

    Before each score stand 32 times nothing, so that its first strings are asked for too.
    """

    row: Tensor
    places: Tensor

    @classmethod
    def of(cls, scores: Sequence[Score], vocabulary: Mapping[str, int]) -> Windows:
        """The windows of all scores; ``AntiphonError`` where there are none."""
        silence = [NOTHING] * WINDOW
        classes = ([vocabulary.get(name, UNKNOWN) for name in strings(score)] for score in scores)
        row = torch.tensor([c for piece in classes for c in silence + piece])
        if not (row != NOTHING).any():
            raise AntiphonError("There are no notes to learn from or to judge by: add music.")
        return cls(row, torch.nonzero(row != NOTHING).flatten())

    def __len__(self) -> int:
        return len(self.places)

    def thinned(self, most: int) -> Windows:
        """At most so many of the windows, evenly taken."""
        return Windows(self.row, self.places[:: -(-len(self) // most)])

    def batches(self, size: int, order: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """(windows (B, 32), what comes next (B,)) in the order given."""
        windows = self.row.unfold(0, WINDOW, 1)
        for chosen in self.places[order].split(size):  # type: ignore[no-untyped-call]
            yield windows[chosen - WINDOW], self.row[chosen]


def _steps(
    net: nn.Module, windows: Windows, rate: float, seconds: float, clock: Callable[[], float]
) -> Iterator[float]:
    """Train a batch at a time until time is up; yield the share of it that is gone, at last 1."""
    optimiser = torch.optim.Adam(net.parameters(), rate)
    started, share = clock(), 0.0
    epochs = (windows.batches(BATCH, torch.randperm(len(windows))) for _ in count())
    for inputs, targets in chain.from_iterable(epochs):
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = functional.cross_entropy(net(inputs).float(), targets)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.param_groups[0]["lr"] = rate * (1 - share)
        optimiser.step()
        share = min(1.0, (clock() - started) / seconds)
        yield share
        if share == 1.0:
            return


@torch.inference_mode()
def _judge(net: nn.Module, windows: Windows) -> Judgement:
    net.eval()
    right, nats = 0, 0.0
    for inputs, targets in windows.batches(JUDGED_AT_ONCE, torch.arange(len(windows))):
        logits = net(inputs)  # (B, classes)
        likeliest = logits[:, UNKNOWN + 1 :].argmax(dim=-1) + UNKNOWN + 1
        right += int((likeliest == targets).sum())
        nats += functional.cross_entropy(logits, targets, reduction="sum").item()
    return Judgement(len(windows), right / len(windows), nats / len(windows))


class _Convolution(nn.Module):
    """A causal convolution of width three, dropout, and the larger of each two neighbours in time."""

    def __init__(self, channels: int, filters: int, dilation: int) -> None:
        super().__init__()
        self.past = 2 * dilation
        self.convolution = nn.Conv1d(channels, filters, 3, dilation=dilation)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, C, T) to (B, filters, T / 2)."""
        x = functional.relu(self.convolution(functional.pad(x, (self.past, 0))))
        return functional.max_pool1d(self.dropout(x), 2)


class ConvNet(nn.Module):
    """Three causal convolutions with pooling, the largest over time, and a dense layer."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(classes, EMBEDDING)
        sizes = ((EMBEDDING, 64, 1), (64, 128, 2), (128, 256, 4))
        self.convolutions = nn.Sequential(*(_Convolution(*size) for size in sizes))
        self.dense = nn.Linear(256, 256)
        self.out = nn.Linear(256, classes)

    def forward(self, window: Tensor) -> Tensor:
        """window: (B, 32) classes; logits (B, classes)."""
        found = self.convolutions(self.embedding(window).transpose(1, 2)).amax(dim=-1)  # (B, 256)
        return self.out(functional.relu(self.dense(found)))  # type: ignore[no-any-return]


class LstmNet(nn.Module):
    """Two LSTM layers of 128; the last state tells the next string."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(classes, EMBEDDING)
        self.cells = nn.LSTM(EMBEDDING, 128, num_layers=2, batch_first=True)
        self.dense = nn.Linear(128, 256)
        self.out = nn.Linear(256, classes)

    def forward(self, window: Tensor) -> Tensor:
        """window: (B, 32) classes; logits (B, classes)."""
        states, _ = self.cells(self.embedding(window))  # (B, 32, 128)
        return self.out(functional.relu(self.dense(states[:, -1])))  # type: ignore[no-any-return]


KINDS: Mapping[str, tuple[Callable[[int], nn.Module], float]] = {
    "conv": (ConvNet, 1e-3),
    "lstm": (LstmNet, 2e-3),
}
"""By name: how a network is made (with its number of classes), and the learning rate that served it best."""
