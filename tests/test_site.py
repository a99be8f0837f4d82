"""The documentation as a site: every link leads somewhere, nothing is fetched, nothing is lost."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from readme_blocks import ROOT, text_of

from model.errors import InputError
from scenarios.site.build import HOME, INDEX, Section, build_site, sections
from scenarios.site.markdown import read_page


class Addresses(HTMLParser):
    """Anchors that a page has, links that it makes, and elements that would fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.anchors.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("script", "link", "iframe", "form", "object", "embed"):
            self.forbidden.append(tag)
        if tag == "img" and not str(given.get("src")).startswith("data:"):
            self.forbidden.append(str(given.get("src")))
        self.forbidden += [name for name in given if name.startswith("on")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("site") / "docs"
    return {file.name: text_of(file) for file in build_site(out)}


@pytest.fixture(scope="module")
def parts() -> list[Section]:
    return sections()


def test_every_page_of_the_repository_is_in_it_once(
    site: dict[str, str], parts: list[Section]
) -> None:
    pages = {f"{file.stem}.html" for file in (ROOT / "docs").glob("*.md")}
    assert set(site) == pages | {"readme.html", HOME, INDEX}
    listed = [page.name for section in parts for page in section.pages]
    assert len(listed) == len(set(listed)) == len(pages) + 1


def test_concepts_come_first_and_the_glossary_last(parts: list[Section]) -> None:
    names = [section.en for section in parts]
    assert names[:3] == ["Concepts", "Tutorials", "How-tos"]
    assert names[3:5] == ["Reference", "Glossary"]


def test_every_link_and_anchor_is_there(site: dict[str, str]) -> None:
    found = {name: Addresses(text) for name, text in site.items()}
    checked = 0
    for name, page in found.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            if link.startswith(("https://", "http://")):
                continue
            assert (file or name) in found, f"{name}: {link}"
            assert not anchor or anchor in found[file or name].anchors, f"{name}: {link}"
            checked += 1
    assert checked > 500


def test_no_page_fetches_or_runs_anything(site: dict[str, str]) -> None:
    for name, text in site.items():
        assert Addresses(text).forbidden == [], name
        assert "Content-Security-Policy" in text
        assert "default-src 'none'" in unescape(text)
        assert "<!-- Generated" not in text
        assert "&lt;!--" not in text


def test_every_heading_is_in_the_index(site: dict[str, str], parts: list[Section]) -> None:
    for section in parts:
        for page in section.pages:
            for level, _, slug in page.headings:
                assert level == 1 or f'href="{page.file}#{slug}"' in site[INDEX]


def test_the_text_of_a_page_is_all_there(site: dict[str, str]) -> None:
    plain = re.sub(r"<[^>]+>", "", site["misuse.html"])
    assert "模型不得用于什么" in plain
    assert "Ranking or rewarding officials" in plain


def small(folder: Path, text: str) -> Path:
    (folder / "docs").mkdir()
    (folder / "README.md").write_text("# Read\n", encoding="utf-8")
    (folder / "docs" / "concepts.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("link", ["other.md#no-such", "concepts.md#no-such", "#no-such"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, link: str) -> None:
    root = small(tmp_path, f"# One\n\n[x]({link})\n")
    (root / "docs" / "other.md").write_text("# Other\n", encoding="utf-8")
    with pytest.raises(InputError, match="lead nowhere"):
        build_site(tmp_path / "out", root)
    assert not (tmp_path / "out").exists()


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    text = "# <script>hack()</script>\n\n<img src=x onerror=hack()> [a](javascript:hack())\n"
    root = small(tmp_path, text)
    for file in build_site(tmp_path / "out", root):
        found = Addresses(text_of(file))
        assert found.forbidden == []
        assert [link for link in found.links if link.startswith("javascript")] == []


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    root = small(tmp_path, "# One\n")
    kept = tmp_path / "out" / "index.html"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        build_site(tmp_path / "out", root)
    assert kept.read_text(encoding="utf-8") == "mine"


def test_the_same_site_is_written_twice_over_itself(tmp_path: Path) -> None:
    root = small(tmp_path, "# One\n\nA page that says enough to be listed here.\n")
    first = {file.name: text_of(file) for file in build_site(tmp_path / "out", root)}
    assert {file.name: text_of(file) for file in build_site(tmp_path / "out", root)} == first


def test_an_installed_copy_without_its_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="copy of the repository"):
        build_site(tmp_path / "out", tmp_path)


def test_the_first_sentence_leads(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("# T\n\n短。A sentence that is long enough to lead. More.\n", encoding="utf-8")
    page = read_page(file, "page", {file.resolve(): "page"})
    assert page.lead == "A sentence that is long enough to lead."


def test_every_programme_is_in_the_glossary() -> None:
    from model.policies import available

    glossary = text_of(ROOT / "docs" / "glossary.md")
    missing = [name for name in available() if f"`{name}`" not in glossary]
    assert missing == []
    terms = re.findall(r"^\| (.+?) \| .+ \|", glossary, re.MULTILINE)[2:]
    assert len(terms) == len(set(terms))
