"""Whether a folder is a fit place for a case file.

A database on a network drive can be damaged by a broken connection, so such folders are
refused. A folder that a cloud program copies is only warned about.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pclo_app.vault.errors import NetworkFolder

_NETWORK_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs"}) | {
    *("lustre", "ncpfs", "davfs", "9p", "coda", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2"),
    *("fuse.s3fs", "fuse.gvfsd-fuse", "fuse.cephfs"),
}
_CLOUD_FOLDERS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "box sync")
_DRIVE_REMOTE = 4


def refuse_network(folder: Path) -> None:
    """Raise NetworkFolder when the folder is on another machine's disk."""
    kind = network_kind(folder)
    if kind:
        raise NetworkFolder(folder=folder, kind=kind)


def network_kind(folder: Path) -> str:
    """The kind of network drive the folder is on, or nothing."""
    folder = folder.resolve()
    if sys.platform == "win32":
        return _windows_kind(folder)
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    system = mounted_as(table, str(folder))
    return system if system in _NETWORK_SYSTEMS else ""


def mounted_as(table: str, folder: str) -> str:
    """The file system under a folder, according to the kernel's table of mounts (its last longest match)."""
    best, system = "", ""
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, system = point, right.split(" ")[0]
    return system


def cloud_folder(folder: Path) -> str:
    """The part of the path that a cloud program copies, or nothing; for a warning."""
    for part in folder.absolute().parts:
        if any(part.lower().startswith(name) for name in _CLOUD_FOLDERS):
            return part
    return ""


def _windows_kind(folder: Path) -> str:
    text = str(folder)
    if text.startswith("\\\\") and not text.startswith("\\\\?\\"):
        return "a shared folder"
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (absent from the type information elsewhere)
    return "a network drive" if kernel.GetDriveTypeW(os.path.splitdrive(text)[0] + "\\") == _DRIVE_REMOTE else ""
