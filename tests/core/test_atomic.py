import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError


def test_writes_a_new_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    atomic_write(tmp_path / "new.mid", b"one")
    assert (tmp_path / "new.mid").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["new.mid"]


def test_replaces_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(b"old and longer")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_are_those_of_the_old_file_or_of_any_new_one(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"")
    old.chmod(0o640)
    atomic_write(old, b"x")
    atomic_write(tmp_path / "new", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_process_s_mask_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask for it is to change it for a moment, in which others may make files for all to write."""
    monkeypatch.setattr(os, "umask", lambda _: pytest.fail("the mask was changed"))
    atomic_write(tmp_path / "new", b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    atomic_write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.skipif(sys.version_info >= (3, 13), reason="such a link is then written over")
def test_a_link_to_itself_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(AntiphonError, match="leads back to itself; choose another name"):
        atomic_write(tmp_path / "round", b"x")


def test_a_missing_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="does not exist; create it or choose another"):
        atomic_write(tmp_path / "nowhere" / "song.mid", b"x")


def test_a_folder_as_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="is a folder; choose a file name"):
        atomic_write(tmp_path, b"x")


def test_a_read_only_file_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.mid"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(AntiphonError, match="not allowed"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    path.chmod(0o644)


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EIO, "the system says")],
)
def test_a_failing_disk_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(b"old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(AntiphonError, match=says):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["song.mid"]
