"""The house itself: floors, form, licences, versions, and the wheel that carries everything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src" / "bioclustergraph").rglob("*.py"))
CARRIED = ("ontology", "data", "shapes", "queries")

LONGEST_MODULE = 400  # lines; the aim is 150

# Names of package registries, and paths of somebody's own machine. The parts are joined here, so
# that this file passes its own test.
ADDRESSES = re.compile(
    "|".join(
        (
            r"\b(?:pypi|npmjs)\." + r"org\b",
            r"\bpythonhosted\." + r"org\b",
            r"\bregistry\." + r"(?:npmjs|yarnpkg)\b",
            r"\b(?:deb|security)\.debian\." + r"org\b",
            r"--(?:extra-)?index-" + r"url\b",
            r"(?<![\w.*$}>-])/(?:wor" + r"k|roo" + r"t|home/\w+|Users/\w+)/",
        )
    )
)
SPARQL = re.compile(
    r"\bSELECT\s.*\bWHERE\b|\bWHERE\s*\{|\bCONSTRUCT\s*\{|\bASK\s*\{|\bPREFIX\s+\w+:"
)
SILENCED = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?:\[[\w, -]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?"
)


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Run one of our own programs and give what it printed; where it fails, the test does."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """The files of the project: those that git tracks, and new ones it does not ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so the files of the project cannot be told apart")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


# --- floors and form ------------------------------------------------------------------------------


def test_floors_are_kept() -> None:
    run(Path(sys.executable).with_name("lint-imports"), "--no-cache")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_is_small(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, "open a new room instead of fattening this one"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_holds_no_sparql(module: Path) -> None:
    found = SPARQL.search(module.read_text(encoding="utf-8"))
    assert found is None, f"what is asked is a .rq file under queries/, not {found.group()!r}"


def silenced() -> Iterator[str]:
    for path in sorted((*MODULES, *(ROOT / "tests").rglob("*.py"), *ROOT.glob("benchmarks/*.py"))):
        if path != Path(__file__).resolve():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for found in SILENCED.finditer(line):
                    if not re.search(r"\w{2,}", line[found.end() :]):
                        yield f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"


def test_every_silenced_rule_has_its_reason_beside_it() -> None:
    assert list(silenced()) == []


def test_help_loads_no_heavy_library() -> None:
    """What `--help` costs is measured by `make start-up`; here, that it cannot grow unseen."""
    script = (
        "import sys\n"
        "from bioclustergraph.__main__ import main\n"
        "sys.argv = ['bioclustergraph', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    loaded = set(run(sys.executable, "-c", script).rpartition("LOADED")[2].split())
    heavy = {
        "networkx",
        "numpy",
        "owlrl",
        "pyoxigraph",
        "pyshacl",
        "rdflib",
        "starlette",
        "uvicorn",
    }
    assert loaded & heavy == set()


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.findall(r"^\.PHONY: (\S+)$", makefile, flags=re.MULTILINE))
    told = set(re.findall(r"^([a-z-]+):.*## \S", makefile, flags=re.MULTILINE))
    assert declared == told
    assert "$(MAKE)" not in makefile, "one make, not a make inside a make"


# --- what must not be written down ----------------------------------------------------------------


def test_no_file_names_a_machine_or_a_registry(files: list[Path]) -> None:
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture, say
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if ADDRESSES.search(line):
                found.append(f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:120]}")
    assert found == []


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", pin)] == []


# --- versions and licences ------------------------------------------------------------------------


def test_version_is_the_same_everywhere() -> None:
    said = pyproject()["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\]", changes, flags=re.MULTILINE)
    assert newest is not None
    assert {said, citation["version"], newest.group(1), version("bioclustergraph")} == {said}


def test_every_licence_named_is_here_in_full() -> None:
    named = set(re.split(r" AND | OR ", pyproject()["project"]["license"]))
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    assert named == {part["SPDX-License-Identifier"] for part in reuse["annotations"]}
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}
    assert (
        set(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["license"]) == named
    )


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for name in names if f"({name})" not in index] == []


# --- the packages ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel built from the sdist, in a folder of their own."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    return out


@pytest.mark.slow
@pytest.mark.xdist_group("packages")
def test_sdist_is_complete(packages: Path, files: list[Path]) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    assert {path.relative_to(ROOT).as_posix() for path in files} - packed == set()


@pytest.mark.slow
@pytest.mark.xdist_group("packages")
def test_wheel_carries_the_product(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    product = {
        f"bioclustergraph/_files/{path.relative_to(ROOT).as_posix()}"
        for part in CARRIED
        for path in (ROOT / part).rglob("*")
        if path.is_file()
    }
    assert product
    assert product - packed == set()
    assert [name for name in packed if not name.startswith("bioclustergraph")] == []


@pytest.mark.slow
@pytest.mark.xdist_group("packages")
@pytest.mark.parametrize("command", ["questions", "check"])
def test_wheel_works_outside_the_checkout(packages: Path, tmp_path: Path, command: str) -> None:
    (wheel,) = packages.glob("*.whl")
    target, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(sys.executable, *install, "--no-deps", "--no-index", "--target", target, wheel)
    where = "import bioclustergraph; print(bioclustergraph.__file__)"
    path = {"PYTHONPATH": str(target), "BIOCLUSTERGRAPH_ROOT": "", "PYTHONIOENCODING": "utf-8"}
    assert run(sys.executable, "-c", where, cwd=elsewhere, **path).startswith(str(target))
    assert run(sys.executable, "-m", "bioclustergraph", command, cwd=elsewhere, **path).strip()
