"""The pages in a real browser: no script but ours runs, filters work, all of it can be read."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.errors import row as row_kinds
from dataset_tools.package import Package
from dataset_tools.render.difference_html import difference_html
from dataset_tools.render.evidence_html import evidence_html
from dataset_tools.render.html import report_html
from dataset_tools.report.report import Report
from tests.render.conftest import cell_error, task_of
from tests.render.test_difference_html import difference

pytestmark = pytest.mark.browser

SCRIPTS = (
    "<script>window.injected = 1</script>",
    "<img src=x onerror='window.injected = 1'>",
    "<svg/onload=window.injected=1>",
    "</code></td></table><iframe srcdoc='<script>parent.injected=1</script>'></iframe>",
    "javascript:window.injected=1",
    '"><style>*{display:none}</style>',
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (400, 1600)
Browser = Any
Open = Callable[[str], Browser]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no chromium and chromedriver here (apt-get install chromium chromium-driver)")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is of the extra dev")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(
        options=options,
        service=webdriver.chrome.service.Service(executable_path=driver),
    )
    yield opened
    opened.quit()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Open:
    def open_page(text: str) -> Browser:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        browser.get(path.as_uri())
        return browser

    return open_page


@pytest.fixture
def hostile() -> Report:
    people = [cell_error(text, row) for row, text in enumerate(SCRIPTS, 2)]
    people += [cell_error(f"x{row}", row) for row in range(20, 60)]
    blank = replace(cell_error("", 5), kind=row_kinds.BLANK_ROW, field_name="", cells=())
    late = cell_error("a very long cell " * 20, 9, severity="warning", field_name="changed_at")
    tasks = (
        task_of(*people, blank, name=SCRIPTS[0]),
        task_of(cell_error("\x1b[2J\u202e::error::x"), late, name="moves"),
        task_of(name="places"),
    )
    return Report(tasks=tasks, warnings=(SCRIPTS[1],), seconds=1.2)


def set_view(browser: Browser, width: int, scheme: str) -> None:
    metrics = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def keep_picture(browser: Browser, name: str) -> None:
    """Save a picture to look at where DATASET_TOOLS_PICTURES says so."""
    if folder := os.environ.get("DATASET_TOOLS_PICTURES"):
        browser.save_screenshot(str(Path(folder) / f"{name}.png"))


def test_no_injected_script_runs(open_page: Open, hostile: Report) -> None:
    browser = open_page(report_html(hostile))
    assert browser.execute_script("return window.injected") is None
    assert (
        browser.execute_script("return document.querySelectorAll('iframe, img, svg').length") == 0
    )
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_even_a_script_that_slipped_in_is_refused(open_page: Open, hostile: Report) -> None:
    slipped = f"<main>{SCRIPTS[0]}{SCRIPTS[1]}<a id=x href='{SCRIPTS[4]}'>x</a>"
    browser = open_page(report_html(hostile).replace("<main>", slipped))
    browser.find_element("id", "x").click()
    assert browser.execute_script("return window.injected") is None
    assert any("Content Security Policy" in each["message"] for each in browser.get_log("browser"))


def test_the_filters_work(open_page: Open, hostile: Report) -> None:
    browser = open_page(report_html(hostile))

    def shown() -> list[str]:
        groups = browser.find_elements("css selector", "details.group")
        return [each.get_attribute("data-code") for each in groups if each.is_displayed()]

    def choose(box: str, value: str) -> None:
        browser.find_element("css selector", f"#{box} option[value='{value}']").click()

    assert shown() == ["DT201", "DT307", "DT201", "DT201"]
    choose("table", "0")
    assert shown() == ["DT201", "DT307"]
    choose("code", "DT307")
    assert shown() == ["DT307"]
    assert browser.find_element("id", "shown").text == "1 of 4 shown"
    choose("table", "1")
    assert shown() == []
    choose("table", "")
    choose("code", "")
    assert len(shown()) == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_can_be_read(open_page: Open, hostile: Report, width: int, scheme: str) -> None:
    browser = open_page(report_html(hostile))
    set_view(browser, width, scheme)
    keep_picture(browser, f"report-{width}-{scheme}")
    assert_readable(browser, width, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_evidence_can_be_read(
    open_page: Open,
    shared: Callable[[str], Path],
    width: int,
    scheme: str,
) -> None:
    result = Package.open(".").evidence(shared("seeds"))
    browser = open_page(evidence_html(result))
    set_view(browser, width, scheme)
    keep_picture(browser, f"evidence-{width}-{scheme}")
    assert_readable(browser, width, scheme)
    first = browser.find_element("css selector", "mark a")
    target = first.get_attribute("href").partition("#")[2]
    first.click()
    assert browser.find_element("css selector", ":target").get_attribute("id") == target
    keep_picture(browser, f"evidence-rows-{width}-{scheme}")
    links = browser.find_elements("css selector", ".card a, mark a, sup a")
    ids = {each.get_attribute("id") for each in browser.find_elements("css selector", "[id]")}
    assert {each.get_attribute("href").partition("#")[2] for each in links} <= ids


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_difference_can_be_read(open_page: Open, width: int, scheme: str) -> None:
    browser = open_page(difference_html(difference("name " * 30 + SCRIPTS[1], "x" * 300)))
    set_view(browser, width, scheme)
    keep_picture(browser, f"diff-{width}-{scheme}")
    assert_readable(browser, width, scheme)
    assert browser.execute_script("return window.injected") is None


def assert_readable(browser: Browser, width: int, scheme: str) -> None:
    """Nothing sticks out to the right, and text stands out from its ground (WCAG AA)."""
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.execute_script(f"return matchMedia('(prefers-color-scheme: {scheme})').matches")
    for ink in ("--ink", "--quiet", "--bad", "--warn", "--good", "--link"):
        for ground in ("--ground", "--panel"):
            assert browser.execute_script(CONTRAST, ink, ground) >= 4.5, (ink, ground)


CONTRAST = """
const light = (name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.setProperty("color", `var(${name})`);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  probe.remove();
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const [dark, bright] = [light(arguments[0]), light(arguments[1])].sort((a, b) => a - b);
return (bright + 0.05) / (dark + 0.05);
"""
