"""A broken county pack says file, key, given value and remedy."""

import shutil

import pytest

from calibration.packs.pack import COUNTIES, REQUIRED, load_pack
from model.errors import InputError

YUEQING = COUNTIES / "yueqing"


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "yueqing"
    shutil.copytree(YUEQING, folder)
    return folder


def broken(copy, file, old, new):
    """The error of a pack in which `old` is replaced once by `new` in one file."""
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_pack(copy)
    return caught.value


RURAL = "[facts.rural_income_yuan]\nvalue = 41_991"
WEIGHT = "[facts.survey_urban_weight]\nvalue = 0.6694465746421268"
URBAN_SHARE = "[facts.urbanisation_share]\nvalue = 0.659"
HISTORY = "Wenzhou,温州市,city,2021,69678,35844,0.098,0.105,1.94,no,2022,"
HEADER = "place,zh,level,year,urban_income_yuan"

MISTAKES = {
    # file, old, new, what the message must say
    "percent as text": ("county.toml", URBAN_SHARE, '[facts.urbanisation_share]\nvalue = "65.9%"',
                        ["facts.urbanisation_share.value", "'65.9%'", "0.659"]),
    "percent as number": ("county.toml", URBAN_SHARE, "[facts.urbanisation_share]\nvalue = 65.9",
                          ["facts.urbanisation_share.value", "65.9", "0 to 1"]),
    "number as text": ("county.toml", RURAL, '[facts.rural_income_yuan]\nvalue = "41991"',
                       ["facts.rural_income_yuan.value", "without quotation marks"]),
    "thousands separator": ("county.toml", RURAL, '[facts.rural_income_yuan]\nvalue = "41,991"',
                            ["separators", "41991"]),
    "truth value": ("county.toml", RURAL, "[facts.rural_income_yuan]\nvalue = true",
                    ["facts.rural_income_yuan.value", "true or false"]),
    "not a number": ("county.toml", RURAL, "[facts.rural_income_yuan]\nvalue = nan",
                     ["facts.rural_income_yuan.value", "finite"]),
    "infinite": ("county.toml", RURAL, "[facts.rural_income_yuan]\nvalue = inf",
                 ["facts.rural_income_yuan.value", "finite"]),
    "negative income": ("county.toml", RURAL, "[facts.rural_income_yuan]\nvalue = -41991",
                        ["facts.rural_income_yuan.value", "-41991", "0 or more"]),
    "zero income": ("county.toml", RURAL, "[facts.rural_income_yuan]\nvalue = 0",
                    ["facts.rural_income_yuan", "more than 0"]),
    "unknown key": ("county.toml", RURAL, RURAL.replace("value", "valeu"),
                    ["valeu", "did you mean 'value'"]),
    "missing value": ("county.toml", RURAL, "[facts.rural_income_yuan]",
                      ["facts.rural_income_yuan.value", "missing"]),
    "fact twice": ("county.toml", "[facts.urban_income_yuan]", "[facts.rural_income_yuan]",
                   ["county.toml", "not valid TOML"]),
    "required fact missing": ("county.toml", "[facts.population]", "[facts.inhabitants]",
                              ["facts.population", "missing"]),
    "unknown unit": ("county.toml", 'unit = "share"', 'unit = "shares"',
                     ["unknown unit", "'shares'", "did you mean 'share'"]),
    "unknown grade": ("county.toml", 'grade = "official"', 'grade = "offical"',
                      ["grade", "'offical'", "did you mean 'official'"]),
    "unknown source": ("county.toml", 'source = "yueqing_plan"', 'source = "yueqing_plans"',
                       ["source", "did you mean 'yueqing_plan'"]),
    "no source": ("county.toml", 'source = "yueqing_plan"', 'source = ""',
                  ["facts.rural_income_yuan.source"]),
    "year as text": ("county.toml", "year = 2021", 'year = "2021"', ["year", "'2021'"]),
    "year of another century": ("county.toml", "year = 2021", "year = 221", ["year", "221"]),
    "empty label": ("county.toml", 'zh = "农村居民人均可支配收入"', 'zh = ""', [".zh"]),
    "unknown pack label": ("county.toml", 'label = "partly calibrated"', 'label = "calibratd"',
                           ["county.label", "did you mean 'calibrated'"]),
    "unknown table": ("county.toml", "[county]", "[count]", ["count", "did you mean 'county'"]),
    "not TOML": ("county.toml", "[county]", "[county", ["county.toml", "not valid TOML", "line"]),
    "survey identity": ("county.toml", WEIGHT, "[facts.survey_urban_weight]\nvalue = 0.659",
                        ["resident_income_yuan", "survey_urban_weight"]),
    "population identity": ("county.toml", URBAN_SHARE, "[facts.urbanisation_share]\nvalue = 0.75",
                            ["urban_population", "population × urbanisation_share"]),
    "ratio identity": ("county.toml", "value = 1.745", "value = 1.9",
                       ["ratio_published", "1.9", "1.745"]),
    "shares do not add up": ("county.toml", "value = 0.586", "value = 0.686",
                             ["rural_wage_share", "add up", "1.1"]),
    "share missing": ("county.toml", "[facts.rural_property_share]", "[facts.rural_prop_share]",
                      ["rural_property_share", "missing from its group"]),
    "quintiles descend": ("county.toml", "value = 6860", "value = 26860",
                          ["rural_quintile_2", "ascend"]),
    "floor above mean": ("county.toml", "[facts.collective_floor_yuan]\nvalue = 250_000",
                         "[facts.collective_floor_yuan]\nvalue = 25_000_000",
                         ["collective_revenue_yuan", "villages × floor"]),
    "more dividend villages than villages": (
        "county.toml", "[facts.dividend_villages]\nvalue = 49",
        "[facts.dividend_villages]\nvalue = 4900", ["dividend_villages", "exceeds villages"]),
    "history of 2022": ("history.csv", HISTORY, HISTORY.replace("2021", "2022", 1),
                        ["history.csv", "year", "2021"]),
    "history twice": ("history.csv", "Wenzhou,温州市,city,2020", "Wenzhou,温州市,city,2021",
                      ["history.csv", "twice", "Wenzhou, 2021"]),
    "negative history": ("history.csv", HISTORY, HISTORY.replace("69678", "-69678"),
                         ["urban_income_yuan", "greater than 0"]),
    "growth in percent": ("history.csv", HISTORY, HISTORY.replace("0.098", "9.8"),
                          ["urban_growth", "9.8"]),
    "growth as percent text": ("history.csv", HISTORY, HISTORY.replace("0.098", "9.8%"),
                               ["urban_growth", "'9.8%'", "0.098"]),
    "unknown level": ("history.csv", HISTORY, HISTORY.replace("city", "citty"),
                      ["level", "did you mean 'city'"]),
    "wrong column": ("history.csv", HEADER, HEADER.replace("urban_income_yuan", "urban_income"),
                     ["header", "'urban_income'", "did you mean 'urban_income_yuan'"]),
    "missing column": ("history.csv", HEADER, HEADER.replace("place,zh,", "place,"),
                       ["header", "'zh' is missing"]),
    "column twice": ("history.csv", HEADER, HEADER.replace("zh,", "place,"),
                     ["header", "twice", "place"]),
    "a cell too many": ("history.csv", HISTORY, HISTORY + "x,", ["line ", "14 cells", "13"]),
    "open quotation": ("history.csv", HISTORY, HISTORY.replace("Wenzhou", '"Wenzhou'),
                       ["history.csv", "line "]),
    "sources exceed total": ("income_sources.csv", ",20990,", ",40990,",
                             ["income_sources.csv", "add up"]),
    "target without value": ("targets.csv", ",2024,target,74200,", ",2024,target,,",
                             ["targets.csv", "a target needs a value"]),
    "unknown direction": ("targets.csv", ",>=,", ",=>,", ["direction", "'=>'", "'>='"]),
    "target twice": ("targets.csv", "resident_income,2023,", "resident_income,2022,",
                     ["targets.csv", "twice", "resident_income"]),
    "lever without use": ("levers.csv", "three_incomes,special_fund_yuan,", ",,",
                          ["levers.csv", "not modelled"]),
    "lever of no fact": ("levers.csv", "fact,urban_income_yuan", "fact,urban_incom_yuan",
                         ["levers.csv", "did you mean 'urban_income_yuan'"]),
    "levers disagree": ("levers.csv", "2024,2024,target,600,", "2024,2024,target,700,",
                        ["levers.csv", "three_incomes.houses", "contradicts", "600", "700"]),
    "lever backwards": ("levers.csv", ",2022,2024,standard,", ",2024,2022,standard,",
                        ["last_year lies before first_year"]),
    "conflict weights": ("conflicts.toml", "weight = 0.8", "weight = 0.7",
                         ["conflicts.low_income_2021", "add up to 0.9"]),
    "chosen nothing": ("conflicts.toml", 'chosen = "text"', 'chosen = "texts"',
                       ["conflicts.low_income_2021", "'texts'", "none of the readings"]),
    "one reading": ("conflicts.toml", "[[conflicts.low_income_2021.readings]]\n"
                    'name = "annex"', '[conflicts.low_income_2021.annex]\nname = "annex"',
                    ["conflicts.low_income_2021"]),
    "readings of one name": ("conflicts.toml", 'name = "annex"', 'name = "text"',
                             ["same name"]),
    "unknown key in a reading": ("conflicts.toml", 'weight = 0.8', 'wieght = 0.8',
                                 ["wieght", "did you mean 'weight'"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_remedy(copy, mistake):
    file, old, new, expected = MISTAKES[mistake]
    message = str(broken(copy, file, old, new))
    assert message.startswith(file)
    assert [part for part in expected if part not in message] == [], message
    assert len(message) < 1500


def test_at_least_forty_mistakes_are_covered():
    assert len(MISTAKES) >= 40


@pytest.mark.parametrize("file", REQUIRED)
def test_a_missing_file_is_named(copy, file):
    (copy / file).unlink()
    with pytest.raises(InputError, match=f"{file}: file is missing"):
        load_pack(copy)


@pytest.mark.parametrize("file", [*REQUIRED, "income_sources.csv"])
def test_an_empty_file_is_named(copy, file):
    (copy / file).write_bytes(b"")
    with pytest.raises(InputError, match=file.replace(".", r"\.")):
        load_pack(copy)


@pytest.mark.parametrize("file", [name for name in REQUIRED if name.endswith("csv")])
def test_a_file_with_a_header_only_is_named(copy, file):
    lines = (copy / file).read_text(encoding="utf-8").splitlines()
    (copy / file).write_text(lines[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"{file}: holds no rows"):
        load_pack(copy)


def test_a_folder_in_place_of_a_file_is_named(copy):
    (copy / "targets.csv").unlink()
    (copy / "targets.csv").mkdir()
    with pytest.raises(InputError, match=r"targets\.csv: file is missing"):
        load_pack(copy)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"\x80\x81\xff", "年".encode("utf-16")])
def test_bytes_that_are_no_text_are_refused(copy, data):
    (copy / "targets.csv").write_bytes(data)
    with pytest.raises(InputError, match=r"targets\.csv: .*(UTF-8|unknown column|holds no rows)"):
        load_pack(copy)


def test_an_unreadable_file_or_folder_is_named(copy, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(InputError, match=r"county\.toml: file cannot be read"):
        load_pack(copy)
    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    with pytest.raises(InputError, match="yueqing: folder cannot be read"):
        load_pack(copy)


def test_a_file_that_nobody_reads_is_refused_with_the_nearest_name(copy):
    (copy / "target.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"did you mean 'targets\.csv'"):
        load_pack(copy)


def test_a_tag_of_the_shared_sources_cannot_be_redefined(copy):
    (copy / "sources.toml").write_text('[sources.yueqing_plan]\ntitle = "x"\nvintage = "none"\n')
    with pytest.raises(InputError, match="taken by a shared source"):
        load_pack(copy)


def test_a_pack_may_bring_sources_of_its_own(copy):
    (copy / "sources.toml").write_text('[sources.own_list]\ntitle = "x"\nvintage = "none"\n')
    assert load_pack(copy).sources["own_list"].title == "x"


@pytest.mark.parametrize(
    "name", ["yueqin", "", "../yueqing", "/no/such/folder", "con", "a\nb", "a\0b", "x" * 5000,
             "乐清", "\u202eyueqing", "yueqing/", "."]
)  # fmt: skip
def test_an_unknown_county_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        load_pack(name)


def test_a_mistyped_county_is_told_the_right_name():
    with pytest.raises(InputError, match="did you mean 'yueqing'"):
        load_pack("yueqin")


def test_an_unknown_fact_is_told_the_nearest():
    with pytest.raises(InputError, match="did you mean 'rural_income_yuan'"):
        load_pack("yueqing").value("rural_incom_yuan")


# Optional parts -----------------------------------------------------------------------------

TOWNS = "id,name,kind,source\n0,柳市镇,town,yueqing_plan\n1,,unknown,own_assumption\n"
VILLAGES = "id,name,town,total_revenue_yuan,pays_dividends,source\n5,长虹村,0,,yes,yueqing_plan\n"
ENTERPRISES = "id,town,sector,workers,source\n1,1,0,120,own_assumption\n"


def test_real_parts_are_read(copy):
    (copy / "towns.csv").write_text(TOWNS, encoding="utf-8")
    (copy / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    (copy / "enterprises.csv").write_text(ENTERPRISES, encoding="utf-8")
    pack = load_pack(copy)
    assert [town.name for town in pack.towns] == ["柳市镇", ""]
    assert pack.villages[0].pays_dividends is True
    assert pack.villages[0].total_revenue_yuan is None
    assert pack.enterprises[0].workers == 120


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("villages.csv", ",0,,yes", ",7,,yes", "no such town"),
        ("villages.csv", ",0,,yes", ",0,-5,yes", "greater than or equal to 0"),
        ("villages.csv", ",0,,yes", ",0,,perhaps", "pays_dividends"),
        ("towns.csv", "1,,unknown", "0,,unknown", "twice"),
        ("towns.csv", ",town,", ",city,", "kind"),
        ("enterprises.csv", ",120,", ",0,", "greater than 0"),
        ("enterprises.csv", "1,1,0", "1,9,0", "no such town"),
    ],
)
def test_wrong_real_parts_are_refused(copy, file, old, new, message):
    parts = {"towns.csv": TOWNS, "villages.csv": VILLAGES, "enterprises.csv": ENTERPRISES}
    for name, text in parts.items():
        changed = text.replace(old, new, 1) if name == file else text
        (copy / name).write_text(changed, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_pack(copy)


def test_hostile_names_do_not_fill_or_turn_the_message(copy):
    name = "9" * 5000 + "\u202e\x1b"
    text = (copy / "conflicts.toml").read_text(encoding="utf-8")
    escaped = name.replace("\x1b", "\\u001b")
    (copy / "conflicts.toml").write_text(
        text.replace("weight = 0.8", f'"{escaped}" = 1', 1), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"9{57}\.\.\.: unknown key") as caught:
        load_pack(copy)
    assert str(caught.value).isprintable()
