import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import cli
from assistant.commands import COMMANDS
from assistant.commands import models as models_command
from assistant.core.errors import AntiphonError


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr, whether main returned or argparse left."""
    try:
        status = cli.main(arguments)
    except SystemExit as left:
        status = int(left.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--help")
    assert (status, err) == (0, "")
    assert all(name.rstrip("_") in out for name in COMMANDS)


@pytest.mark.parametrize("name", [name.rstrip("_") for name in COMMANDS])
def test_every_argument_is_explained(name: str) -> None:
    parser = cli._parser(name)
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    arguments = commands.choices[name]._actions
    silent = [a.dest for a in arguments if not (a.help or isinstance(a, argparse._SubParsersAction))]
    assert silent == []


def test_help_answers_at_once() -> None:
    def duration_s() -> float:
        start_ns = time.perf_counter_ns()
        subprocess.run([sys.executable, "-m", "assistant", "--help"], capture_output=True, check=True)
        return (time.perf_counter_ns() - start_ns) / 1e9

    assert min(duration_s() for _ in range(5)) < 0.2


def test_version_is_the_distributions(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--version")
    assert status == 0
    assert out.startswith("antiphon 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bench"],
        ["bench", "nothing"],
        ["models", "--nothing"],
        ["nothing"],
        ["bench", "startup", "--runs", "x"],
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "--help" in err


def test_a_file_alone_is_for_the_window() -> None:
    assert cli._with_default_command(["song.mid"]) == ["window", "song.mid"]
    assert cli._with_default_command([]) == ["window"]
    assert cli._with_default_command(["./doctor"]) == ["window", "./doctor"]
    assert cli._with_default_command(["doctor"]) == ["doctor"]
    assert cli._with_default_command(["--help"]) == ["--help"]


def test_an_antiphon_error_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise AntiphonError("No port here; plug one in.")

    monkeypatch.setattr(models_command, "run", fail)
    assert run(capsys, "models") == (2, "", "antiphon: No port here; plug one in.\n")


def test_ctrl_c_is_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(models_command, "run", interrupt)
    assert run(capsys, "models") == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently there")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m assistant doctor | head -n 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert len(ran.stdout.splitlines()) == 1


def test_models_prints_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "models", "--json")
    assert status == 0
    models = [json.loads(line) for line in out.splitlines()]
    assert all(
        {"name", "title", "net", "parameters", "path", "problem", "styles"} <= set(model) for model in models
    )
    assert len(models) == len(run(capsys, "models")[1].splitlines()) or not models


def test_devices_prints_ports(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "devices", "--json")
    assert status == 0
    assert set(json.loads(out)) == {"inputs", "outputs", "apis"}
    assert "inputs:" in run(capsys, "devices")[1]


def test_the_window_gets_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant import app

    opened: list[Path | None] = []
    monkeypatch.setattr(app, "run", lambda file: opened.append(file) or 0)
    song = tmp_path / "song.mid"
    song.write_bytes(b"")
    assert cli.main([str(song)]) == 0
    assert cli.main([]) == 0
    assert opened == [song, None]
