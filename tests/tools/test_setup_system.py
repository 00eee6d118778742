import os
import subprocess
import sys

import pytest

from assistant import system_libraries
from assistant.system_libraries import LINUX_NEEDS, WITHOUT_IT, SystemNeed, debian_packages, missing_needs
from tools import setup_system

SYNTH = SystemNeed("libfluidsynth", "synth", ("libfluidsynth3",), lambda _: False)
VENV = SystemNeed("ensurepip", "setup", ("python3-venv",), lambda _: False)


class FakeSystem:
    """A machine that lacks `needs`, with a user who answers `answer`; it keeps what was run and asked."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, *needs: SystemNeed, uid: int, answer: str | None
    ) -> None:
        self.ran: list[list[str]] = []
        self.asked: list[str] = []
        self.status = 0
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setattr(setup_system, "missing_needs", lambda _: needs)
        monkeypatch.setattr(setup_system.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(setup_system.os, "geteuid", lambda: uid, raising=False)
        monkeypatch.setattr(setup_system.subprocess, "run", self._run)
        monkeypatch.setattr("builtins.input", self._input)
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: answer is not None, raising=False)
        self._answer = answer or ""

    def _run(self, command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        self.ran.append(command)
        return subprocess.CompletedProcess(command, self.status)

    def _input(self, question: str) -> str:
        self.asked.append(question)
        return self._answer

    @property
    def installs(self) -> list[list[str]]:
        return [command for command in self.ran if "install" in command]


def test_nothing_missing_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    system = FakeSystem(monkeypatch, uid=1000, answer="y")
    assert setup_system.main("test") == 0
    assert (system.ran, system.asked) == ([], [])


def test_root_installs_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    system = FakeSystem(monkeypatch, SYNTH, uid=0, answer=None)
    assert setup_system.main("run") == 0
    assert system.asked == []
    assert system.installs[0][0] == "env"
    assert system.installs[0][-1] == "libfluidsynth3"


def test_a_user_sees_the_command_and_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    system = FakeSystem(monkeypatch, SYNTH, uid=1000, answer="y")
    assert setup_system.main("run") == 0
    assert "sudo apt-get install libfluidsynth3" in capsys.readouterr().out
    assert len(system.asked) == 1
    assert system.installs[0][0] == "sudo"


@pytest.mark.parametrize("answer", ["n", "", None])
def test_refused_or_without_a_terminal_it_goes_on_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str | None
) -> None:
    system = FakeSystem(monkeypatch, SYNTH, uid=1000, answer=answer)
    assert setup_system.main("run") == 0
    assert system.ran == []
    out = capsys.readouterr().out
    assert "Going on without libfluidsynth: the built-in synth stays silent." in out
    assert "To mend it: sudo apt-get install libfluidsynth3" in out


def test_ci_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    system = FakeSystem(monkeypatch, SYNTH, uid=1000, answer="y")
    monkeypatch.setenv("CI", "true")
    assert setup_system.main("run") == 0
    assert (system.ran, system.asked) == ([], [])


def test_without_venv_it_cannot_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeSystem(monkeypatch, VENV, uid=1000, answer="n")
    assert setup_system.main("run") == 1


def test_an_install_that_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    system = FakeSystem(monkeypatch, SYNTH, uid=0, answer=None)
    system.status = 100
    assert setup_system.main("run") == 0
    assert "Going on without libfluidsynth" in capsys.readouterr().out


def test_every_need_has_a_package_and_a_consequence() -> None:
    assert all(need.packages and need.purpose in WITHOUT_IT for need in LINUX_NEEDS)
    assert {purpose for purposes in setup_system.PURPOSES.values() for purpose in purposes} == set(WITHOUT_IT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the table of Linux")
def test_only_what_is_asked_for_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "LINUX_NEEDS", (SYNTH, VENV))
    assert missing_needs(["synth"]) == (SYNTH,)
    assert missing_needs(["window"]) == ()


def test_a_library_that_is_not_there_does_not_load() -> None:
    assert not system_libraries._library_loads("libantiphon-nowhere.so.9")


def test_package_names_follow_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    need = SystemNeed("libasound.so.2", "midi", ("libasound2t64", "libasound2"), lambda _: False)

    def knows(status: int) -> None:
        monkeypatch.setattr(
            system_libraries.subprocess,
            "run",
            lambda command, **_: subprocess.CompletedProcess(command, status),
        )

    knows(0)
    assert debian_packages([need, need]) == ("libasound2t64",)
    knows(os.EX_USAGE if hasattr(os, "EX_USAGE") else 64)
    assert debian_packages([need]) == ("libasound2",)
