from hypothesis import given

from assistant.files.text import decode_text, encode_text
from tests.strategies import names


@given(names)
def test_any_name_comes_back(name: str) -> None:
    assert decode_text(encode_text(name)) == name


def test_half_a_character_becomes_a_question_mark() -> None:
    assert decode_text(encode_text("a\ud800b")) == "a?b"


def test_padding_is_dropped() -> None:
    assert decode_text(b"Piano\0\0\0") == "Piano"


def test_japanese_names_are_known_by_their_bytes() -> None:
    for name in ("ピアノ", "春の海", "主旋律", "ドラム 1", "さくら", "旋律 A"):
        assert decode_text(name.encode("cp932")) == name


def test_western_names_are_not_taken_for_japanese() -> None:
    for name in ("Hélène", "Répéter à l'infini", "Flöte", "Señorita", "Ængus", "Dvořák"[:3]):
        assert decode_text(name.encode("latin-1")) == name
    for name in ("Bob’s “Song” – 2", "Chopin… Étude"):
        assert decode_text(name.encode("cp1252")) == name


def test_bytes_of_no_code_page_are_still_read() -> None:
    assert decode_text(b"\x81\x8d") == "\x81\x8d"
