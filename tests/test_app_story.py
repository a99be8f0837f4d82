"""The desk in a real browser, from the first screen to the report, as two people use it."""

import re
from collections.abc import Iterator
from pathlib import Path

import cheap_run
import pytest
from opened_desk import (
    CHEAP,
    PATIENCE,
    SMALL,
    Opened,
    Watched,
    a_browser,
    cheap_surroundings,
    field,
    opened,
    until,
    watched,
)
from playwright.sync_api import Browser, expect

from scenarios.__main__ import run
from scenarios.app import jobs
from scenarios.app.folders import COMMAND, Desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


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
