"""Nothing of the documents is skipped, and nothing is called done that no test exercises."""

import json
import shutil
from dataclasses import fields

import numpy as np
import proof
import pytest
from real_county import PILOT, outcome, policies, real_county, trend_world

from calibration.packs.coverage import FOLDER, check_coverage, load_coverage, not_modelled
from calibration.packs.pack import available_packs, load_pack, shared_sources
from model.errors import InputError
from model.policies import available
from scenarios.__main__ import run
from scenarios.inputs.scenario import load_scenario
from scenarios.reference.identifiability_page import identifiability_page
from scenarios.reference.reference_pages import PAGES, coverage_page, policies_page

BESIDE = {
    "digital_ledger": ("alliances",), "guarantee_company": ("rural_finance",),
    "farm_insurance": PILOT,
}  # fmt: skip
"""What a catalyst needs beside it to have anything to speed up."""

NUMBERS = {
    "yueqing": 236, "pingyang": 120, "qingyuan": 55, "keqiao": 19, "cixi": 26, "fuyang": 36,
    "quzhou": 15,
}  # fmt: skip
"""Numbers and named levers of each place in the five documents: 507 in all."""

NAMED = {
    "yueqing_plan": """
        1+3+X 党建 共富乐购 邻里工坊 国企+民营+村集体 担保 保底 优先雇用 飞地 连片 五大金融强村
        石斛贷 专员 无还本续贷 闲置农房 产权交易 保险 石斛产业 劳动生产率 培训 专项资金
        新增建设用地 9000元 一本账 全景地图 工具箱 数据仓 扩中 股权流转 质押、继承 农民持股计划
        公积金 超面积 退出 资格权 30年 三位一体 80%→90% 超市 抵押贷款 技能人才 岭底乡 智能手机
        邻里食堂 书房 土地出让 循环慈善 共富车间 三金 涉农贷款
    """,
    "keqiao_draft": """
        重点村 省级、市级 众筹 强村公司 新农人 100万元 20万元 品牌 共享设施
    """,
    "qingyuan_plan": """
        技能干部 民宿 来料加工 电商 合作社 搬 公益性岗位 爱心岗位 消费帮扶 动态监测 强村公司
        10万元 13000元 20万元、50万元 3万元 入市 预流转 生态产品 十万农民 5亿元
    """,
    "zhejiang_practice_2023": """
        81个片区 海涂 创富体 25+4 星级 供需匹配 六大类 倒推 医疗 三个层次 五大联盟 榜单 1262
        残疾人
    """,
    "pingyang_plan": """
        工坊矩阵 零工 公益性岗位220 培训 最低工资 新农人 市民化 等级 长期护理 三金 养老金 低保
        创业担保 能级工资 技能共富贷 安薪 9000 残疾人 1000套 契约型 30万元 庭院经济 林权 粮食
        三大差距
    """,
}
"""Words that must stand in the rows of a document: its systems, so that none is skipped."""


@pytest.fixture(scope="module")
def rows():
    return load_coverage()


def test_rows_name_policies_settings_and_indicators_that_exist(rows):
    check_coverage(rows)


def test_every_document_is_a_source(rows):
    assert {row.document for row in rows} <= set(shared_sources())
    assert set(NAMED) <= {row.document for row in rows}


@pytest.mark.parametrize(
    ("document", "term"), [(name, term) for name, terms in NAMED.items() for term in terms.split()]
)
def test_no_system_that_a_document_names_is_skipped(rows, document, term):
    own = [row for row in rows if row.document == document]
    assert any(term in row.term_zh or term in row.left_out for row in own)


def test_a_test_runs_what_is_done(rows):
    for row in rows:
        if row.status == "done":
            name = available()[row.policy].__name__
            assert proof.runs(row.test, row.policy, name), f"{row.term_zh}: {row.test}"


@pytest.mark.parametrize(
    "test",
    [
        "test_startup_loans.py::test_that_nobody_wrote",
        "test_no_such_file.py::test_loans_are_paid_out_and_come_back",
        "credit.toml::no_such_case",
        "credit.toml::no_capital_no_guarantee",
        "test_ventures.py::test_support_ends_after_two_years",
        "test_startup_loans.py::test_the_plan_by_hand",
        "test_startup_loans.py::total",
    ],
)
def test_a_false_proof_is_none(test):
    """Missing, of another policy, without a world, or no test at all."""
    assert not proof.runs(test, "startup_loans", "StartupLoans")
    assert proof.runs(
        "test_startup_loans.py::test_loans_are_paid_out_and_come_back",
        "startup_loans",
        "StartupLoans",
    )


