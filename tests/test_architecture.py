"""The house plan: the contracts hold, they can fail, and the light rooms stay light."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "PySide6", "shiboken6", "pyqtgraph", "music21")
LINT = "import sys; from importlinter import cli; sys.exit(cli.lint_imports(no_cache=True, no_logo=True))"


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.timeout(120)
def test_every_contract_can_fail(tmp_path: Path) -> None:
    """A copy of the house with one wrong import for each contract: all of them are found."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    skip_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "assistant", tmp_path / "assistant", ignore=skip_caches)
    wrong = {
        "engine/wrong.py": "import PySide6.QtCore\nimport torch\n",
        "core/wrong.py": "import platformdirs\n",
        "engine/wrong_too.py": "import mido\nimport assistant.ui\n",
        "performer/wrong.py": "import assistant.files\nimport assistant.training\n",
        "ui/wrong.py": "import assistant.engine\n",
    }
    for name, text in wrong.items():
        (tmp_path / "assistant" / name).write_text(text)
    checked = lint(tmp_path)
    assert checked.returncode != 0
    assert "0 kept, 8 broken" in checked.stdout, checked.stdout + checked.stderr


def test_a_new_room_must_find_its_place(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "assistant", tmp_path / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "assistant" / "helpers.py").write_text("")
    assert lint(tmp_path).returncode != 0


@pytest.mark.parametrize(
    ("room", "allowed"), [("core", {"numpy"}), ("engine", {"numpy", "safetensors"}), ("commands", set())]
)
def test_a_room_imports_only_these_packages(room: str, allowed: set[str]) -> None:
    found = {name for path in (ROOT / "assistant" / room).rglob("*.py") for name in imported_names(path)}
    assert found - sys.stdlib_module_names - {"assistant"} <= allowed


def imported_names(path: Path) -> set[str]:
    """The top-level names of all that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("room", ["core", "engine", "files", "performer"])
def test_importing_a_room_brings_nothing_heavy(room: str) -> None:
    """Every module of the room, in a process of its own."""
    files = sorted((ROOT / "assistant" / room).rglob("*.py"))
    modules = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in files]
    assert heavy_after([module.removesuffix(".__init__") for module in modules]) == []


def test_importing_the_command_line_brings_nothing_heavy() -> None:
    command_line = "assistant.cli; import assistant.commands.window; assistant.cli._parser()"
    assert heavy_after([command_line], also=("numpy", "mido", "rtmidi")) == []


def heavy_after(modules: list[str], also: tuple[str, ...] = ()) -> list[str]:
    """Which heavy packages are there once `modules` have been imported."""
    imports = "\n".join(f"import {module}" for module in modules)
    code = f"import sys\n{imports}\nprint([name for name in {(*HEAVY, *also)!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[str] = ast.literal_eval(ran.stdout.strip())
    return found


def test_nothing_names_the_machine_it_was_built_on() -> None:
    forbidden = ("/" + "work/", "/" + "root/", "/" + "home/", "C:" + "\\Users")
    offenders = [
        str(path)
        for path in written_files()
        if any(word in path.read_text(encoding="utf-8", errors="replace") for word in forbidden)
    ]
    assert offenders == []


def written_files() -> list[Path]:
    """All text that people wrote, without what tools put beside it."""
    rooms = ("assistant", "benchmarks", "docs", "models", "resources", "tests", "tools", ".ci")
    kinds = {".py", ".md", ".toml", ".json", ".sh", ".svg", ""}
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if "__pycache__" not in path.parts]
    files += [path for path in ROOT.glob("*") if path.name != ".git"]
    return [path for path in files if path.is_file() and path.suffix in kinds]
