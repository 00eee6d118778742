"""Key maps of other programs: only where they differ from ours, and only what is surely theirs."""

from __future__ import annotations

from collections.abc import Mapping

HOUSE = "Antiphon"

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {HOUSE: {}}
"""The keys of commands by id, by the name of the program; an empty tuple is a command without a key."""
