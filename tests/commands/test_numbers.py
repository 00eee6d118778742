"""Numbers that make no sense are refused before any work is begun, in one line."""

import pytest

from assistant import cli


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "folder", "--out", "there", "--epochs", "0"],
        ["train", "folder", "--out", "there", "--minutes", "0"],
        ["train", "folder", "--out", "there", "--minutes", "nan"],
        ["train", "folder", "--out", "there", "--threads", "-1"],
        ["evaluate", "model", "folder", "--samples", "0"],
        ["bench", "step", "-n", "0"],
        ["bench", "continue", "-n", "none"],
        ["bench", "roll", "--runs", "0"],
        ["bench", "startup", "--runs", "0"],
    ],
    ids=" ".join,
)
def test_a_number_below_what_can_be_done_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    (line,) = capsys.readouterr().err.splitlines()
    assert left.value.code == 2
    assert f"argument {arguments[-2]}: give a" in line
