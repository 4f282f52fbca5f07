"""What Debian and its relatives must bring: the libraries that Qt loads, the tests' tools.

Asked for by the file that is looked for (a shared library, a command), not by package name,
since names differ between releases. Where set-up may not install, it says what is missing.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

# Every library that Qt's core, windows, network, printing and its platform plugins
# (xcb, wayland, offscreen) name and do not bring themselves, and the package that has it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# Independent programs that the tests hold our output against, and a desktop's services.
TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "age": "age",
    "cupsd": "cups",
    "dbus-run-session": "dbus-daemon",
    "gnome-keyring-daemon": "gnome-keyring",
    "lp": "cups-client",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "strace": "strace",
    "zbarimg": "zbar-tools",
}


# Tests drive a window as a screen reader does, with the system's own Python beside ours.
TEST_FILES = {
    "/usr/lib/python3/dist-packages/pyatspi/__init__.py": "python3-pyatspi",
    "/usr/share/dbus-1/services/org.a11y.Bus.service": "at-spi2-core",
}


def missing(for_tests: bool) -> list[str]:
    """The packages, by Debian's names, whose library or command this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    have = _libraries()
    if have is None:
        return []
    wanted = [package for library, package in LIBRARIES.items() if library not in have]
    if for_tests:
        path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
        wanted += [package for command, package in TEST_COMMANDS.items() if not shutil.which(command, path=path)]
        wanted += [package for file, package in TEST_FILES.items() if not os.path.exists(file)]
    if _python_lacks_venv():
        wanted.append("python3-venv")
    return wanted


def ensure(for_tests: bool, say: Callable[[str], None]) -> bool:
    """Install what is missing if that is allowed; True when nothing is missing afterwards."""
    packages = missing(for_tests)
    if not packages:
        return True
    names = ", ".join(packages)
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    rights = _rights()
    if shutil.which("apt-get") is None:
        say(f"This system lacks libraries or commands known to Debian as: {names}.")
        say("Install them with its own package manager; windows or some tests may not work until then.")
        return False
    if rights is None:
        say(f"Not installed, because this needs root: {names}.")
        say("Windows or some tests may not work until someone runs: sudo " + command)
        return False
    say(f"Installing system packages: {names}.")
    if not (_apt(rights, command) or (_apt(rights, "apt-get update") and _apt(rights, command))):
        say(f"These could not be installed: {names}. Later, as root: {command}")
        return False
    return not missing(for_tests)


def _libraries() -> set[str] | None:
    """Names of the shared libraries the loader knows; None where it cannot be asked."""
    loader = shutil.which("ldconfig", path="/sbin:/usr/sbin:/usr/bin")
    if loader is None:
        return None
    listing = subprocess.run([loader, "-p"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return set(re.findall(r"^\s+(\S+) \(", listing.stdout.decode("utf-8", "replace"), re.MULTILINE))


def _python_lacks_venv() -> bool:
    return importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None


def _rights() -> list[str] | None:
    """The words to put before a command that needs root: none, sudo, or None if neither may be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def _apt(rights: Sequence[str], command: str) -> bool:
    full = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *command.split()]
    return subprocess.run(full, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
