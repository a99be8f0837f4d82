"""Text for the plotting library: without markup of its own, and broken into lines."""

UNITS = "年元倍人个家户亩村万亿"
"""Characters that stay on the line of the number before them."""


def plain(text: str) -> str:
    """Text that the plotting library draws as it stands, without its own markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def folded(text: str, width: int) -> str:
    """Text broken into lines with `<br>`; a Chinese character counts as two."""
    lines, length = [""], 0
    for piece in _pieces(text):
        size = sum(2 if ord(letter) > 0x2E7F else 1 for letter in piece)
        if length and length + size > width:
            lines.append("")
            length = 0
        lines[-1] += piece if length else piece.lstrip()
        length += size
    return "<br>".join(plain(line.rstrip()) for line in lines)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for letter in text:
        glued = pieces and ord(letter) <= 0x2E7F and letter != " " and ord(pieces[-1][-1]) <= 0x2E7F
        closing = pieces and letter in "，。；：、）”"
        if letter in UNITS and "".join(pieces[-2:]).rstrip()[-1:].isdigit():
            space = pieces.pop() if pieces[-1] == " " else ""
            pieces[-1] += space + letter
        elif glued or closing:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
