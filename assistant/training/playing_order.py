"""In which order measures are played: repeat signs, endings, da capo and dal segno."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_PLAYED = 4000


@dataclass(frozen=True)
class Signs:
    """What stands at one measure; ``times`` is how often the section that ends here is played (1: no repeat).

    ``endings`` are the numbers of the bracket over it, none where there is no bracket. ``jump`` is "capo" or
    "segno" for the measure after which the music goes back, ``until`` "fine", "coda" or nothing.
    """

    opens: bool = False
    times: int = 1
    endings: frozenset[int] = frozenset()
    segno: bool = False
    coda: bool = False
    fine: bool = False
    jump: str = ""
    until: str = ""


def playing_order(signs: Sequence[Signs]) -> list[int]:
    """The numbers of the measures in the order in which players take them.

    A repeat without an opening sign goes back to the end of the last repeated section, as players do. After
    a da capo or dal segno sections are not repeated, and last endings are taken.
    """
    order: list[int] = []
    first = at = 0
    turn = 1
    while at < len(signs):
        sign = signs[at]
        if sign.opens and at != first:
            first, turn = at, 1
        ends_here = not _in_ending(signs, at + 1)
        if sign.endings and turn not in sign.endings:
            at += 1
            first, turn = (at, 1) if ends_here else (first, turn)
            continue
        order.append(at)
        if len(order) > MAX_PLAYED:
            raise ValueError("the repeats have no end")
        if sign.jump:
            return order + _after_jump(signs, at)
        if turn < _times(signs, first, at):
            at, turn = first, turn + 1
            continue
        at += 1
        if ends_here and (sign.times > 1 or sign.endings):
            first, turn = at, 1
    return order


def _times(signs: Sequence[Signs], first: int, at: int) -> int:
    """How often the section from ``first`` is played whose end, or one of whose ends, stands at ``at``."""
    if signs[at].times <= 1:
        return 1
    after = at + 1
    while signs[at].endings and _in_ending(signs, after):
        after += 1
    return max(signs[at].times, *(max(s.endings, default=0) for s in signs[first:after]))


def _in_ending(signs: Sequence[Signs], at: int) -> bool:
    return at < len(signs) and bool(signs[at].endings)


def _after_jump(signs: Sequence[Signs], at: int) -> list[int]:
    """What is played after the jump that stands at ``at``."""
    command = signs[at]
    start = next((i for i, s in enumerate(signs) if s.segno), None) if command.jump == "segno" else 0
    if start is None:
        raise ValueError("a jump to a sign that is not there")
    path = [i for i in range(start, len(signs)) if not _is_passed_over(signs, i)]
    if command.until == "fine":
        end = next((k for k, i in enumerate(path) if signs[i].fine), len(path) - 1)
        return path[: end + 1]
    if command.until == "coda":
        marks = [i for i in path if signs[i].coda]
        leave, land = (marks[0], marks[-1]) if len(marks) > 1 else (at, at + 1)
        return [i for i in path if i < leave or i >= land]
    return [i for i in path if i <= at or command.until == ""]


def _is_passed_over(signs: Sequence[Signs], at: int) -> bool:
    """Whether the measure stands in an ending that is not the last one."""
    if not signs[at].endings:
        return False
    after = at
    while after < len(signs) and signs[after].endings == signs[at].endings:
        after += 1
    return after < len(signs) and bool(signs[after].endings)
