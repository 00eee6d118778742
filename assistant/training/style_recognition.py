"""Telling styles apart: classifiers on symbolic features, beside a model's own likelihoods.

A file's layout gives its style away (a lone melody is folk, four parts are a chorale), so the question is put
twice: on all parts of a phrase, and on the top line of its melody alone, which is all that the program has
when somebody has drawn one. Everybody is judged on the same held-out phrases. Styles are held equally likely,
as they are to the program, and not as they happen to be in the corpora.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import AntiphonError
from assistant.engine.events import STYLES
from assistant.training.lines import melody_alone, phrases
from assistant.training.samples import in_one_form
from assistant.training.scores import Score
from assistant.training.style_features import feature_table

PHRASE_BARS = 8
PHRASES_PER_SCORE = 2
NEIGHBOURS = 15
SVM_COST = 10.0

Floats = NDArray[np.float64]

Recogniser = Callable[[Sequence[Score]], Sequence[str]]
"""Names the style of each score, without being told."""

VIEWS: Mapping[str, Callable[[Score], Score]] = {
    "melody alone": melody_alone,
    "all parts": lambda score: score,
}
"""What is shown of a phrase."""


@dataclass(frozen=True)
class Recognition:
    """How well styles were told apart; ``confusion`` (S, S) counts rows true, columns said."""

    name: str
    styles: tuple[str, ...]
    confusion: NDArray[np.int64]

    @property
    def accuracy(self) -> float:
        """The share of phrases whose style was named."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def balanced_accuracy(self) -> float:
        """The mean over styles (those that are there) of the share that was named."""
        asked = self.confusion.sum(axis=1)
        return float(np.mean(np.diag(self.confusion)[asked > 0] / asked[asked > 0]))


def recognise(
    train: Sequence[Score],
    test: Sequence[Score],
    others: Mapping[str, Recogniser],
    *,
    view: str,
    bars: int = PHRASE_BARS,
    seed: int = 0,
) -> list[Recognition]:
    """``others`` by name, and the classifiers after training on one side, judged on the other's phrases.

    The others get those phrases as a view of ``VIEWS`` shows them: scores from bar 0 on, with their key, the
    style blotted out. ``AntiphonError`` where there are not two styles to tell apart.
    """
    learnt, asked = (phrases_shown(side, view, bars) for side in (train, test))
    truth = [p.style for p in asked]
    blotted = [replace(p, style="") for p in asked]
    answers = {name: other(blotted) for name, other in others.items()}
    classified = _classified(feature_table(learnt), [p.style for p in learnt], feature_table(asked), seed)
    return [judge(name, truth, said) for name, said in (answers | classified).items()]


def phrases_shown(scores: Sequence[Score], view: str, bars: int) -> list[Score]:
    """Phrases of so many bars, two at most of each piece, as a view shows them."""
    show = VIEWS[view]
    found = [p for score in in_one_form(scores) for p in phrases(show(score), bars, PHRASES_PER_SCORE)]
    if len({p.style for p in found}) < 2:
        raise AntiphonError(
            f"Phrases of {bars} bars in two styles or more are needed: add music of another style."
        )
    return found


def judge(name: str, truth: Sequence[str], said: Sequence[str]) -> Recognition:
    """Count what was said of phrases of each style; styles in the order in which models have them."""
    styles = tuple(
        sorted({*truth, *said}, key=lambda s: (STYLES.index(s) if s in STYLES else len(STYLES), s))
    )
    confusion = np.zeros((len(styles), len(styles)), dtype=np.int64)
    np.add.at(confusion, ([styles.index(s) for s in truth], [styles.index(s) for s in said]), 1)
    return Recognition(name, styles, confusion)


def render(results: Sequence[Recognition]) -> str:
    """A line a recogniser, then each one's confusion table."""
    lines = [f"{'':<22}{'accuracy':>10}{'balanced':>10}"]
    lines += [f"{r.name:<22}{r.accuracy:>10.1%}{r.balanced_accuracy:>10.1%}" for r in results]
    return "\n".join(lines + [line for r in results for line in _confusion_lines(r)])


def _confusion_lines(result: Recognition) -> list[str]:
    head = "".join(f"{style:>12}" for style in result.styles)
    rows = zip(result.styles, result.confusion.tolist(), strict=True)
    return ["", f"{result.name + ' said':<22}{head}"] + [
        f"{style:<22}" + "".join(f"{count:>12}" for count in row) for style, row in rows if any(row)
    ]


def _classified(learnt: Floats, truth: Sequence[str], asked: Floats, seed: int) -> dict[str, list[str]]:
    """What scikit-learn's classifiers say; to all but the neighbours styles weigh the same."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    styles = len(set(truth))
    classifiers = {
        "logistic regression": LogisticRegression(class_weight="balanced", max_iter=2000),
        "k-nearest neighbours": KNeighborsClassifier(NEIGHBOURS, weights="distance"),
        "Gaussian naive Bayes": GaussianNB(priors=np.full(styles, 1 / styles)),
        "SVM": SVC(C=SVM_COST, class_weight="balanced", random_state=seed),
    }
    trained = {n: make_pipeline(StandardScaler(), c).fit(learnt, truth) for n, c in classifiers.items()}
    return {name: pipeline.predict(asked).tolist() for name, pipeline in trained.items()}
