"""What changed between two ledgers: told with the verdicts first, and bad files refused in one line."""

import json

import pytest

from modelcollapse import __main__ as command_line
from modelcollapse import claims, diff, records

CLAIM = "gaussian-typical-rate"


def entry(name, **changes):
    return {
        "id": name,
        "verdict": "verified",
        "reason": "all evidence agrees",
        "outcome": "holds",
        "revision": 1,
        "declaration": "d" * 64,
        "digest": "0" * 64,
        **changes,
    }


def ledger(*entries, profile="full"):
    return {"profile": profile, "claims": list(entries)}


OLD = ledger(entry("a"), entry("b"), entry("c"), entry("d"), entry("e"))
NEW = ledger(
    entry("f", verdict="inconclusive"),
    entry("a", verdict="refuted", reason="outside\nthe margin", digest="1" * 64),
    entry("b", digest="2" * 64),
    entry("c", outcome="sharpened", revision=2, declaration="e" * 64),
    entry("d"),
)


@pytest.fixture
def call(tmp_path, capsys, monkeypatch):
    """Compare two ledgers by the command line; a text is written as it is. Return status, output, error output."""
    monkeypatch.chdir(tmp_path)

    def run(old, new, *options):
        for name, content in (("old.json", old), ("new.json", new)):
            if content is not None:
                text = content if isinstance(content, str) else records.canonical(content)
                (tmp_path / name).write_text(text)
        before = sorted(tmp_path.iterdir())
        with pytest.raises(SystemExit) as left:
            command_line.main(["diff", "old.json", "new.json", *options])
        assert sorted(tmp_path.iterdir()) == before
        captured = capsys.readouterr()
        return left.value.code, captured.out, captured.err

    return run


def test_changes_are_told_with_the_verdicts_first(call):
    status, out, err = call(OLD, NEW)
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "profile full",
        "verdicts changed: 1",
        "    a  verified → refuted: outside the margin",
        "claims new: 1",
        "    f  inconclusive",
        "claims gone: 1",
        "    e  verified",
        "statements changed: 3",
        "    c  outcome: holds → sharpened",
        "    c  revision: 1 → 2",
        f"    c  declaration: {'d' * 16} → {'e' * 16}",
        "same verdict, another digest: 1",
        "    b",
    ]


def test_the_same_as_json(call):
    status, out, err = call(OLD, NEW, "--json")
    assert (status, err) == (1, "")
    assert json.loads(out) == {
        "profiles": ["full", "full"],
        "verdicts": [{"id": "a", "old": "verified", "new": "refuted", "reason": "outside\nthe margin"}],
        "new": [{"id": "f", "verdict": "inconclusive"}],
        "gone": [{"id": "e", "verdict": "verified"}],
        "stated": [
            {"id": "c", "what": "outcome", "old": "holds", "new": "sharpened"},
            {"id": "c", "what": "revision", "old": 1, "new": 2},
            {"id": "c", "what": "declaration", "old": "d" * 64, "new": "e" * 64},
        ],
        "digests": ["b"],
    }


def test_without_a_change_of_verdict_the_status_is_zero(call):
    status, out, _ = call(OLD, OLD)
    assert status == 0
    assert out.splitlines()[0] == "profile full"
    assert all(line.endswith(": 0") for line in out.splitlines()[1:])
    # Everything but a verdict may have changed.
    assert call(OLD, ledger(entry("b", digest="2" * 64, outcome="corrected"), entry("new")))[0] == 0


def test_another_profile_is_said(call):
    status, out, _ = call(OLD, {**OLD, "profile": "smoke"})
    assert status == 0
    assert out.startswith("profile full against smoke: other sizes, so digests differ throughout\n")


def test_a_ledger_without_declarations_can_be_compared(call):
    old = ledger({key: value for key, value in entry("a").items() if key not in ("declaration", "reason")})
    assert call(old, ledger(entry("a")))[:2] == (0, call(OLD, OLD)[1])


def test_what_check_prints_is_a_ledger(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path / "build"))
    record = claims.judge(CLAIM, profile="smoke")
    printed = records.canonical(records.ledger([record], "smoke"))
    (tmp_path / "old.json").write_text(printed)
    (tmp_path / "new.json").write_text(printed.replace(record["digest"], "0" * 64))
    old, new = (diff.read("ledger", tmp_path / name) for name in ("old.json", "new.json"))
    found = diff.compared(old, new)
    assert found["digests"] == [CLAIM]
    assert not any(found[part] for part in ("verdicts", "new", "gone", "stated"))
    assert old["claims"][0]["declaration"] == record["declaration"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file or directory"),
        ("", "but is not JSON"),
        ("{", "but is not JSON"),
        ("[" * 100_000, "but is not JSON"),
        ("[]", "it names no profile"),
        ('{"claims": []}', "it names no profile"),
        ('{"profile": 1, "claims": []}', "it names no profile"),
        ('{"profile": "full"}', "it lists no claims"),
        ('{"profile": "full", "claims": {}}', "it lists no claims"),
        ('{"profile": "full", "claims": [1]}', "claim 0 has no id"),
        (ledger(entry("a"), {"id": "b"}), "claim 1 has no verdict"),
        (ledger(entry("a", revision="1")), "claim 0 has no revision"),
        (ledger(entry("a", digest=None)), "claim 0 has no digest"),
        (ledger(entry("a"), entry("a")), "it lists a twice"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_line(call, content, words, tmp_path):
    for old, new, name in ((content, OLD, "old"), (OLD, content, "new")):
        (tmp_path / f"{name}.json").unlink(missing_ok=True)
        status, out, err = call(old, new)
        assert (status, out) == (2, "")
        assert err.startswith(f"modelcollapse: {name} = '{name}.json': must be a ledger")
        assert words in err
        assert err.count("\n") == 1


def test_a_folder_is_no_ledger(call, tmp_path):
    (tmp_path / "old.json").mkdir()
    status, out, err = call(None, OLD)
    assert (status, out) == (2, "")
    assert "Is a directory" in err
