import importlib
import importlib.metadata
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import cli
from assistant.commands import _checks
from assistant.commands._checks import Finding, all_findings
from assistant.core.errors import AntiphonError
from assistant.system_libraries import SystemNeed


def findings(*checks: object) -> dict[str, Finding]:
    return {finding.name: finding for check in checks for finding in check()}  # type: ignore[operator]


def only(monkeypatch: pytest.MonkeyPatch, *checks: object) -> None:
    monkeypatch.setattr(_checks, "_CHECKS", checks)


def test_this_machine_has_its_packages_and_folder() -> None:
    found = findings(_checks._python, _checks._packages, _checks._user_folder)
    assert {finding.status for finding in found.values()} == {"ok"}
    assert len(found) == 12


def test_a_missing_package_has_pips_line_with_the_range(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def without_mido(name: str) -> object:
        if name == "mido":
            raise ImportError("No module named 'mido'")
        return real(name)

    monkeypatch.setattr(importlib, "import_module", without_mido)
    mido = findings(_checks._packages)["package mido"]
    assert mido.status == "missing"
    assert mido.needed
    assert "-m pip install 'mido" in mido.remedy
    assert ">=1.3" in mido.remedy


def test_the_pyside_that_aborts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 11, 7, "final", 0))
    assert _checks._aborts("6.12.0")
    assert not _checks._aborts("6.11.3")
    monkeypatch.setattr("sys.version_info", (3, 12, 0, "final", 0))
    assert not _checks._aborts("6.12.0")


def test_missing_system_libraries_have_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = SystemNeed("libxcb-cursor.so.0", "window", ("libxcb-cursor0",), lambda _: False)
    monkeypatch.setattr(_checks, "missing_needs", lambda purposes: (missing,) if "window" in purposes else ())
    monkeypatch.setattr(
        _checks, "install_command", lambda needs: f"sudo apt-get install {needs[0].packages[0]}"
    )
    found = findings(_checks._system_libraries)
    assert found["window libraries"].remedy == "sudo apt-get install libxcb-cursor0"
    assert "libxcb-cursor.so.0" in found["window libraries"].detail
    assert found["FluidSynth library"].status == "ok"


def test_no_soundfont_names_the_folder_to_put_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.paths.soundfonts", tuple)
    soundfont = findings(_checks._soundfont)["soundfont"]
    assert "soundfonts" in soundfont.remedy
    assert not soundfont.needed


@pytest.mark.parametrize("data", [None, b"damaged"])
def test_takes_that_are_not_compared_are_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes | None
) -> None:
    if data:
        (tmp_path / "index.safetensors").write_bytes(data)
    monkeypatch.setattr("assistant.paths.copy_index_path", lambda: tmp_path / "index.safetensors")
    index = findings(_checks._copy_index)["copy index"]
    assert "not compared" in index.detail
    assert index.remedy == "install Antiphon again"
    assert not index.needed


def test_a_read_only_user_folder_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    folder = findings(_checks._user_folder)["user folder"]
    assert "Permission denied" in folder.detail
    assert "ANTIPHON_HOME" in folder.remedy


def test_a_check_that_fails_is_a_finding_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def _midi() -> Iterator[Finding]:
        raise AntiphonError("Start JACK.")
        yield

    def _models() -> Iterator[Finding]:
        raise ZeroDivisionError("odd")
        yield

    only(monkeypatch, _midi, _models, _checks._python)
    first, second, third = all_findings()
    assert (first.name, first.status, first.remedy) == ("midi", "missing", "Start JACK.")
    assert second.detail == "ZeroDivisionError: odd"
    assert third.status == "ok"


@pytest.mark.parametrize(("needed", "status"), [(True, 2), (False, 0)])
def test_only_what_the_window_needs_makes_it_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], needed: bool, status: int
) -> None:
    only(monkeypatch, lambda: iter([Finding("thing", "gone", "get it", needed)]))
    assert cli.main(["doctor"]) == status
    captured = capsys.readouterr()
    assert "missing" in captured.out
    assert "get it" in captured.out
    assert len(captured.err.splitlines()) == (1 if needed else 0)


def test_json_is_one_object_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only(monkeypatch, _checks._python, _checks._user_folder)
    assert cli.main(["doctor", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["status"] for row in rows] == ["ok", "ok"]
    assert set(rows[0]) == {"name", "status", "detail", "remedy", "needed"}
