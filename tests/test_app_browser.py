"""The desk in a real browser: nothing foreign runs, every page fits, the keyboard is enough."""

import json
import re
from collections.abc import Iterator

import pytest
from fake_run import fake_run
from opened_desk import (
    PATIENCE,
    PRETENDED,
    SMALL,
    Opened,
    Watched,
    a_browser,
    asked_for,
    field,
    opened,
    until,
    watched,
)
from playwright.sync_api import Browser, expect
from test_report_browser import PAYLOADS

from scenarios.app import jobs
from scenarios.app.folders import Desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@pytest.fixture(scope="module")
def pretended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A desk with runs that only pretend."""
    with opened(Desk(tmp_path_factory.mktemp("pretended"), PRETENDED, workers=1)) as desk:
        yield desk


@pytest.fixture
def person(browser: Browser) -> Iterator[Watched]:
    found = watched(browser)
    found.page.set_default_timeout(PATIENCE)
    yield found
    found.context.close()
    assert not found.errors


def hostile_runs(desk: Desk) -> str:
    """Runs whose every text is a payload, as a stranger may leave them in the folder."""
    name = "0" * 12
    folder = fake_run(desk.runs / "hostile")
    (folder / "started.json").write_text(json.dumps({"fingerprint": name}), "utf-8")
    (folder / "complete.json").write_text("{}", "utf-8")
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    known = next(target for target in summary["targets"] if target["modelled"])
    year = int(max(summary["years"]))
    targets = [{**known, "zh": text, "en": text, "year": year, "unit": text, "probability": 0.5}
               for text in PAYLOADS]  # fmt: skip
    summary |= {"warnings": list(PAYLOADS), "targets": targets, "county": PAYLOADS[0],
                "scenario": PAYLOADS[2]}  # fmt: skip
    (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
    for number, text in enumerate(PAYLOADS):
        code = f"{number:012x}".replace("0", "a")
        job = jobs.Job(code, "yueqing", "own", {"zh": text, "en": text}, 1, 1, 0.01, "ex-ante")
        jobs.keep(desk, job, b"")
        jobs.set_state(desk, code, jobs.State("failed", message=text))
    return name


def test_nothing_that_anybody_wrote_runs_as_a_script(browser, tmp_path):
    with opened(Desk(tmp_path / "runs", PRETENDED, workers=1)) as desk:
        name = hostile_runs(desk.desk)
        person = watched(browser)
        page = person.page
        page.add_init_script("window.hack = () => { window.hacked = true; alert('hacked') }")
        quoted = "/new?county=%3Cimg%20src=x%20onerror=hack()%3E&base=javascript:hack()"
        for path in ("/", f"/run/{name}", "/run/aaaaaaaaaaa1", f"/compare?runs={name}", quoted):
            page.goto(desk.address + path)
            page.wait_for_selector("#page h1, #page h2")
            page.wait_for_timeout(300)
        assert "onerror=hack()" in type_payloads(page, desk.address)
        assert not page.evaluate("window.hacked === true")
        assert not person.errors
        assert all(url.startswith((desk.address, "data:")) for url in person.requests)
        person.context.close()


def type_payloads(page, address: str) -> str:
    """Type payloads into every kind of field; what the page then says of them."""
    page.goto(f"{address}/new")
    page.locator("#at-workshops-_-_").get_by_role("button", name="设置").click()
    field(page, "workshops", "workshops", "2024").wait_for()
    keys = [("", "title_zh", ""), ("", "name", ""), ("", "scale", ""), ("workshops", "start", ""),
            ("workshops", "workshops", "2024"), ("workshops", "outreach", "")]  # fmt: skip
    for number, text in enumerate(PAYLOADS):
        field(page, *keys[number % len(keys)]).fill(text)
    field(page, "", "name").fill(PAYLOADS[2])
    expect(page.locator("#verdict")).to_contain_text("onerror=hack()")
    page.wait_for_timeout(300)
    return page.locator("#verdict").inner_text()


@pytest.mark.parametrize("width", [375, 1366])
def test_every_page_fits_the_screen_and_asks_nobody_else(browser, pretended, width):
    name = asked_for(pretended.supervisor, {("", "name", ""): "plain_one"})
    until(lambda: jobs.state_of(pretended.desk, name).stage == "finished")
    person = watched(browser, width)
    for path in ("/", "/new", f"/run/{name}", "/compare", "/nothing"):
        person.page.goto(pretended.address + path)
        person.page.wait_for_selector("#page h1")
        person.page.wait_for_timeout(200)
        assert person.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert person.requests
    assert all(url.startswith(pretended.address) for url in person.requests)
    assert not person.errors
    person.context.close()


def test_the_keyboard_is_enough(person, pretended):
    page = person.page
    page.goto(pretended.address)
    page.wait_for_selector("#begin")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "begin":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#county input")
    expect(page.locator(".well")).to_be_visible()
    page.locator("#at-workshops-_-_ button").focus()
    page.keyboard.press("Enter")
    field(page, "workshops", "start").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "2022-10-01"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2021-01-01")
    link = page.locator("#verdict .errors a")
    expect(link).to_contain_text("早于文件的发布日期")
    assert link.get_attribute("href") == "#at-workshops-start-_"


def test_a_county_of_another_plan_has_a_form_of_its_own(person, pretended):
    page = person.page
    page.goto(f"{pretended.address}/new")
    page.get_by_text("慈溪市", exact=True).click()
    page.wait_for_url(re.compile("county=cixi"))
    expect(page.locator("#at-_-title_zh-_ input")).to_have_value("慈溪市81个片区")
    for name, value in SMALL.items():
        field(page, "", name).fill(value)
    expect(page.locator(".well")).to_be_visible()
    page.locator("#at-workshops-_-_ label", has_text="共富工坊").click()
    expect(page.locator("#verdict .errors")).to_contain_text("workshops")
    page.locator("#at-workshops-_-_").get_by_role("button", name="设置").click()
    field(page, "workshops", "workshops", "2024").fill("30")
    expect(page.locator(".well")).to_be_visible()
