"""How well a command fits what somebody typed: a word’s start before its middle, a name before a tip."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WHOLE, _START, _WORD, _INSIDE, _SCATTERED = 120.0, 100.0, 80.0, 50.0, 20.0
_SYNONYM, _MENU, _TIP = 0.8, 0.4, 0.35
"""What a hit is worth beside one in the name."""
_LEAST_SCATTERED = 3
"""Fewer letters than this are found scattered through nearly everything."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What a command can be found by."""

    name: str
    synonyms: Sequence[str] = ()
    menu: str = ""
    tip: str = ""


def score(query: str, what: Findable) -> float:
    """How well every word of a query fits; 0 where one of them does not at all."""
    words = plain(query).split()
    scores = [_best(word, what) for word in words]
    if not all(scores):
        return 0.0
    bonus = _fit(plain(query).strip(), plain(what.name)) / 4
    return (sum(scores) / max(1, len(scores)) + bonus) if words else 1.0


def plain(text: str) -> str:
    """A text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _best(word: str, what: Findable) -> float:
    fits = [_fit(word, plain(what.name)), *(_SYNONYM * _fit(word, plain(s)) for s in what.synonyms)]
    fits.append(_MENU * _literal(word, plain(what.menu)))
    fits.append(_TIP * _literal(word, plain(what.tip)))
    return max(fits)


def _fit(word: str, text: str) -> float:
    literal = _literal(word, text)
    if literal or len(word) < _LEAST_SCATTERED:
        return literal
    return _scattered(word, text)


def _literal(word: str, text: str) -> float:
    if not word or not text:
        return 0.0
    if word == text or word in text.split():
        return _WHOLE
    if text.startswith(word):
        return _START
    if any(part.startswith(word) for part in text.split()):
        return _WORD
    return _INSIDE if word in text else 0.0


def _scattered(word: str, text: str) -> float:
    """Letters in order with gaps, the first one at the start of a word; the fewer gaps the better."""
    starts = [i for i, letter in enumerate(text) if letter == word[0] and (i == 0 or text[i - 1] == " ")]
    spans = [end - start for start in starts if (end := _end_of(word, text, start))]
    return _SCATTERED * len(word) / min(spans) if spans else 0.0


def _end_of(word: str, text: str, start: int) -> int:
    """Where a word's letters, one after the other from ``start`` on, come to an end; 0 where they do not."""
    at = start
    for letter in word:
        at = text.find(letter, at) + 1
        if not at:
            return 0
    return at
