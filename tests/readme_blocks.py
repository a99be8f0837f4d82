"""Code blocks and links of the documentation, as a reader would copy and follow them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
RECIPES = "Add a policy, a county, an indicator, a chart"

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SIZE = ("--draws", "1", "--seeds", "1", "--scale", "0.01")
FEWER = {
    "bench": ("--scale", "0.002"),
    "calibrate": ("--worlds", "200", "--scale", "0.01"),
    "sensitivity": ("--scale", "0.01", "--trajectories", "2", "--budget-worlds", "20"),
}
"""Sizes of other commands: `sensitivity` screens the eight families of policies and stops there."""
SIZED = ("forecast", "run", "compare", "attribute", "allocate", "explore")
WITHOUT_SEARCH = ("--goal", "0")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, and the paragraph before it."""

    language: str
    text: str
    before: str

    @property
    def file(self) -> str:
        """The last file that the paragraph before the block names."""
        return re.findall(r"`([\w./]+/[\w.]+\.\w+)`", self.before)[-1]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sections(text: str, level: int) -> dict[str, str]:
    """Text by heading of one level, up to the next heading of that level or above."""
    found: dict[str, str] = {}
    heading = None
    for line in without_code_headings(text).splitlines():
        marks = re.match(r"(#+) (.*)", line)
        if marks and len(marks[1]) <= level:
            heading = marks[2] if len(marks[1]) == level else None
            if heading:
                found[heading] = ""
        elif heading:
            found[heading] += line.replace("\0", "#") + "\n"
    return found


def without_code_headings(text: str) -> str:
    """The text with `#` inside code blocks hidden as NUL, so that no comment is a heading."""
    return FENCE.sub(lambda block: block[0].replace("#", "\0"), text)


def blocks(text: str) -> list[Block]:
    """Every fenced block of a text."""
    found, end = [], 0
    for match in FENCE.finditer(text):
        before = text[end : match.start()].strip().rpartition("\n\n")[2]
        found.append(Block(match[1], match[2], before))
        end = match.end()
    return found


def lines(text: str, *languages: str) -> list[str]:
    """Lines of the blocks in these languages."""
    return [
        line.removeprefix("$ ").partition(" #")[0].strip()
        for block in blocks(text)
        if block.language in languages
        for line in block.text.splitlines()
        if line.strip()
    ]


def smaller(line: str) -> list[str]:
    """Arguments of a `sanjin` line, at the smallest size where it has one."""
    _, command, *rest = line.split()
    if command == "targets":
        return [command, *SIZE, *WITHOUT_SEARCH, *rest]
    if command == "expand":
        rest = [word if word != "32" else "2" for word in rest]
    if command in FEWER:
        return [command, *FEWER[command], *rest]
    return [command, *(SIZE if command in SIZED else ()), *rest]


def files_of(page: Path) -> dict[str, str]:
    """Files that a page tells its reader to write: a name in backticks, then the block."""
    found: dict[str, str] = {}
    for block in blocks(text_of(page)):
        named = named_file(block)
        if named:
            found[named] = block.text
    return found


def named_file(block: Block) -> str | None:
    match = re.fullmatch(r"`([\w.]+\.toml)`:", block.before)
    return match[1] if match and block.language == "toml" else None


def pages() -> list[Path]:
    """Every page that readers are sent to."""
    return [
        README,
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "calibration" / "counties").glob("*/README.md")),
    ]
