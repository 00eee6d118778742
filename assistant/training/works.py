"""Which composition a score is of, told by its file's name or by title and composer."""

from __future__ import annotations

import re
import unicodedata

from assistant.training.scores import Score

_FIRST_EDITION = re.compile(
    r"(?P<opus>[A-Za-z]+|\d{3})(?:_(?P<numbers>[\d-]+?|\d+et\d+))?[a-z]*-\d[a-z]*-[A-Za-z]+(?:-(?P<piece>\d{3}))?(?:-.*)?"
)
_ARTICLE = re.compile(r"^(the|a|an|der|die|das|ein|eine|le|la|les|l') +|, (the|a|an)$")


def work_of(score: Score) -> str:
    """The key of the composition: opus and number where the file is named by them, else title and composer.

    First editions are named OPUS-EDITION-PUBLISHER-PIECE (006-1-KI-003), or OPUS_NUMBERS-... where an opus
    was printed in several volumes.
    """
    match = _FIRST_EDITION.fullmatch(score.source.rsplit(".", 1)[0])
    if match and score.source.endswith(".krn"):
        volume = match["numbers"] or ""
        piece = int(match["piece"] or (volume if volume.isdecimal() else 1))
        return f"opus {match['opus'].lower()} no {piece}"
    title = _plain(_ARTICLE.sub("", score.title.lower().strip()))
    return f"{title or _plain(score.source)} {_plain(score.composer)}".strip()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower()).replace("ł", "l")
    return re.sub(r"[^a-z0-9]", "", letters)
