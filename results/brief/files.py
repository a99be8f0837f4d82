"""The files of a brief: which formats there are, and how they are written into a run folder."""

from collections.abc import Sequence
from pathlib import Path

from results.brief.build import build
from results.brief.docx_file import docx_file
from results.brief.pdf_file import pdf_file
from results.brief.pictures import pictures
from results.brief.xlsx_file import xlsx_file
from results.files import write_bytes
from results.language import LANGUAGES
from results.report import page
from results.run import Run

FORMATS = ("html", "docx", "xlsx", "pdf")


def write_brief(
    run: Run,
    formats: Sequence[str],
    languages: Sequence[str],
    *,
    others: Sequence[Run] = (),
    out: Path | None = None,
) -> list[Path]:
    """Write the brief of a run: `report.html` with both languages, other formats one a language.

    Args: out, a folder to write to instead of the run folder.
    Returns: the files written. Raises: RunFolderError when the run lacks what a brief needs, or
    the machine what a format needs.
    """
    contents: dict[str, bytes] = {}
    paged = bool({"html", "pdf"} & set(formats))
    briefs = {name: build(run, name, others) for name in (LANGUAGES if paged else languages)}
    if paged:
        shown = page(briefs, languages[0])
        if "html" in formats:
            contents["report.html"] = shown.encode("utf-8", "backslashreplace")
        if "pdf" in formats:
            contents |= {f"report.{name}.pdf": pdf_file(shown, name) for name in languages}
    for name in languages:
        if "docx" in formats:
            brief = briefs[name]
            contents[f"report.{name}.docx"] = docx_file(brief, pictures(brief))
        if "xlsx" in formats:
            contents[f"report.{name}.xlsx"] = xlsx_file(briefs[name], run)
    return [_write(run, name, content, out) for name, content in contents.items()]


def _write(run: Run, name: str, content: bytes, out: Path | None) -> Path:
    if out is None:
        return run.folder.write_bytes(name, content)
    write_bytes(out / name, content)
    return out / name
