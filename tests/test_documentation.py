"""Generated pages are what the program prints; prose and tables stay together."""

import json
import re
from pathlib import Path

import pytest

from calibration.history.panel_data import Panel
from calibration.packs.pack import available_packs, load_pack
from model import columns
from model.indicators import FOUND
from model.ledger import ACCOUNTS, KINDS, TAGS
from model.parameters import Parameters
from model.policies import available
from model.streams import DECISIONS
from scenarios.__main__ import run
from scenarios.reference import odd_page, odd_tables, page_template, sources_page, trace_page
from scenarios.reference.odd_tables import TABLES, drawn_in, levers, prior_text
from scenarios.reference.page_template import put_into, table
from scenarios.reference.quarter_phases import phases, phases_of

PAGES = {
    "odd": (odd_page.PAGE, odd_page.odd_page),
    "trace": (trace_page.PAGE, trace_page.trace_page),
    "sources": (sources_page.PAGE, sources_page.sources_page),
}


@pytest.fixture(scope="module")
def odd() -> str:
    return odd_page.odd_page()


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(repository: Path, name: str) -> None:
    path, page = PAGES[name]
    written = (repository / path).read_text(encoding="utf-8")
    assert written == page(), f"{path} is not current: run `make docs`"


@pytest.mark.parametrize("name", PAGES)
def test_the_command_prints_the_page_and_make_writes_it(
    repository: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, page = PAGES[name]
    assert run(["list", name, "--markdown"]) == 0
    assert capsys.readouterr().out == page()
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    assert f"sanjin list {name} --markdown > {path}\n" in makefile


@pytest.mark.parametrize("name", PAGES)
def test_the_command_lists_the_same_for_machines(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", name, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 20


def test_every_phase_of_the_quarter_is_described_in_its_order(odd: str) -> None:
    found = phases()
    places = [odd.index(f"| {number} | {one.paragraph} |") for number, one in enumerate(found, 1)]
    assert places == sorted(places)
    for one in found:
        assert f"[{one.name}](../{one.file}) | {one.does}" in odd
        assert one.does.endswith(".")


STEP = '''
def step(self):
    """One quarter."""
    self.open_quarter()

    luck.draw(self)
    orders.looking(self).do("plan")

    self.villages.do("plan")

    wages.pay(self)

    self.close_quarter()
'''


def test_phases_are_read_from_calls_and_paragraphs() -> None:
    found = [(one.name, one.file.rpartition("/")[2]) for one in phases_of(STEP)]
    assert found == [
        ("open_quarter", "county.py"),
        ("luck.draw", "luck.py"),
        ("orders.looking.plan", "enterprise.py"),
        ("villages.plan", "village.py"),
        ("wages.pay", "wages.py"),
        ("close_quarter", "county.py"),
    ]
    assert len({one.paragraph for one in phases_of(STEP)}) == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    wages.pay(self)\n\n", ""),
        ("wages.pay(self)", "paid = wages.pay(self)"),
        ("wages.pay(self)", "self.somebody.pay()"),
    ],
)
def test_a_step_that_cannot_be_described_is_an_error(old: str, new: str) -> None:
    assert old in STEP
    with pytest.raises(ValueError, match=r"paragraphs|no call|OWNERS"):
        phases_of(STEP.replace(old, new))


DECLARED = {
    "unknowns": lambda: Parameters.cards(),
    "policies": lambda: available(),
    "indicators": lambda: FOUND,
    "decisions": lambda: DECISIONS,
    "tags": lambda: TAGS,
    "accounts": lambda: ACCOUNTS,
    "kinds": lambda: KINDS,
    "columns": lambda: [key for name in TABLES for key in getattr(columns, name)],
}


@pytest.mark.parametrize("of", DECLARED)
def test_nothing_declared_is_left_out(odd: str, of: str) -> None:
    missing = [name for name in DECLARED[of]() if f"`{name}`" not in odd]
    assert missing == []


def test_a_row_holds_what_the_card_says(odd: str) -> None:
    for path, card in Parameters.cards().items():
        (row,) = (line for line in odd.splitlines() if line.startswith(f"| `{path}` |"))
        assert f"| {card.unit} | {prior_text(card.ex_ante)} |" in row
        assert row.endswith(f"| {card.grade} | {card.source} |")
        assert (prior_text(card.evaluation) in row.replace(prior_text(card.ex_ante), "", 1)) == (
            card.hindsight
        )


