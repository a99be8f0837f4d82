"""Number formats of the workbook: a cell holds the number and shows the text of the brief."""

import re

from results.brief.parts import Value

SHOWN = re.compile(
    r"(?P<before>[^\d+−<]*)(?P<sign>[+−]?)(?P<less><?)(?P<digits>[\d,]*\.?\d+)(?P<after>.*)"
)


def number_format(value: Value) -> str:
    """The format under which the number of a value reads as its text does."""
    found = SHOWN.fullmatch(value.text)
    if found is None:
        return "General"
    after = found["after"]
    decimals = len(found["digits"].partition(".")[2])
    whole = "#,##0" if "," in found["digits"] or abs(cell_number(value)) < 1000.0 else "0"
    core = whole + ("." + "0" * decimals if decimals else "")
    if after.startswith("%"):
        core, after = f"{core}%", after[1:]
    if found["less"]:
        return f'[<0]"−<0.1%";[<0.0005]"<0.1%";{core}'
    core = f"{_quoted(found['before'])}{{sign}}{core}{_quoted(after)}"
    zero = core.format(sign="")
    if not re.search("[1-9]", found["digits"]):
        return f"{zero};{zero};{zero}"
    plus = "+" if found["sign"] == "+" else ""
    return f"{core.format(sign=plus)};{core.format(sign='−')};{zero}"


def cell_number(value: Value) -> float:
    """The number that stands in the cell, in the unit in which the brief shows it."""
    return (value.number or 0.0) / value.divisor


def _quoted(text: str) -> str:
    kept = text.replace('"', "").replace("{", "").replace("}", "")
    return f'"{kept}"' if kept else ""
