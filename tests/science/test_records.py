"""Records: canonical, complete, intact or computed again, and nowhere but in the build folder."""

import json
import math
import pickle

import jsonschema
import numpy as np
import pytest

from modelcollapse import claims, records
from modelcollapse.errors import CorruptRecord, InvalidArgument

QUICK = "gaussian-typical-rate"


def numbers_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, float):
        yield value


def text_of(judged, claim):
    return records.path(claim, "smoke", judged.build).read_text(encoding="utf-8")


@pytest.mark.parametrize("claim", claims.ids())
def test_a_stored_record_is_canonical_and_satisfies_its_schema(judged, claim):
    text = text_of(judged, claim)
    record = json.loads(text)
    assert record == judged.records[claim]
    assert records.canonical(record) == text
    jsonschema.validate(record, records.schema(), cls=jsonschema.Draft202012Validator)
    assert all(math.isfinite(number) for number in numbers_in(record))
    assert record["digest"] == records.digest(record)
    assert record["key"] == records.source_key()
    assert (record["id"], record["profile"]) == (claim, "smoke")
    simulation = claims.get(claim).simulation
    assert record["replicates"] == (simulation.replicates["smoke"] if simulation else 0)
    assert record["draws"] > record["replicates"] or simulation is None


@pytest.mark.parametrize("claim", claims.ids())
def test_a_record_holds_no_time_and_no_place(judged, claim, tmp_path):
    text = text_of(judged, claim)
    assert str(judged.build) not in text
    assert not {"seconds", "date", "time", "host", "machine"} & json.loads(text).keys()


def test_the_schema_is_strict(judged):
    validator = jsonschema.Draft202012Validator(records.schema())
    record = judged.records[QUICK]
    assert not list(validator.iter_errors(record))
    for changed in (
        {**record, "verdict": "true"},
        {**record, "extra": 1},
        {key: value for key, value in record.items() if key != "seed"},
        {**record, "digest": "abc"},
        {**record, "evidence": [{}]},
    ):
        assert list(validator.iter_errors(changed))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            {"b": 1, "a": [1.5, "é", None, True]},
            '{\n "a": [\n  1.5,\n  "é",\n  null,\n  true\n ],\n "b": 1\n}\n',
        ),
        (np.float64(0.1), "0.1\n"),
        (np.array([1, 2]), "[\n 1,\n 2\n]\n"),
        ((np.True_, np.int64(3)), "[\n true,\n 3\n]\n"),
        (1e-300, "1e-300\n"),
    ],
)
def test_canonical_text(value, text):
    assert records.canonical(value) == text


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, np.float64("nan"), [np.array([1.0, np.nan])]])
def test_no_record_holds_what_json_cannot(bad):
    with pytest.raises(ValueError, match="cannot hold"):
        records.canonical({"x": bad})


def test_floats_read_back_the_same():
    values = np.random.default_rng(1).standard_normal(1000).tolist()
    assert json.loads(records.canonical(values)) == values


def test_the_digest_ignores_itself_and_the_key_and_nothing_else():
    record = {"id": "a", "x": 1.5}
    assert records.digest(record) == records.digest({**record, "digest": "d", "key": "k"})
    assert records.digest(record) != records.digest({**record, "x": 1.5000000000000002})
    assert records.digest(record) != records.digest({**record, "y": 0})


def test_every_part_of_a_record_is_in_its_digest(judged):
    record = judged.records[QUICK]
    for name in record.keys() - {"digest", "key"}:
        assert records.digest({**record, name: "changed"}) != record["digest"], name


