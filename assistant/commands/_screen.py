"""A place to paint on for benches, which run on machines without a screen, too."""

import sys
from collections.abc import MutableMapping


def paint_somewhere(environment: MutableMapping[str, str]) -> None:
    """Let Qt paint into memory where a Linux machine has no screen; call it before Qt is imported."""
    has_screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not has_screen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
