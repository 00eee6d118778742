"""Write a file so that the old one stays whole until the new one is."""

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from assistant.core.errors import AntiphonError

_REASONS = {
    errno.ENOENT: "the folder {folder} does not exist; create it or choose another",
    errno.ENOTDIR: "{folder} is not a folder; choose another place",
    errno.EISDIR: "{path} is a folder; choose a file name",
    errno.EACCES: "writing there is not allowed; choose another place or change the permissions",
    errno.EPERM: "writing there is not allowed; choose another place or change the permissions",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENOSPC: "the disk is full; free some space or choose another disk",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another disk",
    errno.ELOOP: "it is a link that leads back to itself; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def _read_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


_UMASK = _read_umask()
"""Read once, for reading it is to change it for a moment, and for other threads' files as well."""


def atomic_write(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one, never half of one.

    A symbolic link is written through, and the permissions of a file that is replaced are kept.
    Raises AntiphonError when it cannot be written; the old file is then as it was.
    """
    try:
        _replace(_target(path), data)
    except OSError as error:
        raise AntiphonError(_sentence(path, error)) from error


def _target(path: Path) -> Path:
    """The real file to replace; a file marked read-only is refused, though its folder would allow it."""
    try:
        target = path.resolve()
    except RuntimeError as error:  # links that lead round in a circle, up to Python 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".antiphon-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _mode_for(target: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file: mkstemp gives 0600."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    return 0o666 & ~_UMASK


def _sentence(path: Path, error: OSError) -> str:
    reason = _REASONS.get(error.errno or 0)
    detail = reason.format(path=path, folder=path.parent) if reason else f"the system says: {error.strerror}"
    return f"Could not write {path}: {detail}."
