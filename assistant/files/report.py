"""What a reader had to mend or leave out, in words for the musician."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """Gathers trouble while a file is read."""

    skipped: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    hanging_notes: int = 0
    damage: list[str] = field(default_factory=list)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of trouble, the worst first."""
        found = list(self.damage)
        if self.hanging_notes:
            found.append(
                f"Closed at the end of their track: {_count(self.hanging_notes, 'note')} without an end."
            )
        if self.skipped.total():
            found.append(f"Skipped because they make no sense: {_listed(self.skipped)}.")
        if self.lost.total():
            found.append(f"Not kept, as Antiphon has no place for them yet: {_listed(self.lost)}.")
        return tuple(found)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(_count(n, kind) for kind, n in counts.most_common() if n)


def _count(n: int, kind: str) -> str:
    plural = f"{kind}es" if kind.endswith("s") else f"{kind}s"
    return f"{n:,} {kind if n == 1 else plural}"
