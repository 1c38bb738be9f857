"""What every test of the website may ask for: a browser, the real site, settings, axe, screenshots.

A test takes ``page`` to be run in five settings, which together meet each pair of: with and without
JavaScript, Norwegian and English, phone and desk, light and dark. Or it takes ``visitor`` and asks
for the pages it wants: ``visitor(script=False, language="en")``. Addresses are paths of the site::

    def test_home(page: Page, shot: Shot) -> None:
        page.goto("/")
        shot(page, "home")

``axe(page)`` holds a page to axe-core. Whatever a page asks of any other server, writes as an error
to the console, or is refused by the content security policy, fails the test at its end; a test that
means to (a page that is not there) takes it out of ``visitor.faults`` with :meth:`Visitor.forgive`.

The browser is Debian's ``chromium``; the package ``playwright`` is in the extra ``dev``. Where
either is not here the tests are skipped and say so.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
    from tests.conftest import Serve

Language = Literal["nb", "en"]
Size = Literal["phone", "desk"]
Theme = Literal["light", "dark"]

SIZES: Final[dict[Size, tuple[int, int]]] = {"phone": (390, 844), "desk": (1280, 900)}

_LOCALES: Final[dict[Language, str]] = {"nb": "nb-NO", "en": "en-GB"}

WAIT: Final = 15_000
"""How long the browser may take for one step, in milliseconds; the machine may be busy."""


@dataclass(frozen=True)
class Setting:
    """How a visitor reads the site.

    Attributes:
        script: whether the browser runs JavaScript.
        language: of the pages.
        size: of the window.
        theme: what the visitor's system prefers.
    """

    script: bool = True
    language: Language = "nb"
    size: Size = "desk"
    theme: Theme = "light"

    def __str__(self) -> str:
        """Say it as a part of a file's name."""
        script = "script" if self.script else "plain"
        return f"{self.language}-{self.size}-{self.theme}-{script}"


SETTINGS: Final = (
    Setting(),
    Setting(script=True, language="en", size="phone", theme="dark"),
    Setting(script=False, language="nb", size="phone", theme="dark"),
    Setting(script=False, language="en", size="desk", theme="dark"),
    Setting(script=False, language="en", size="phone", theme="light"),
)
"""Each pair of values is in one of these; all sixteen would take three times as long."""


@dataclass
class Visitor:
    """Opens pages of the site, and notes what goes wrong in them.

    Attributes:
        browser: what the pages are opened in.
        site: the address of the server, without the last slash.
        faults: what went wrong so far, in words.
    """

    browser: Browser
    site: str
    faults: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        *,
        script: bool = True,
        language: Language = "nb",
        size: Size = "desk",
        theme: Theme = "light",
    ) -> Page:
        """Open an empty page in a browser that has not been here before."""
        return self.open(Setting(script, language, size, theme))

    def open(self, setting: Setting) -> Page:
        """Open an empty page in a browser that has not been here before."""
        width, height = SIZES[setting.size]
        context = self.browser.new_context(
            base_url=self.site,
            java_script_enabled=setting.script,
            locale=_LOCALES[setting.language],
            viewport={"width": width, "height": height},
            has_touch=setting.size == "phone",
            color_scheme=setting.theme,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        self._contexts.append(context)
        page = context.new_page()
        _SETTING_OF[id(page)] = setting
        return page

    def forgive(self, pattern: str) -> None:
        """Forget the faults in which a pattern is found."""
        self.faults[:] = [fault for fault in self.faults if not re.search(pattern, fault)]

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if message.type == "error" or refused:
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")


_SETTING_OF: Final[dict[int, Setting]] = {}


def setting_of(page: Page) -> Setting:
    """Say how the visitor of a page reads."""
    return _SETTING_OF.get(id(page), Setting())


@pytest.fixture(scope="session")
def site(serve: Serve, release_directory: Path) -> Iterator[str]:
    """The address of a server with a release of the real data, without the last slash."""
    with serve("--release", release_directory) as served:
        yield served.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium.

    Of one file of tests only: while it is there a loop runs in this thread, and other tests run
    loops of their own.
    """
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the package playwright is not here: pip install -e '.[dev]'"
    )
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium on the path: apt-get install chromium")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",  # tests run as root in containers
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    """Opens pages; at the end of the test nothing must have gone wrong in them."""
    visitor = Visitor(browser, site)
    yield visitor
    visitor.close()
    assert not visitor.faults, "\n".join(visitor.faults)


@pytest.fixture(params=SETTINGS, ids=str)
def setting(request: pytest.FixtureRequest) -> Setting:
    """Each of :data:`SETTINGS` in turn."""
    found: Setting = request.param
    return found


@pytest.fixture
def page(visitor: Visitor, setting: Setting) -> Page:
    """An empty page in each of :data:`SETTINGS` in turn."""
    return visitor.open(setting)


Shot = Callable[..., "Path"]


@pytest.fixture(scope="session")
def shot(root: Path) -> Shot:
    """Save a picture of a page as ``build/screenshots/<name>-<setting>.png``, to be looked at.

    With ``whole=False`` only what the window shows.
    """
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def save(page: Page, name: str, *, whole: bool = True) -> Path:
        path = folder / f"{name}-{setting_of(page)}.png"
        page.screenshot(path=path, full_page=whole, animations="disabled")
        return path

    return save


Axe = Callable[..., None]


@pytest.fixture(scope="session")
def axe(root: Path) -> Axe:
    """Hold a page to all rules of axe-core, best practice too; fails with what it found.

    Works without JavaScript as well: it is not the page that runs it.
    """
    path = root / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core has not been fetched: run `make web`")
    source = path.read_text(encoding="utf-8")

    # Of the page as it stands; one without JavaScript is asked for again.
    def judge(page: Page, within: str | None = None) -> None:
        found = violations(page, source, within)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return judge


_JUDGE: Final = """
(within) => Promise.race([
  axe.run(within || document, {resultTypes: ['violations']}),
  new Promise((_, reject) => setTimeout(() => reject(new Error('axe-core is too slow')), 30000)),
])
"""


def violations(page: Page, source: str, within: str | None = None) -> list[str]:
    """Give what axe-core finds on a page, one line for each element.

    Args:
        page: as it stands.
        source: axe-core.
        within: a selector, to judge a part only.
    """
    if not setting_of(page).script:
        return _without_scripts(page, source, within)
    page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
    result: dict[str, Any] = page.evaluate(_JUDGE, within)
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} | "
        + " ".join(str(node.get("failureSummary", "")).split())[:300]
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _without_scripts(page: Page, source: str, within: str | None) -> list[str]:
    """Judge a page that runs no JavaScript: axe-core could not run either.

    It is opened again at its address, in a browser that is let run JavaScript and gets none.
    """
    setting, browser = setting_of(page), page.context.browser
    assert browser is not None
    width, height = SIZES[setting.size]
    context = browser.new_context(
        locale=_LOCALES[setting.language],
        viewport={"width": width, "height": height},
        color_scheme=setting.theme,
        reduced_motion="reduce",
    )
    try:
        twin = context.new_page()
        twin.route("**/*.js", lambda route: route.abort())
        twin.goto(page.url)
        return violations(twin, source, within)
    finally:
        context.close()
