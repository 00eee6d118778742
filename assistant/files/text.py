"""Names in MIDI files: written in UTF-8, read in whatever their program wrote them."""

from __future__ import annotations

import re

_WESTERN = ("cp1252", "latin-1")

# Shift-JIS and the Western code pages share all their bytes. Kana (lead bytes 82 and 83), or two kanji in a
# row with lead bytes where the Western pages have only quotes and dashes, are no accident; "Hélène"
# has neither.
_JAPANESE = re.compile(rb"[\x82\x83][\x40-\xfc]|(?:[\x81-\x9f][\x40-\x7e\x80-\xfc]){2}")


def encode_text(text: str) -> bytes:
    """The text in UTF-8; half characters (lone surrogates) become question marks."""
    return text.encode("utf-8", errors="replace")


def decode_text(data: bytes) -> str:
    """The text of a name: UTF-8 where it is that, else Shift-JIS where it looks Japanese, else Western.

    NULs at the end, with which some programs pad names, are dropped.
    """
    data = data.rstrip(b"\0")
    candidates = ["utf-8", *(["cp932"] if _JAPANESE.search(data) else []), *_WESTERN]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes any bytes")
