"""Pictures of the charts of a brief, for files that cannot draw them; or why there are none."""

from collections.abc import Mapping

from results.brief.parts import Brief, Drawing
from results.brief.words import brief_words
from results.errors import RunFolderError
from results.images import render

Pictures = Mapping[str, bytes | str]
"""A picture as PNG by chart, or the sentence that stands in its place."""


def pictures(brief: Brief) -> dict[str, bytes | str]:
    """Draw every chart of a brief; where that cannot be done, say why in its place."""
    drawings = (part for section in brief.sections for part in section.parts)
    found: dict[str, bytes | str] = {}
    for drawing in drawings:
        if isinstance(drawing, Drawing):
            found[drawing.name] = _picture(drawing, brief.language)
    return found


def _picture(drawing: Drawing, language: str) -> bytes | str:
    text = brief_words(language)["office"]
    if drawing.figure is None:
        return str(text["no_picture"].format(reason=drawing.missing))
    try:
        return render(drawing.figure, language, "png", "print")
    except RunFolderError as error:
        return str(text["no_picture"].format(reason=error))
