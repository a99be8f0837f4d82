"""A panel file is read strictly, and nothing after an origin gets out of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.history.panel_data import (
    LATER,
    Panel,
    parse_panel,
    read_panel,
    refuse_later,
    refuse_unknown,
)
from calibration.history.places import known_place, line_of, places
from model.errors import InputError

HEAD = "place,level,year,urban_income,rural_income,urban_growth_pct,rural_growth_pct,derived"


def panel(*rows, head=HEAD):
    return parse_panel("\n".join((head, *rows)).encode(), "mine.csv")


def test_a_row_is_read_as_it_stands():
    row = panel("Wenzhou,city,2021,69678,35844,9.8,10.5,yes").rows[0]
    assert (row.place, row.level, row.year, row.line) == ("wenzhou", "city", 2021, 2)
    assert (row.urban, row.rural) == (69678.0, 35844.0)
    assert (row.urban_growth_pct, row.rural_growth_pct) == (9.8, 10.5)
    assert row.derived
    assert row.parent == "zhejiang"


def test_blanks_are_none_and_growth_may_stand_alone():
    row = panel("庆元县,county,2024,,,6.2,8.1,").rows[0]
    assert row.place == "qingyuan"
    assert row.urban is None
    assert row.rural is None
    assert not row.derived


@pytest.mark.parametrize("name", ["Rui'an", "ruian", "瑞安市", "瑞安", " RUIAN "])
def test_a_place_has_the_same_name_however_it_is_called(name):
    assert panel(f"{name},county,2021,1000,900,,,").places() == ("ruian",)


def test_an_unlisted_place_keeps_its_name_and_may_name_its_parent():
    row = panel(
        "Nowhere,county,2021,1000,900,温州市",
        head="place,level,year,urban_income,rural_income,parent",
    ).rows[0]
    assert (row.place, row.parent) == ("Nowhere", "wenzhou")
    assert panel("Nowhere,county,2021,1000,900,,,").rows[0].parent is None


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ("a,county,2021,x,900,,,", "line 2.urban_income", "x"),
        ("a,county,2021,inf,900,,,", "line 2.urban_income", "inf"),
        ("a,county,2021,-5,900,,,", "line 2.urban_income", "-5"),
        ("a,county,2021,1000,900,99%,,", "line 2.urban_growth_pct", "99%"),
        ("a,county,2021,1000,900,400,,", "line 2.urban_growth_pct", "400"),
        ("a,conty,2021,1000,900,,,", "line 2.level", "conty"),
        ("a,county,21,1000,900,,,", "line 2.year", "21"),
        ("a,county,2021.5,1000,900,,,", "line 2.year", "2021.5"),
        ("a,county,0000002021,1000,900,,,", "line 2.year", "0000002021"),
        (",county,2021,1000,900,,,", "line 2.place", ""),
        ("a,county,2021,1000,900,,,maybe", "line 2.derived", "maybe"),
        ("a,county,2021,1000,900", "line 2", None),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(row, key, value):
    with pytest.raises(InputError) as error:
        panel(row)
    assert (error.value.file, error.value.key) == ("mine.csv", key)
    assert value is None or error.value.value in (value, value.casefold())


def test_a_mistyped_level_has_a_nearest_name():
    with pytest.raises(InputError, match="did you mean 'county'"):
        panel("a,countyy,2021,1000,900,,,")


@pytest.mark.parametrize("missing", ["place", "level", "year", "urban_income", "rural_income"])
def test_a_missing_column_is_named(missing):
    head = HEAD.replace(missing, f"{missing}x")
    with pytest.raises(InputError, match=f"'{missing}' is missing") as error:
        panel("a,county,2021,1000,900,,,", head=head)
    assert error.value.nearest == f"{missing}x"


def test_a_place_and_year_may_not_appear_twice_under_two_names():
    with pytest.raises(InputError, match="also on line 2"):
        panel("Wenzhou,city,2021,69678,35844,,,", "温州市,city,2021,69678,35844,,,")


def test_other_columns_are_ignored_and_commas_and_byte_marks_do_no_harm():
    data = (
        '\ufeffplace,level,year,urban_income,rural_income,colour\na,county,2021,"1,000",900,red\n'
    )
    assert parse_panel(data.encode(), "mine.csv").rows[0].urban == 1000.0


@given(st.text(max_size=300) | st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_whatever_a_file_holds_only_an_input_error_comes_of_it(data):
    text = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    for content in (text, f"{HEAD}\n".encode() + text):
        try:
            parse_panel(content, "mine.csv")
        except InputError:
            continue


def test_cuts_keep_rows_in_order_and_drop_what_they_say():
    whole = panel(
        "a,county,2020,1000,900,,,",
        "b,county,2021,1000,900,,,",
        "a,county,2022,1,,,,".replace(",1,", ",1000,"),
    )
    assert [row.year for row in whole.until(2021).rows] == [2020, 2021]
    assert whole.without("a").places() == ("b",)
    assert sorted(whole.of("a")) == [2020, 2022]
    with pytest.raises(InputError, match="may not be fitted") as error:
        refuse_later(whole, 2021)
    assert error.value.key == "line 4.year"


@pytest.mark.parametrize(
    ("derived", "published", "known_from"),
    [("no", "", 2020), ("yes", "", 2021), ("no", "2021", 2020), ("yes", "2021", 2020),
     ("no", "2023", 2022), ("yes", "2023", 2022), ("no", "2020", 2020)],
)  # fmt: skip
def test_a_row_is_known_from_the_year_before_its_document_on(derived, published, known_from):
    head = HEAD if "published" in HEAD.split(",") else f"{HEAD},published"
    cells = dict.fromkeys(head.split(","), "")
    cells |= {"place": "a", "level": "county", "year": "2020", "urban_income": "50001"}
    cells |= {"rural_income": "30001", "derived": derived, "published": published}
    found = parse_panel(f"{head}\n{','.join(cells.values())}".encode(), "mine.csv")
    assert found.rows[0].known_from == known_from
    assert not found.as_of(known_from - 1).rows
    assert found.as_of(known_from).rows == found.rows
    refuse_unknown(found, known_from)
    with pytest.raises(InputError, match="may not be fitted"):
        refuse_unknown(found, known_from - 1)


def test_levels_of_2021_that_were_computed_from_2022_are_unknown_at_origin_2021():
    bundled = Panel.bundled()
    known = bundled.as_of(2021)
    for place in ("shaoxing", "jinhua", "jiaxing", "quzhou", "keqiao", "qingyuan", "yiwu"):
        assert 2021 in bundled.of(place)
        assert 2021 not in known.of(place)
    assert {"wenzhou", "yueqing", "ningbo"} <= {row.place for row in known.rows if row.year == 2021}
    assert all(row.published or not row.derived for row in bundled.rows)


def test_the_panel_of_the_fit_ends_in_2021_and_later_rows_are_kept_apart():
    assert Panel.bundled().last_year() == 2021
    assert min(row.year for row in read_panel(LATER).rows) == 2022
    assert Panel.for_scoring().until(2021).rows == Panel.bundled().rows


def test_every_row_of_the_panel_is_of_a_listed_place_and_names_its_source():
    for row in Panel.for_scoring().rows:
        assert known_place(row.place) is not None
        assert row.source
        assert known_place(row.place).level == row.level


def test_levels_printed_growth_and_ratios_of_the_panel_agree():
    for row in Panel.for_scoring().rows:
        if row.urban and row.rural and row.ratio:
            assert row.urban / row.rural == pytest.approx(row.ratio, abs=0.0125)


def test_every_place_lies_in_the_province():
    listed = {place.name for place in places()}
    assert len(listed) == 103
    for place in places():
        assert place.parent is None or place.parent in listed
    assert all(line_of(place.name)[-1] == "china" for place in places())
    assert line_of("yueqing") == ("yueqing", "wenzhou", "zhejiang", "china")
