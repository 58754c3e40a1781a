"""The command line: every verb, and one line for every bad input."""

import json
import subprocess
import sys

import pytest

from modelcollapse import __main__ as command_line
from modelcollapse import __version__, claims

CLAIM = "gaussian-typical-rate"


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    """Run the command line in this process, in an empty folder; return status, stdout, stderr and what was written."""
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path / "build"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            command_line.main(list(arguments))
        captured = capsys.readouterr()
        written = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
        return left.value.code, captured.out, captured.err, written

    return run


def test_list(call):
    status, out, err, written = call("list")
    assert (status, err, written) == (0, "", [])
    assert [line.split()[0] for line in out.splitlines()] == claims.ids()
    assert "holds" in out
    assert "sharpened" in out


def test_list_as_json(call):
    status, out, err, _ = call("list", "--json")
    assert (status, err) == (0, "")
    listed = json.loads(out)
    assert [claim["id"] for claim in listed] == claims.ids()
    assert listed[0].keys() >= {
        "id",
        "title",
        "family",
        "ledger",
        "statement",
        "provenance",
        "outcome",
        "chapter",
    }


@pytest.mark.parametrize("claim", claims.ids())
def test_show(call, claim):
    status, out, err, written = call("show", claim)
    assert (status, err, written) == (0, "", [])
    assert out.startswith(f"{claim} (revision ")
    for evidence in claims.get(claim).evidence:
        assert f"{evidence.name}:" in out
    assert f"modelcollapse check {claim}" in out
    assert max(map(len, out.splitlines())) <= 110


def test_plan(call):
    status, out, err, written = call("plan", CLAIM, "--profile", "smoke")
    assert (status, err, written) == (0, "", [])
    assert "path-slope" in out
    assert "share-above-mean" in out


def test_cite(call):
    status, out, err, written = call("cite", CLAIM)
    assert (status, err, written) == (0, "", [])
    assert out.startswith(f"@misc{{modelcollapse-{__version__}-{CLAIM},\n")
    assert out.count("{") == out.count("}")
    assert "doi" not in out.lower()


def test_check_one_claim(call):
    status, out, err, written = call("check", CLAIM, "--profile", "smoke")
    assert (status, err, written) == (0, "", [f"{CLAIM}.json"])
    assert out == f"verified      {CLAIM}  (7 of 7 controls refuted)\n"
    # The second time the record is read; it says the same.
    assert call("check", CLAIM, "--profile", "smoke")[:3] == (0, out, "")


def test_replicate_draws_afresh_and_stores_nothing(call):
    status, out, err, written = call("replicate", CLAIM, "--rounds", "2", "--profile", "smoke", "--json")
    assert (status, err, written) == (0, "", [])
    report = json.loads(out)
    assert len(set(report["roots"])) == 2
    (claim,) = report["claims"]
    assert claim["id"] == CLAIM
    assert claim["alarm"] is False
    assert len(claim["verdicts"]) == 2
    assert "refuted" not in claim["verdicts"]


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help(call, arguments):
    status, out, err, _ = call(*arguments)
    assert (status, err) == (0, "")
    for verb in ("list", "show", "check", "cite"):
        assert f"\n  {verb} " in out


def test_version(call):
    assert call("--version")[:3] == (0, f"modelcollapse, version {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["show", "gaussian-sigma-deca"],
            ["claim = 'gaussian-sigma-deca'", "did you mean 'gaussian-sigma-decay'?"],
        ),
        (["show", "nonsense"], ["claim = 'nonsense'", "must be one of"]),
        (["show", ""], ["claim = ''", "must be one of"]),
        (["show"], ["CLAIM"]),
        (["show", CLAIM, "more"], ["more"]),
        (["cite", "Gaussian-Log-Drift"], ["claim = 'Gaussian-Log-Drift'", "must be one of"]),
        (["plan", "../etc/passwd"], ["claim = '../etc/passwd'"]),
        (
            ["check", CLAIM, "gaussian-log-drif"],
            ["'gaussian-log-drif'", "did you mean 'gaussian-log-drift'?"],
        ),
        (["check", "two\nlines"], [r"'two\nlines'"]),
        (["check", "--profile", "medium"], ["--profile", "'medium'", "'smoke', 'full'"]),
        (["check", "--profile"], ["--profile"]),
        (["check", "--jsn"], ["--jsn", "--json"]),
        (["chek"], ["'chek'", "'check'"]),
        (["replicate", CLAIM, "--rounds", "0"], ["rounds = 0", "at least 1"]),
        (["replicate", CLAIM, "--rounds", "-3"], ["rounds = -3", "at least 1"]),
        (["replicate", CLAIM, "--rounds", "nan"], ["--rounds", "'nan'"]),
        (["replicate", CLAIM, "--rounds", "1.5"], ["--rounds", "'1.5'"]),
        (["replicate", "nonsense"], ["claim = 'nonsense'"]),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(call, arguments, words):
    status, out, err, written = call(*arguments)
    assert (status, out, written) == (2, "", [])
    assert err.startswith("modelcollapse: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    for word in words:
        assert word in err


def test_the_module_runs_as_a_program(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "modelcollapse", "show", "nonsense"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("modelcollapse: claim = 'nonsense': must be one of ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
