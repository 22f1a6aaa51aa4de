"""Installs what ConvGrad needs and starts it: python3 run.py. With "test" it runs the tests instead.

Needs Python 3.11 to 3.13 and nothing else. The first start makes .venv here and takes a few minutes;
later starts only compare one stamp.
"""

# This file must be readable by any Python 3, so that an old one is told what is wrong in a sentence.
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts" if WINDOWS else "bin", "python.exe" if WINDOWS else "python")
STAMP = os.path.join(VENV, "convgrad.stamp")
TORCH = "torch==2.13.0"
# A process of tests on every core, each of whole files; -n 0 after them takes that back.
SHARED_OUT = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
OLDEST, TOO_NEW = (3, 11), (3, 14)

# What Qt and the embedded Graphviz load on Linux, and the package that brings it, by package manager.
LIBRARIES = (
    ("libEGL.so.1", "libegl1", "mesa-libEGL", "libglvnd"),
    ("libGL.so.1", "libgl1", "mesa-libGL", "libglvnd"),
    ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    ("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    ("libXrender.so.1", "libxrender1", "libXrender", "libxrender"),  # of the embedded Graphviz
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    ("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    ("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)
MANAGERS = (
    ("apt-get", 1, ["apt-get", "install", "-y", "--no-install-recommends"]),
    ("dnf", 2, ["dnf", "install", "-y"]),
    ("pacman", 3, ["pacman", "-S", "--noconfirm", "--needed"]),
)


def say(sentence):
    """Tell what happens, on standard error: standard output belongs to the program."""
    sys.stderr.write("convgrad: " + sentence + "\n")
    sys.stderr.flush()


def give_up(sentence):
    """One sentence, and the end."""
    say(sentence)
    sys.exit(2)


def wanted_stamp(testing):
    """What the environment has to be made of: a hash of everything that decides it."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        text = file.read()
    parts = [text, sys.version.encode(), TORCH.encode(), os.path.abspath(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest() + (" test" if testing else "")


def is_ready(testing):
    """Whether an earlier start has installed everything."""
    try:
        with open(STAMP, encoding="ascii") as file:
            present = file.read().strip()
    except OSError:
        return False
    return present in (wanted_stamp(testing), wanted_stamp(True)) and os.path.exists(PYTHON)


def run(command, problem, quiet=True):
    """Run a command; its last words are shown only if it fails."""
    kept = subprocess.PIPE if quiet else None
    done = subprocess.run(command, stdout=kept, stderr=subprocess.STDOUT if quiet else None, cwd=ROOT)
    if done.returncode:
        if done.stdout:
            sys.stderr.write("\n".join(done.stdout.decode("utf-8", "replace").strip().splitlines()[-8:]) + "\n")
        give_up(problem)


def missing_libraries():
    """The rows of LIBRARIES that the dynamic linker does not find."""
    missing = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library[0])
        except OSError:
            missing.append(library)
    return missing


def install_packages(manager, column, command, packages):
    """Install system packages; returns whether that went well."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    if manager == "apt-get":
        subprocess.run(["apt-get", "update"], env=environment, **quiet)
    return subprocess.run(command + packages, env=environment, **quiet).returncode == 0


def provide_libraries():
    """Install the few system libraries that Qt needs on Linux, or name them with the command to type."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries()
    if not missing:
        return
    for manager, column, command in MANAGERS:
        if shutil.which(manager):
            packages = sorted({library[column] for library in missing})
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                say("installing system libraries: " + " ".join(packages))
                if install_packages(manager, column, command, packages) and not missing_libraries():
                    return
            say("system libraries are missing; type: sudo " + " ".join(command + packages))
            return
    say("system libraries are missing: " + " ".join(library[0] for library in missing))


def make_environment():
    """Make .venv, mending one that was left half made."""
    if os.path.exists(PYTHON):
        whole = subprocess.run([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if whole.returncode == 0:
            return
        shutil.rmtree(VENV, ignore_errors=True)
    say("making a virtual environment in .venv")
    command = [sys.executable, "-m", "venv", VENV]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    # Debian ships venv apart from Python.
    package = "python%d.%d-venv" % sys.version_info[:2]
    if shutil.which("apt-get"):
        if os.geteuid() == 0 and install_packages("apt-get", 1, MANAGERS[0][2], [package]):
            shutil.rmtree(VENV, ignore_errors=True)
            run(command, "the virtual environment could not be made")
            return
        give_up("Python's venv module is missing; type: sudo apt-get install " + package)
    give_up("the virtual environment could not be made: " + done.stdout.decode("utf-8", "replace").strip()[-300:])


def install(testing):
    """Install everything, and write the stamp last: an interrupted start is simply taken up again."""
    begun = time.time()
    provide_libraries()
    make_environment()
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    network = "the Python packages could not be installed; is there a network, and room on the disk?"
    say("installing torch (the largest part)")
    run([*pip, TORCH], network)
    say("installing the other Python packages")
    run([*pip, "-e", ".[test]" if testing else "."], network)
    with open(STAMP, "w", encoding="ascii") as file:
        file.write(wanted_stamp(testing))
    say("ready after %.0f s; the next start needs none of this" % (time.time() - begun))


class Lock:
    """Keeps a second first start from installing into the same folder at the same time."""

    path = os.path.join(ROOT, ".venv.lock")

    def __enter__(self):
        """Wait for the other one, for as long as it lives."""
        told = False
        while True:
            try:
                self.handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
                os.write(self.handle, str(os.getpid()).encode())
                return self
            except OSError:
                if not os.access(ROOT, os.W_OK):
                    give_up("this folder cannot be written to: " + ROOT)
                if self.is_stale():
                    continue
            if not told:
                say("another start is installing; waiting for it")
                told = True
            time.sleep(0.5)

    def is_stale(self):
        """Remove the lock of a process that is gone."""
        try:
            with open(self.path, encoding="ascii") as file:
                owner = int(file.read() or 0)
            if owner and not WINDOWS:
                os.kill(owner, 0)
                return False
            if time.time() - os.path.getmtime(self.path) < 600:
                return False
        except (OSError, ValueError) as error:
            if not isinstance(error, ProcessLookupError):
                return isinstance(error, FileNotFoundError)
        try:
            os.remove(self.path)
        except OSError:
            pass
        return True

    def __exit__(self, *_):
        """Let the next one in."""
        os.close(self.handle)
        os.remove(self.path)


def start(command, environment=None):
    """Become the program, or on Windows wait for it."""
    if WINDOWS:
        sys.exit(subprocess.run(command, env=environment).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, environment or dict(os.environ))


def main():
    """Install if needed, then start what was asked for."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        give_up("ConvGrad needs Python 3.11, 3.12 or 3.13; this is %d.%d" % sys.version_info[:2])
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["test"]
    if not is_ready(testing):
        with Lock():
            if not is_ready(testing):
                install(testing)
    if testing:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
        start(
            [PYTHON, "-m", "pytest", *SHARED_OUT, *(arguments[1:] or [os.path.join(ROOT, "tests")])],
            environment,
        )
    start([PYTHON, os.path.join(ROOT, "main.py"), *arguments])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
