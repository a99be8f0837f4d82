"""The desk in a real browser, from the first screen to the report, as two people use it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import cheap_run
import pytest
from fake_run import fake_run
from opened_desk import (
    CHEAP,
    PRETENDED,
    SMALL,
    Opened,
    Watched,
    a_browser,
    asked_for,
    cheap_surroundings,
    opened,
    until,
    watched,
)
from playwright.sync_api import Browser, expect
from test_report_browser import PAYLOADS

from scenarios.__main__ import run
from scenarios.app import jobs
from scenarios.app.folders import COMMAND, Desk

PATIENCE = 90_000.0
"""Milliseconds: machines of tests are slow and shared."""

expect.set_options(timeout=30_000.0)


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


def field(page, policy: str, setting: str, year: str = ""):
    place = "-".join(("at", *(part or "_" for part in (policy, setting, year))))
    return page.locator(f"#{place} input[type=text]")


def new_run(person: Watched, address: str) -> None:
    page = person.page
    page.goto(f"{address}/")
    page.get_by_role("link", name="新建一次运行").click()
    for name, value in SMALL.items():
        field(page, "", name).fill(value)
    expect(page.locator(".well")).to_be_visible(timeout=PATIENCE)


def fingerprint(page) -> str:
    page.wait_for_url(re.compile(r"/run/[0-9a-f]{12}$"))
    return page.url.rpartition("/")[2]


def stage(page, name: str) -> None:
    expect(page.locator(f"#live .stage-{name}")).to_be_visible(timeout=PATIENCE)


def tell_story(desk: Opened, browser: Browser, folder: Path, capfd) -> None:
    """Choose, err, mend, run, stop, go on, read, compare, take away; and a colleague meanwhile."""
    first, second = watched(browser), watched(browser)
    for person in (first, second):
        person.page.set_default_timeout(PATIENCE)
    page = first.page
    new_run(first, desk.address)
    assert "趋势决定收入比" in browser_text(second, desk.address)
    edit_and_mend(page)
    page.get_by_role("button", name="运行", exact=True).click()
    mine = fingerprint(page)
    stage(page, "running")
    theirs = colleague(second, desk.address)
    stop_and_go_on(page, desk)
    expect(page.locator("#bar")).to_be_visible(timeout=PATIENCE)
    page.close()  # in the middle of the run
    until(lambda: jobs.state_of(desk.desk, mine).stage == "finished", 120.0)
    page = first.page = first.context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{desk.address}/run/{mine}")
    stage(page, "finished")
    read_report(first, page)
    until(lambda: jobs.state_of(desk.desk, theirs).stage == "finished", 120.0)
    compare(page, desk.address, mine, theirs)
    take_away(page, desk.address, mine, folder, capfd)
    shared_link(second, page, desk.address, mine)
    for person in (first, second):
        assert not person.errors
        assert all(url.startswith((desk.address, "data:", "blob:")) for url in person.requests)
        person.context.close()


def browser_text(person: Watched, address: str) -> str:
    person.page.goto(f"{address}/")
    return person.page.locator("h1").inner_text()


def edit_and_mend(page) -> None:
    page.locator("#at-workshops-_-_").get_by_role("button", name="设置").click()
    target = field(page, "workshops", "workshops", "2024")
    note = page.locator("#at-workshops-workshops-_ .problem")
    target.fill("一百")
    expect(page.locator("#verdict .errors")).to_contain_text("有 1 处要改")
    expect(note.get_by_text("2024: 不是数字")).to_be_visible()
    expect(page.locator("#verdict .errors")).to_contain_text("有 1 处要改")
    expect(page.locator("#run")).to_be_disabled()
    target.fill("9999")
    expect(note.get_by_text("超出允许范围")).to_be_visible()
    expect(page.locator("#verdict .errors")).to_contain_text("允许：0 至 5,000 家")
    target.fill("120")
    expect(page.locator("#verdict .well")).to_be_visible()
    field(page, "", "title_zh").fill("多办工坊")
    field(page, "", "title_en").fill("More workshops")
    page.get_by_text("看情景文件").click()
    expect(page.locator("#file-preview")).to_contain_text("2024 = 120")
    expect(page.locator("#run")).to_be_enabled()


def colleague(person: Watched, address: str) -> str:
    """A second person asks for the plan as it is; one run at a time, so it waits."""
    new_run(person, address)
    person.page.get_by_role("button", name="English").click()
    expect(person.page.get_by_role("heading", name="A new run")).to_be_visible()
    person.page.get_by_role("button", name="Run", exact=True).click()
    theirs = fingerprint(person.page)
    stage(person.page, "waiting")
    expect(person.page.locator("#live")).to_contain_text("1 runs are ahead. At most 1 run")
    return theirs


def stop_and_go_on(page, desk: Opened) -> None:
    mine = fingerprint(page)
    expect(page.locator("#live")).to_contain_text("/ 2 对", timeout=PATIENCE)
    page.get_by_role("button", name="停止").click()
    stage(page, "stopped")
    assert desk.supervisor.desk.at_once == 1
    page.get_by_role("button", name="继续").click()
    assert jobs.state_of(desk.desk, mine).stage in ("waiting", "running", "stopped")
    expect(page.locator("#live .stage-waiting, #live .stage-running")).to_be_visible()
    expect(page.locator("#live .stage-running")).to_be_visible(timeout=PATIENCE)


def read_report(person: Watched, page) -> None:
    expect(page.locator("#finished")).to_contain_text("2024 年的结果")
    expect(page.locator("#finished")).to_contain_text("官方目标")
    with person.context.expect_page() as opening:
        page.locator("#open-report").click()
    report = opening.value
    report.wait_for_selector("svg.main-svg", timeout=PATIENCE)
    assert "多办工坊" in report.content() or "pilot_own" in report.content()
    report.close()


def compare(page, address: str, mine: str, theirs: str) -> None:
    page.goto(f"{address}/run/{mine}")
    page.get_by_role("link", name="和别的运行比较").click()
    page.locator("#picked label", has_text=theirs).click()
    table = page.locator("#comparison table").first
    expect(table.locator("thead")).to_contain_text("多办工坊")
    expect(table.locator("thead")).to_contain_text("乐清村企共建试点方案")
    expect(page.locator("#comparison")).to_contain_text("成对的差：减去“多办工坊”")
    expect(page.locator("#comparison")).to_contain_text("2 对")


def take_away(page, address: str, mine: str, folder: Path, capfd) -> None:
    page.goto(f"{address}/run/{mine}")
    with page.expect_download() as loading:
        page.get_by_role("link", name="情景文件（TOML）").click()
    file = folder / loading.value.suggested_filename
    loading.value.save_as(file)
    assert 'zh = "多办工坊"' in file.read_text("utf-8")
    assert run(["validate", str(file)]) == 0
    capfd.readouterr()
    for name, start in (("报告（网页", b"<!"), ("各年数字", b"\xef\xbb\xbf"), ("运行记录", b"{")):
        with page.expect_download() as loading:
            page.get_by_role("link", name=re.compile(name)).click()
        assert Path(loading.value.path()).read_bytes().startswith(start)


def shared_link(other: Watched, page, address: str, mine: str) -> None:
    """The link opens in another context; numbers are the same in both languages."""
    link = page.locator("#share").input_value()
    assert link == f"{address}/run/{mine}"
    other.page.goto(link)
    stage(other.page, "finished")
    expect(other.page.locator("h1")).to_have_text("More workshops", use_inner_text=True)
    numbers = {}
    for name in ("中文", "English"):
        other.page.get_by_role("button", name=name).click()
        text = other.page.locator("#finished table").first.inner_text()
        numbers[name] = re.findall(r"[−+]?\d[\d,.]*", re.sub(r"E[12]", "", text))
    assert numbers["中文"] == numbers["English"]
    assert other.page.evaluate("document.documentElement.lang") == "en"
    other.page.reload()
    expect(other.page.locator("h1")).to_have_text("More workshops", use_inner_text=True)


def test_the_whole_story_of_two_people(browser, lent_pair, tmp_path, monkeypatch, capfd):
    cheap_surroundings(monkeypatch, lent_pair, tmp_path / "log.txt", "2")
    with opened(Desk(tmp_path / "runs", CHEAP, at_once=1, workers=1)) as desk:
        tell_story(desk, browser, tmp_path, capfd)
    worked_on = cheap_run.runs_of(tmp_path / "log.txt")
    assert 4 <= len(worked_on) <= 5, "at most the pair under way is worked on again"


@pytest.mark.slow
def test_the_whole_story_with_real_runs(browser, tmp_path, capfd):
    with opened(Desk(tmp_path / "runs", COMMAND, at_once=1, workers=1)) as desk:
        SMALL["scale"], kept = "0.01", SMALL["scale"]
        try:
            tell_story(desk, browser, tmp_path, capfd)
        finally:
            SMALL["scale"] = kept


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