@pytest.fixture
def own(judged, tmp_path):
    """A build folder of this test with one stored record."""
    file = records.path(QUICK, "smoke", tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text(text_of(judged, QUICK), encoding="utf-8")
    return file


@pytest.fixture
def no_judge(monkeypatch):
    """Any computation fails."""

    def computes(*_):
        raise AssertionError("judged again")

    monkeypatch.setattr(claims, "_compute", computes)


def test_an_up_to_date_record_is_returned_and_not_computed(judged, own, no_judge, tmp_path):
    before = own.stat().st_mtime_ns
    assert claims.judge(QUICK, profile="smoke", build=tmp_path) == judged.records[QUICK]
    assert own.stat().st_mtime_ns == before


def tampered(text):
    record = json.loads(text)
    record["verdict"] = "refuted"
    return records.canonical(record)


def renamed(text):
    """An intact record of another claim."""
    record = json.loads(text)
    record["id"] = "gaussian-log-drift"
    return records.canonical({**record, "digest": records.digest(record)})


def of_another_profile(text):
    record = json.loads(text)
    record["profile"] = "full"
    return records.canonical({**record, "digest": records.digest(record)})


DAMAGE = {
    "tampered": tampered,
    "cut": lambda text: text[:100],
    "empty": lambda _: "",
    "a list": lambda _: "[]\n",
    "NaN": lambda text: text.replace('"revision": 1', '"revision": NaN'),
    "another claim": renamed,
    "another profile": of_another_profile,
    "the same values spelt in another way": lambda text: text.replace(": ", ":  ", 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_record_is_not_read(own, tmp_path, damage):
    own.write_text(DAMAGE[damage](own.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CorruptRecord, match=r"^gaussian-typical-rate\.json: ") as caught:
        records.read(QUICK, "smoke", tmp_path)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_not_read(own, tmp_path):
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorruptRecord):
        records.read(QUICK, "smoke", tmp_path)


def made_a_folder(file):
    file.unlink()
    file.mkdir()
    (file / "inside").touch()


SPOILT = {
    "tampered": lambda file: file.write_text(tampered(file.read_text(encoding="utf-8")), encoding="utf-8"),
    "a folder in its place": made_a_folder,
    "a pickle": lambda file: file.write_bytes(pickle.dumps({"id": QUICK})),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_record_is_named_computed_again_and_replaced(
    judged, own, tmp_path, monkeypatch, caplog, spoil
):
    spoil(own)
    fresh = {key: value for key, value in judged.records[QUICK].items() if key not in ("digest", "key")}
    monkeypatch.setattr(claims, "_compute", lambda claim, profile, **_: fresh)
    assert claims.judge(QUICK, profile="smoke", build=tmp_path) == judged.records[QUICK]
    assert own.read_text(encoding="utf-8") == text_of(judged, QUICK)
    [said] = caplog.messages
    assert said.startswith("gaussian-typical-rate.json: ")
    assert said.endswith("; judged again")
    assert "\n" not in said


def test_a_record_of_another_source_is_computed_again(own, tmp_path, monkeypatch):
    monkeypatch.setattr(records, "source_key", lambda: "another")
    monkeypatch.setattr(claims, "_compute", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        claims.judge(QUICK, profile="smoke", build=tmp_path)


def test_a_missing_record_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        records.read(QUICK, "smoke", tmp_path)


def test_where_records_go(tmp_path, monkeypatch):
    monkeypatch.setenv("MODELCOLLAPSE_BUILD", str(tmp_path / "named"))
    assert records.build_directory() == tmp_path / "named"
    monkeypatch.delenv("MODELCOLLAPSE_BUILD")
    project = tmp_path / "project"
    (project / "lib" / "modelcollapse").mkdir(parents=True)
    (project / "_toc.yml").touch()
    for folder in (project, project / "lib"):
        monkeypatch.chdir(folder)
        assert records.build_directory() == project / "_build"
    monkeypatch.chdir(tmp_path)
    assert records.build_directory() == tmp_path / "_build"
    assert records.path("a-b", "full") == tmp_path / "_build" / "records" / "full" / "a-b.json"


def test_the_ledger_gathers_every_claim(judged, no_judge):
    ledger = claims.ledger("smoke", judged.build)
    assert ledger["profile"] == "smoke"
    assert [claim["id"] for claim in ledger["claims"]] == claims.ids()
    for claim in ledger["claims"]:
        record = judged.records[claim["id"]]
        assert claim == {key: record[key] for key in claim}
        assert claim.keys() >= {"id", "verdict", "reason", "evidence", "controls", "digest"}


@pytest.mark.parametrize(
    ("claim", "profile"), [("gaussian", "smoke"), (QUICK, "quick"), (3, "smoke"), (QUICK, None)]
)
def test_nothing_is_written_for_a_claim_or_profile_that_does_not_exist(tmp_path, claim, profile):
    with pytest.raises(InvalidArgument, match="must be one of"):
        claims.judge(claim, profile=profile, build=tmp_path)
    assert list(tmp_path.iterdir()) == []
