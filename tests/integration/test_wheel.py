"""The wheel holds all that Antiphon needs, and runs from wherever it was installed."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like site-packages that holds the unpacked wheel and nothing else."""
    built, unpacked = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("site-packages")
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(built), str(ROOT)]
    subprocess.run(command, check=True)
    (wheel,) = built.glob("antiphon-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def run_installed(installed: Path, folder: Path, *arguments: str) -> str:
    """Run Python with the unpacked wheel in front of everything, far from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.mark.parametrize("kind", ["resources", "models"])
def test_every_shipped_file_is_inside(installed: Path, kind: str) -> None:
    shipped = [path for path in (ROOT / kind).rglob("*") if path.is_file() and path.name != ".DS_Store"]
    assert shipped
    for path in shipped:
        assert (installed / "assistant" / "_data" / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_it_holds_the_package_and_its_papers_and_nothing_else(installed: Path) -> None:
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {"assistant", "antiphon"}
    assert list(installed.glob("antiphon-*.dist-info/licenses/LICENSE"))
    assert not list(installed.rglob("test_*.py"))


def test_it_is_the_unpacked_copy_that_runs(installed: Path, tmp_path: Path) -> None:
    where = (
        "import assistant.paths as p; print(p.__file__, p.resources_dir(), p.shipped_models_dir(), sep='\\n')"
    )
    assert all(
        Path(line).is_relative_to(installed)
        for line in run_installed(installed, tmp_path, "-c", where).split("\n")[:3]
    )


def test_it_finds_its_models(installed: Path, tmp_path: Path) -> None:
    out = run_installed(installed, tmp_path, "-m", "assistant", "models", "--json")
    models = [json.loads(line) for line in out.splitlines()]
    assert models
    assert all(model["problem"] is None for model in models)
    assert all(Path(model["path"]).is_relative_to(installed) for model in models)
