"""The dials of the Continue panel as the settings remember them."""

from __future__ import annotations

from assistant.core.continuation import ContinueSettings
from assistant.settings import Settings
from assistant.ui.continue_panel import MOST_TAKES

REMEMBERED = (
    "model", "style", "bars", "takes", "temperature", "top_p", "repeat", "key_lock", "together", "lowest",
    "highest",
)  # fmt: skip
"""The dials that Settings keeps under the same names."""


def dials_of(settings: Settings) -> ContinueSettings:
    """The dials as the settings remember them."""
    dials = ContinueSettings(**{name: getattr(settings, name) for name in REMEMBERED})
    return dials if dials.takes <= MOST_TAKES else ContinueSettings(**{**vars(dials), "takes": MOST_TAKES})
