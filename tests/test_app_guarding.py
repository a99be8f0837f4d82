"""The desk answers this machine only, hands out known files only, and says what is missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fake_run import fake_run
from opened_desk import PRETENDED, ROOT, opened
from test_hostile_names import HOSTILE

from scenarios.__main__ import run
from scenarios.app import documents
from scenarios.app.downloads import content
from scenarios.app.folders import Desk
from scenarios.app.guarding import is_known_host, is_loopback
from scenarios.app.saved_runs import saved_run, saved_runs
from scenarios.app.server import build, page_at
from scenarios.app.supervisor import Supervisor
from scenarios.commands import desk as command

NAME = "0123456789ab"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    runs = tmp_path_factory.mktemp("guarded")
    folder = fake_run(runs / "one")
    (folder / "started.json").write_text(json.dumps({"fingerprint": NAME}), "utf-8")
    (folder / "report.html").write_text("<p>report</p>", "utf-8")
    (folder / "brief.zh.docx").write_bytes(b"PK")
    (runs / "secret.txt").write_text("secret", "utf-8")
    (folder / "report.pdf").symlink_to(runs / "secret.txt")
    return Desk(runs, PRETENDED)


@pytest.fixture(scope="module")
def client(desk):
    return build(Supervisor(desk)).server.test_client()


@pytest.mark.parametrize("host", [
    "127.0.0.1:8050", "127.0.0.1", "localhost:1", "[::1]:8050", "10.1.2.3:80", "desk.office",
])  # fmt: skip
def test_known_hosts_are_numbers_localhost_and_the_bound_name(host):
    assert is_known_host(host, "desk.office")


@pytest.mark.parametrize("host", [
    "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", None, "a@127.0.0.1",
    "127.0.0.1/x", "[::1", "127.0.0.1 evil", "127.1.evil:80", "localhost#",
])  # fmt: skip
def test_other_hosts_are_strangers(client, host):
    assert not is_known_host(host, "127.0.0.1")
    if host:
        assert client.get("/", headers={"Host": host}).status_code in (400, 403)


def test_a_page_of_another_site_may_not_ask(client):
    own = {"Host": "127.0.0.1:8050", "Origin": "http://127.0.0.1:8050"}
    assert client.get("/_dash-layout", headers=own).status_code == 200
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
        assert client.get("/_dash-layout", headers={**own, "Origin": origin}).status_code == 403


def test_every_answer_carries_the_policy_and_nothing_comes_from_elsewhere(client):
    for path in ("/", "/run/x", "/_dash-layout", f"/files/{NAME}/run.json", "/nothing/at/all"):
        answer = client.get(path, headers={"Host": "localhost"})
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy.replace("http-equiv", "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = client.get("/", headers={"Host": "localhost"})
    script = page.headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "unsafe" not in script
    text = page.get_data(as_text=True)
    assert "https://" not in text
    assert 'src="http' not in text


def test_a_request_that_is_too_large_is_refused(client):
    answer = client.post(
        "/_dash-update-component", data=b"{" + b" " * 600_000 + b"}",
        content_type="application/json", headers={"Host": "localhost"},
    )  # fmt: skip
    assert answer.status_code == 413


def test_known_files_of_known_runs_may_be_had(client, desk):
    headers = {"Host": "localhost"}
    report = client.get(f"/files/{NAME}/report.html", headers=headers)
    assert report.data == b"<p>report</p>"
    assert report.headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in report.headers["Content-Security-Policy"]
    saved = client.get(f"/files/{NAME}/report.html?save=1", headers=headers)
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/files/{NAME}/brief.zh.docx", headers=headers).data == b"PK"


@pytest.mark.parametrize("name", [
    *(name for name in HOSTILE if name.isprintable() and name and "/" not in name),
    "..%2f..%2fsecret.txt", "%2e%2e%2fsecret.txt", "report.pdf", "started.json", "complete.json",
    "tables", "work", "secret.txt", "REPORT.HTML", "report.html.", "brief.fr.docx", "a.b.docx",
])  # fmt: skip
def test_nothing_else_may_be_had(client, desk, name):
    from urllib.parse import quote

    for path in (f"/files/{NAME}/{quote(name)}", f"/files/{quote(name)}/run.json"):
        assert client.get(path, headers={"Host": "localhost"}).status_code in (308, 404), path
    assert content(desk, NAME, name) is None
    assert content(desk, name, "run.json") is None


@pytest.mark.parametrize("path", ["/run/..", "/run/a/b", "/x", "/run/" + "9" * 12, "/run/%2e%2e"])
def test_an_address_without_a_page_says_so(desk, path):
    assert "没有这一页" in str(page_at(Supervisor(desk), path, "?county=../x"))


@pytest.mark.parametrize("search", ["?from=../../x", "?county=%00&base=../x", "?" + "a=1&" * 50,
                                    "?base=" + "x" * 5000])  # fmt: skip
def test_a_form_opens_whatever_the_address_asks_for(desk, search):
    assert "乐清市" in str(page_at(Supervisor(desk), "/new", search))


def test_a_damaged_summary_breaks_no_page(desk, tmp_path):
    own = Desk(tmp_path)
    folder = fake_run(tmp_path / "one")
    (folder / "started.json").write_text(json.dumps({"fingerprint": NAME}), "utf-8")
    (folder / "complete.json").write_text("{}", "utf-8")
    good = json.loads((folder / "summary.json").read_text("utf-8"))
    for part, value in (("years", {"2024": 3}), ("targets", [1]), ("warnings", 7), ("draws", "x"),
                        ("variance_shares", []), ("scenario", 5), ("years", {})):  # fmt: skip
        (folder / "summary.json").write_text(json.dumps({**good, part: value}), "utf-8")
        for path, search in (("/", ""), (f"/run/{NAME}", ""), ("/compare", f"?runs={NAME}")):
            assert page_at(Supervisor(own), path, search) is not None, part


def test_what_is_loopback():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("desk.office")


def test_without_the_extra_the_command_says_how_to_install_it(monkeypatch, capfd):
    monkeypatch.setattr(command, "NEEDED", ("dash", "no_such_package_here"))
    assert run(["app"]) == 1
    said = capfd.readouterr().err
    assert "no_such_package_here" in said
    assert "requirements-app.lock" in said
    assert "sanjin[app]" in said


def test_the_desk_can_be_tried_without_staying_open(tmp_path, capfd):
    assert run(["app", "--check", "--port", "0", "--runs", str(tmp_path), "--lang", "zh"]) == 0
    assert "桌面可以用" in capfd.readouterr().out


def test_a_port_that_is_taken_is_a_sentence(tmp_path, capfd):
    with opened(Desk(tmp_path / "first")) as first:
        port = first.address.rpartition(":")[2]
        command_line = [sys.executable, "-m", "scenarios", "app", "--port", port, "--runs"]
        second = subprocess.run(
            [*command_line, str(tmp_path / "second")], cwd=ROOT, capture_output=True, check=False
        )
        assert second.returncode == 1
        assert b"cannot listen there" in second.stderr
        assert run(["app", "--port", "0", "--runs", str(tmp_path / "first")]) == 1
        assert "another desk works in this folder" in capfd.readouterr().err


REPORT = """
import sys
from pathlib import Path
if "--help" in sys.argv: sys.exit(0)
folder, kind = Path(sys.argv[2]), sys.argv[sys.argv.index("--format") + 1]
lang = sys.argv[sys.argv.index("--lang") + 1]
if kind == "pdf": sys.stderr.write("sanjin: there is no Chromium; install it\\n"); sys.exit(1)
if kind == "xlsx" and lang == "en": sys.exit(2)
(folder / f"brief.{lang}.{kind}").write_bytes(b"PK")
"""


def test_office_files_are_made_by_the_report_command(tmp_path):
    program = tmp_path / "report.py"
    program.write_text(REPORT, "utf-8")
    desk = Desk(tmp_path / "runs", (sys.executable, str(program)))
    folder = fake_run(desk.runs / "one")
    (folder / "started.json").write_text(json.dumps({"fingerprint": NAME}), "utf-8")
    found = saved_run(desk, NAME)
    assert documents.make(desk, found, "docx", "zh")[0] == "brief.zh.docx"
    assert documents.make(desk, found, "docx", "en")[0] == "brief.en.docx"
    assert documents.make(desk, found, "pdf", "zh") == (
        None, "sanjin: there is no Chromium; install it")  # fmt: skip
    assert documents.make(desk, found, "xlsx", "en") == (None, "")
    for kind, lang in (("exe", "zh"), ("docx", "fr"), ("../x", "zh")):
        with pytest.raises(ValueError, match="no such file"):
            documents.make(desk, found, kind, lang)


def test_a_run_of_the_command_line_gives_its_scenario_whole(cheap_runs, tmp_path, capfd):
    import shutil

    desk = Desk(tmp_path)
    shutil.copytree(cheap_runs / "small", tmp_path / "small")
    (found,) = saved_runs(desk)
    data, _, name = content(desk, found.fingerprint, "scenario.toml")
    file = Path(tmp_path / "again.toml")
    file.write_bytes(data)
    assert name.endswith(".toml")
    assert b"extends" not in data
    assert run(["validate", str(file)]) == 0
