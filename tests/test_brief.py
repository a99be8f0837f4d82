"""The brief: every number is looked up, none is typed, both languages say the same."""

import re
import tomllib
from pathlib import Path

import pytest
from brief_numbers import CONVENTIONS, WORDS, looked_up, texts_of, tokens
from fake_run import fake_run

from results.brief import audit, beside
from results.brief.build import build
from results.brief.facts import Facts
from results.brief.parts import Brief, Paragraph, Value, values_of
from results.brief.words import brief_words, chance_of, chances
from results.errors import RunFolderError
from results.language import LANGUAGES
from results.numbers import MISSING
from results.run import Run

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake_run(tmp_path_factory.mktemp("brief") / "run")


@pytest.fixture(scope="module")
def briefs(folder: Path) -> dict[str, Brief]:
    run = Run.open(folder)
    return {language: build(run, language) for language in LANGUAGES}


def test_it_answers_every_question_in_its_order(briefs: dict[str, Brief]) -> None:
    names = [section.name for section in briefs["zh"].sections]
    asked = ["headline", "targets", "change", "contributions", "gains", "variance", "wrong"]
    asked += ["audit", "assumptions", "quality", "reproduce"]
    assert [name for name in names if name in asked] == asked


def test_both_languages_have_the_same_sections_tables_and_numbers(
    briefs: dict[str, Brief],
) -> None:
    def shape(brief: Brief) -> list[tuple[str, list[str]]]:
        return [(part.name, [table.name for table in part.tables()]) for part in brief.sections]

    chinese, english = (list(briefs[language].values()) for language in LANGUAGES)
    assert shape(briefs["zh"]) == shape(briefs["en"])
    assert [(name, value.number, value.place) for name, value in chinese] == [
        (name, value.number, value.place) for name, value in english
    ]
    assert len(chinese) > 250


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_at_the_place_that_it_names(
    briefs: dict[str, Brief], folder: Path, language: str
) -> None:
    looked = 0
    for _, value in briefs[language].values():
        found = looked_up(folder, value.place)
        if found is None:
            continue
        assert value.number == pytest.approx(found, rel=1e-9, abs=1e-12), str(value.place)
        looked += 1
    assert looked > 230


def shown(value: Value) -> float:
    """What the text of a value says, in the unit of its number."""
    plain = value.text.replace("−", "-").replace(",", "")
    digits = re.search(r"[+-]?\d+(\.\d+)?", plain)
    assert digits, value
    return float(digits[0]) * value.divisor / (100.0 if "%" in plain else 1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_its_number_rounded(briefs: dict[str, Brief], language: str) -> None:
    for section, value in briefs[language].values():
        if value.number is None:
            assert value.text == MISSING
        elif "<" not in value.text:
            decimals = len(re.search(r"\d(\.\d+)?(?=\D*$)", value.text)[0]) - 2  # type: ignore[index]
            step = value.divisor * 10.0 ** -max(decimals, 0) / (100.0 if "%" in value.text else 1.0)
            assert abs(shown(value) - value.number) <= 0.5001 * step, (section, value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_hold_no_number_but_their_values(briefs: dict[str, Brief], language: str) -> None:
    values, stored = texts_of(briefs[language])
    for section in briefs[language].sections:
        for part in section.parts:
            if isinstance(part, Paragraph) and part.values:
                own = {token for value in part.values for token in tokens(value.text)}
                assert tokens(part.text) <= own | CONVENTIONS | stored, part.text
    assert len(values) > 100


def leaves(entry: object, path: str = "") -> dict[str, str]:
    if not isinstance(entry, dict):
        return {path: str(entry)}
    return {
        key: text
        for name, part in entry.items()
        for key, text in leaves(part, f"{path}.{name}").items()
    }


def test_no_number_is_typed_into_the_words() -> None:
    words = leaves(tomllib.loads(WORDS.read_text(encoding="utf-8")))
    typed = {
        path: text
        for path, text in words.items()
        if not path.endswith("ends_at")
        and re.search(r"\d", re.sub(r"E[12]|\b(5|50|90|95)%", "", text))
    }
    assert typed == {}


def test_the_words_are_there_in_both_languages_with_the_same_gaps() -> None:
    chinese, english = (leaves(brief_words(language)) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    for path, text in chinese.items():
        gaps, others = (set(re.findall(r"{\w+}", said)) for said in (text, english[path]))
        assert gaps == others, path
    assert [text for text in english.values() if CHINESE.search(text)] == []


def test_words_for_probabilities_cover_everything_once() -> None:
    ends = list(chances().values())
    assert ends == sorted(set(ends))
    assert ends[-1] == 1.0
    assert set(brief_words("zh")["chance_words"]) == set(chances())


@pytest.mark.parametrize(
    ("probability", "outcomes", "word"),
    [
        (0.0, None, "exceptionally_unlikely"),
        (0.05, None, "very_unlikely"),
        (0.33, None, "unlikely"),
        (0.5, None, "even"),
        (0.67, None, "likely"),
        (0.95, None, "very_likely"),
        (1.0, None, "virtually_certain"),
        (1.0, 32, "very_likely"),
        (0.0, 32, "very_unlikely"),
        (1.0, 2, "likely"),
        (1.0, 500, "virtually_certain"),
    ],
)
def test_a_probability_has_its_word(probability: float, outcomes: int | None, word: str) -> None:
    assert chance_of(probability, outcomes) == word


def test_a_target_that_was_met_before_proves_nothing(briefs: dict[str, Brief]) -> None:
    said = [part.text for part in briefs["zh"].sections[1].parts if isinstance(part, Paragraph)]
    assert any("2021 年已经达到的目标" in text and "城乡倍差" in text for text in said)


def test_the_audit_and_the_warnings_are_told(briefs: dict[str, Brief]) -> None:
    sections = {section.name: section for section in briefs["zh"].sections}
    findings = next(sections["audit"].tables())
    assert [row[0] for row in findings.rows] == ["矛盾", "隐含值"]
    assert sections["wrong"].parts[0] == Paragraph("只有一个随机种子", style="warning")


def test_a_run_of_before_says_that_it_has_no_audit(tmp_path: Path) -> None:
    folder = fake_run(tmp_path / "run", finish=False)
    (folder / "tables/audit.parquet").unlink()
    said = audit.section(Facts(Run.open(folder), "zh")).parts[0]
    assert isinstance(said, Paragraph)
    assert "没有存下审计结果" in said.text


def test_several_runs_stand_beside_each_other(folder: Path, tmp_path: Path) -> None:
    run, other = Run.open(folder), Run.open(fake_run(tmp_path / "other", scenario="bolder"))
    section = beside.section(Facts(run, "zh"), [other])
    numbers, settings = section.tables()
    assert run.fingerprint in numbers.head[1]
    assert other.fingerprint in numbers.head[3]
    assert {row[0] for row in settings.rows} == {"运行编号", "情景"}
    values = [value for part in section.parts for value in values_of(part)]
    assert {value.place.run for value in values} == {"", other.fingerprint}
    for value in values:
        whose = other.folder.path if value.place.run else folder
        assert value.number == pytest.approx(looked_up(whose, value.place), rel=1e-9)


def test_a_study_cannot_stand_beside_a_forecast(folder: Path) -> None:
    run, study = Run.open(folder), Run.open(folder)
    study.summary = {**study.summary, "study": "comparison"}
    with pytest.raises(RunFolderError, match="study"):
        beside.section(Facts(run, "zh"), [study])
