"""Names for ports that a player can choose by, and a program can find again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# ALSA ends names with the client's number, which is another one each time a device is plugged in.
_ALSA_NUMBER = re.compile(r" \d+:\d+$")


class Place(NamedTuple):
    """Where a port is found: its system, its name there, and how many of that name come before it."""

    api: int
    raw_name: str
    same_before: int


def labelled(ports: Iterable[tuple[int, str]]) -> dict[str, Place]:
    """A name for each port that stays the same when devices come and go; equal ones are numbered."""
    found: dict[str, Place] = {}
    raw_counts: Counter[tuple[int, str]] = Counter()
    label_counts: Counter[str] = Counter()
    for api, raw_name in ports:
        label = _ALSA_NUMBER.sub("", raw_name)
        label_counts[label] += 1
        if label_counts[label] > 1:
            label = f"{label} ({label_counts[label]})"
        found[label] = Place(api, raw_name, raw_counts[api, raw_name])
        raw_counts[api, raw_name] += 1
    return found
