"""Words: both languages say the same things, and every unit and name of the model has words."""

import re

import pytest

from calibration.packs.pack import load_pack
from model.indicators import FOUND
from model.ledger import ACCOUNTS, KINDS, TAGS
from model.parameters import Parameters
from results.language import LANGUAGES, words
from results.numbers import SAME, WITHOUT_WORDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PACK = load_pack("yueqing")


def leaves(entry: object, path: str = "") -> dict[str, str]:
    """Texts by path."""
    if isinstance(entry, dict):
        return {
            key: text
            for name, part in entry.items()
            for key, text in leaves(part, f"{path}.{name}").items()
        }
    return {path: str(entry)}


def test_every_word_exists_in_both_languages() -> None:
    chinese, english = (leaves(words(language)) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert all(chinese.values())
    assert all(english.values())
    assert [key for key, text in english.items() if CHINESE.search(text)] == []


def test_texts_have_the_same_gaps() -> None:
    chinese, english = (leaves(words(language)) for language in LANGUAGES)
    for key, text in chinese.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key])), key


UNITS = {
    "indicators": {card.unit for card in FOUND.values()},
    "unknowns": {card.unit for card in Parameters.cards().values()},
    "facts": {fact.unit for fact in PACK.facts.values()},
    "targets": {goal.unit for goal in PACK.targets},
}


@pytest.mark.parametrize("of", UNITS)
def test_every_unit_has_words(of: str) -> None:
    known = {*words("zh")["units"], *WITHOUT_WORDS, *SAME}
    unknown = {unit for unit in UNITS[of] - known if not unit.startswith("share")}
    assert unknown == set()


@pytest.mark.parametrize(
    ("section", "names"),
    [("account", ACCOUNTS), ("tag", TAGS), ("source", KINDS[:4]), ("kind", KINDS[4:])],
)
def test_every_name_of_the_ledger_has_words(section: str, names: tuple[str, ...]) -> None:
    assert set(names) <= set(words("zh")["labels"][section])


def test_every_grade_has_words() -> None:
    grades = {card.grade for card in Parameters.cards().values()}
    assert grades | {fact.grade for fact in PACK.facts.values()} <= set(words("zh")["grades"])