def test_every_lever_with_a_range_has_a_row(odd: str) -> None:
    for policy, setting, unit, range_, *_ in levers():
        assert f"| {policy} | {setting} | {unit} | {range_} |" in odd
    assert len(levers()) > 3 * len(available())


def test_every_decision_is_drawn_somewhere() -> None:
    assert [name for name in DECISIONS if not drawn_in(name)] == []
    assert any("awareness" in link for link in drawn_in("awareness_land"))


def test_what_nobody_draws_has_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn_in("no such decision at all") == []


def test_a_column_has_a_writer_that_exists(odd: str) -> None:
    modules = {one.name.partition(".")[0] for one in phases()} | {"start"}
    folder = Path(odd_tables.MODEL) / "quarter"
    for name in TABLES:
        for key, column in getattr(columns, name).items():
            for writer in column.writer.split(", "):
                known = writer in modules or (folder / f"{writer}.py").exists()
                assert known, f"{key} is written by {writer}"


def test_templates_hold_no_counts_and_tables_only_of_judgement() -> None:
    """A number of things declared in code, written by hand, would drift."""
    things = (
        "unknowns|policies|phases|levers|settings|columns|indicators|decisions|claims|documents"
    )
    for path in page_template.TEMPLATES.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(rf"\b\d+ (?:{things})\b", text) == []
        assert len(re.findall(r"^\|---", text, re.MULTILINE)) <= 1


def test_places_and_parts_must_be_the_same() -> None:
    assert put_into("a {{ b }} c", {"b": "x"}) == "a x c"
    with pytest.raises(ValueError, match="'b'"):
        put_into("a {{ b }} c", {})
    with pytest.raises(ValueError, match="'d'"):
        put_into("a {{ b }} c", {"b": "x", "d": "y"})


def test_cells_stay_inside_their_table() -> None:
    assert table(("a",), [("x | y\nz",)]) == "| a |\n|---|\n| x \\| y z |"


def test_what_says_nothing_of_itself_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not say"):
        page_template.first_line(lambda: None)


def test_every_document_stands_in_the_list_of_sources() -> None:
    page = sources_page.sources_page()
    for pack in map(load_pack, available_packs()):
        for tag, one in pack.sources.items():
            assert f"| `{tag}` | {page_template.cell(one.title)} |" in page
            assert one.url in page
    for row in Panel.for_scoring().rows:
        assert f"{row.place} {row.year}" in page


def test_terms_are_stated_for_documents_that_exist_and_for_no_other() -> None:
    known = sources_page.terms()
    tags = {tag for name in available_packs() for tag in load_pack(name).sources}
    assert set(known["tags"]) <= tags
    assert {*known["tags"].values(), *known["titles"].values()} <= set(known["terms"])
    titles = {one["title"] for one in _panel_titles()}
    assert set(known["titles"]) <= titles
    assert sources_page.terms_of("cixi_five_years") == "not stated"
    assert sources_page.terms_of("yueqing_plan").startswith("official")


def _panel_titles() -> list[dict[str, str]]:
    from scenarios.reference.source_uses import PANEL_FILES, panel_documents

    return [{"title": one.title} for path in PANEL_FILES for one in panel_documents(path)]


def test_uses_are_counted() -> None:
    from scenarios.reference.source_uses import used

    pack, found = load_pack("keqiao"), used()
    numbers = sum(lever.source.count("keqiao_draft") for lever in pack.levers)
    assert f"{numbers} numbers of the plan of keqiao" in found["keqiao_draft"]
    cited = [card.source for card in Parameters.cards().values()].count("workshop_pay")
    assert f"{cited} priors of unknowns" in found["workshop_pay"]


def test_misuse_is_named_in_both_languages(repository: Path) -> None:
    text = (repository / "docs" / "misuse.md").read_text(encoding="utf-8")
    english, chinese = text.split("## 中文")
    numbers = [re.findall(r"^(\d+)\. \*\*", part, re.MULTILINE) for part in (english, chinese)]
    assert numbers[0] == numbers[1] == [str(n + 1) for n in range(len(numbers[0]))]
    assert len(numbers[0]) >= 8
    links = [re.findall(r"\]\((\w+\.md)\)", part) for part in (english, chinese)]
    assert links[0] == links[1]


@pytest.mark.parametrize("page", ["odd.md", "trace.md", "data_sources.md", "misuse.md"])
def test_the_readme_sends_readers_there(repository: Path, page: str) -> None:
    assert f"](docs/{page})" in (repository / "README.md").read_text(encoding="utf-8")