PILOTS = {
    "yueqing_plan": ["pilot"],
    "pingyang_plan": ["pilot_pingyang"],
    "qingyuan_plan": ["pilot_qingyuan"],
    "keqiao_draft": ["pilot_keqiao"],
    "zhejiang_practice_2023": ["pilot_cixi", "pilot_fuyang", "pilot_quzhou"],
}


@pytest.mark.parametrize("document", PILOTS)
def test_what_a_pilot_leaves_out_is_said(rows, document):
    """A mechanism that is built and that the document's own scenario does not run."""
    run_there = {name for pilot in PILOTS[document] for name in load_scenario(pilot).policies}
    for row in rows:
        if row.document == document and row.status in ("done", "setting"):
            inside = row.policy.partition(".")[0] in run_there
            assert inside != row.left_out.startswith("not in the county's pilot: "), row.term_zh


@pytest.mark.parametrize("policy", sorted(set(available()) - {"provincial_workshops"}))
def test_every_policy_changes_something(policy):
    """Alone, at five times the plan, in a small county; catalysts beside what they speed up."""
    beside = BESIDE.get(policy, ())
    factors = trend_world().factors
    other = outcome(real_county(), policies(*beside), factors=factors) if beside else trend_world()
    both = (*policies(*beside), *policies(policy, intensity=5.0))
    lived = outcome(real_county(), both, factors=factors)
    assert any(
        not np.array_equal(other.indicators[name], lived.indicators[name], equal_nan=True)
        for name in other.indicators
    )


def test_every_policy_is_covered(rows):
    named = {row.policy.partition(".")[0] for row in rows if row.status in ("done", "setting")}
    # The province's programme is the counterfactual and stands in none of the five documents.
    assert set(available()) - named <= {"provincial_workshops"}


@pytest.mark.parametrize("county", NUMBERS)
def test_every_number_of_the_documents_is_in_a_pack(county):
    pack = load_pack(county)
    assert len(pack.levers) == NUMBERS[county]
    for lever in pack.levers:
        assert bool(lever.used_by) != bool(lever.not_modelled)


@pytest.mark.parametrize("county", NUMBERS)
def test_no_reason_speaks_of_a_time_when_there_were_fewer_policies(county):
    for lever in load_pack(county).levers:
        assert "three policies" not in lever.not_modelled


def test_all_507_numbers_are_there():
    assert sum(NUMBERS.values()) == 507
    assert set(NUMBERS) <= set(available_packs())


def test_the_page_lists_every_number_that_nothing_takes_up():
    page = coverage_page()
    for pack, lever in not_modelled(map(load_pack, available_packs())):
        assert f"| {pack.name} |" in page
        assert " ".join(lever.not_modelled.split()).replace("|", "\\|") in page


PRINTED = {
    "coverage": coverage_page,
    "identifiability": identifiability_page,
    "policies": policies_page,
}


@pytest.mark.parametrize("name", PRINTED)
def test_generated_pages_are_current(repository, name):
    written = (repository / PAGES[name]).read_text(encoding="utf-8")
    assert written == PRINTED[name](), f"{PAGES[name]} is not current: run `make docs`"


def test_every_policy_has_a_card_with_its_settings():
    page = policies_page()
    for name, kind in available().items():
        assert f"### `{name}` {kind.zh}" in page
        for setting in {field.name for field in fields(kind)} - {"start", "intensity"}:
            assert f"| `{setting}` |" in page


BROKEN = {
    "an unknown policy": ("village_clusters,done", "village_cluster,done", "village_clusters"),
    "an unknown setting": ("village_clusters.award_yuan", "village_clusters.award", "award_yuan"),
    "an unknown status": ("village_clusters,done", "village_clusters,finished", "finished"),
    "done by nobody": ("party_building,done", ",done", "policy stands where"),
    "no reason": (",no income effect,planning; no number", ",no income effect,", "left_out"),
    "another document": ("keqiao_draft,2(2)", "keqiao,2(2)", "keqiao_draft"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_wrong_row_says_what_is_wrong(tmp_path, name):
    old, new, said = BROKEN[name]
    shutil.copytree(FOLDER, tmp_path / "coverage")
    path = tmp_path / "coverage" / "keqiao_draft.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check_coverage(load_coverage(tmp_path / "coverage"))
    assert said in str(caught.value)
    assert "keqiao_draft.csv" in str(caught.value)


def test_the_command_lists_coverage_in_both_languages(capsys):
    assert run(["list", "coverage", "--json", "--lang", "zh"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {entry["status"] for entry in found} <= {
        "已建模", "政策参数", "指标", "不影响收入", "未建模"
    }  # fmt: skip
    assert run(["list", "coverage", "--markdown"]) == 0
    assert capsys.readouterr().out == coverage_page()
    assert run(["list", "policies", "--markdown"]) == 0
    assert capsys.readouterr().out == policies_page()
