"""The surprise of the track in hand: asked for when the music has stood still for a moment, and kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.core.clip import Clip, IntColumn
from assistant.core.continuation import ContinueSettings
from assistant.core.surprise import SurpriseRequest, stretches
from assistant.session import Session
from assistant.ui.bridge import GenerationBridge
from assistant.ui.judging import SurpriseBridge
from assistant.ui.piano_roll.view import PianoRoll

QUIET_MS = 400
MOST_IN_SIGHT = 1_500
"""Of more notes nobody sees which one is meant, and they would take a model many seconds."""


class TrackSurprise(QObject):
    """Bits by note, brought up to date in the background; ``changed`` when some of them are new.

    Only what is in sight is asked for, and of that only what is not known: an edit makes all of it unknown,
    but what was known is shown until there is something newer. A generation or a drag is waited for.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        bridge: GenerationBridge,
        roll: PianoRoll,
        dials: Callable[[], ContinueSettings],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._roll, self._dials = session, bridge, roll, dials
        self._judges = SurpriseBridge(session.continuer, bridge, self)
        self._bits: dict[int, float] = {}
        self._known: set[int] = set()
        self._judged: Clip | None = None
        self._mark: tuple[object, ...] = ()
        self._track = session.active_track
        self._waiting: list[SurpriseRequest] = []
        self._request_count = 0
        self._is_on = False
        self.is_crowded = False
        """Whether too many notes are in sight to be judged."""
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        self._judges.judged.connect(self._on_judged)
        self._judges.ended.connect(self._on_ended)
        roll.view_changed.connect(self.wake)

    def set_on(self, on: bool) -> None:
        """Ask from now on, or no more: nobody looks."""
        self._is_on = on
        self._stop()
        self.wake()

    @Slot()
    def wake(self) -> None:
        """Something may have changed: look at it once it stands still."""
        if self._track != self._session.active_track:
            self.forget()
        elif self._is_on:
            self._stop()
            self._quiet.start()

    def forget(self) -> None:
        """Other notes lie on the desk, though some may bear the same ids."""
        self._track = self._session.active_track
        self._bits, self._known, self._judged = {}, set(), None
        self.changed.emit()
        self.wake()

    def points(self) -> tuple[IntColumn, NDArray[np.float64]]:
        """(start ticks, bits) of the notes in sight and near it whose surprise is known."""
        clip, view = self._clip, self._roll.state.viewport
        if self.is_crowded:
            return np.empty(0, dtype=np.int64), np.empty(0)
        margin = view.end_tick - view.start_tick
        near = clip.rows_starting_between(max(0, int(view.start_tick - margin)), int(view.end_tick + margin))
        bits = np.array([self._bits.get(id_, np.nan) for id_ in clip.ids[near].tolist()], dtype=np.float64)
        known = ~np.isnan(bits)
        return clip.starts[near][known], bits[known]

    @property
    def is_percussion(self) -> bool:
        """Whether the track in hand has drums, of which the models know nothing."""
        return self._session.piece.tracks[self._session.active_track].is_percussion

    # --- inside ----------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._judges.stop()
        self._quiet.stop()
        self._waiting = []

    @property
    def _clip(self) -> Clip:
        return self._session.clip.sounding

    def _ask(self) -> None:
        if self._bridge.is_generating or self._roll.runner.gesture is not None:
            self._quiet.start()
            return
        self._note_what_changed()
        view, clip, session = self._roll.state.viewport, self._clip, self._session
        window = max(0, int(view.start_tick)), max(1, int(view.end_tick) + 1)
        rows = clip.rows_starting_between(*window)
        self.is_crowded = rows.stop - rows.start > MOST_IN_SIGHT
        can_judge = not (self.is_crowded or self.is_percussion)
        wanted = stretches(clip, *window, session.piece.meter_map) if can_judge else ()
        self._waiting = [self._request(*stretch) for stretch in wanted if self._is_news(*stretch)]
        self.changed.emit()
        self._ask_next()

    def _note_what_changed(self) -> None:
        """What is known is known of these notes, by this model, in this key."""
        session, dials = self._session, self._dials()
        piece, part = session.piece, session.piece.tracks[session.active_track].part
        mark = (dials.model, dials.style, piece.key, piece.meter_map, part)
        if self._judged is not self._clip or mark != self._mark:
            self._judged, self._mark = self._clip, mark
            self._known = set()

    def _is_news(self, clip: Clip, from_tick: int) -> bool:
        return not self._known.issuperset(_judged_ids(clip, from_tick))

    def _request(self, clip: Clip, from_tick: int) -> SurpriseRequest:
        session, dials = self._session, self._dials()
        piece = session.piece
        self._request_count += 1
        return SurpriseRequest(
            clip,
            from_tick,
            part=piece.tracks[session.active_track].part,
            meter_map=piece.meter_map,
            key=piece.key,
            model=dials.model,
            style=dials.style,
            request_id=self._request_count,
        )

    def _ask_next(self) -> None:
        if self._waiting:
            self._judges.judge(self._waiting[0])

    @Slot(object)
    def _on_judged(self, bits: dict[int, float]) -> None:
        self._bits |= bits
        self.changed.emit()

    @Slot()
    def _on_ended(self) -> None:
        request, *self._waiting = self._waiting
        ids = _judged_ids(request.clip, request.from_tick)
        self._known.update(ids)
        self._ask_next()


def _judged_ids(clip: Clip, from_tick: int) -> list[int]:
    ids: list[int] = clip.ids[clip.starts >= from_tick].tolist()
    return ids
