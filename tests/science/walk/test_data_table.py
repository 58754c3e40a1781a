"""Tables: the bundled ones, CSV files that are read or refused, OpenML with a cache that is checked."""

import hashlib
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from modelcollapse.data import table as tables
from modelcollapse.errors import InvalidArgument


def write(tmp_path, text, name="mine.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def refused(call, said):
    with pytest.raises(InvalidArgument, match=said) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_the_bundled_tables_are_what_they_were():
    diabetes, cancer = tables.diabetes(), tables.breast_cancer()
    assert diabetes.values.shape == (442, 10)
    assert cancer.values.shape == (569, 30)
    assert diabetes.sha256 == "6d9c78ddbe9fce27b7ba6f7a865ee6b45f4353a93dae0534943de984fc73761a"
    assert cancer.sha256 == "96e12a9ccfd387307376f410b28c0c57020bbfcb90329a044821ef4c851c1a0b"
    assert diabetes.columns[2] == "bmi"
    assert np.unique(cancer.target).tolist() == [0, 1]
    assert tables.load("diabetes") is diabetes
    with pytest.raises(ValueError, match="read-only"):
        diabetes.values[0, 0] = 0


def test_a_file_is_read(tmp_path):
    file = write(tmp_path, '\ufeffa, b ,"c"\r\n1,2.5,-3e2\r\n\r\n4, 5 ,6\r\n')
    table = tables.read(file)
    assert table.columns == ("a", "b", "c")
    assert table.values.tolist() == [[1, 2.5, -300], [4, 5, 6]]
    assert table.name == "mine.csv"
    assert table.target is None
    assert tables.load(str(file), columns=["c", "a"]).values.tolist() == [[-300, 1], [6, 4]]
    assert tables.read(file, columns=" c ,a").columns == ("c", "a")
    assert tables.read(file, columns="").columns == ("a", "b", "c")
    assert table.column("b").tolist() == [2.5, 5]
    assert table.sha256 == tables.read(file).sha256 != tables.read(file, columns=["a", "b"]).sha256


BAD = {
    "text": ("a,kind\n1,red\n2,blue\n", r"column 'kind' holds 'red' in row 1: .*leave it out with columns="),
    "gap": ("a,b\n1,2\n,4\n5,\n6,\n", r"column 'a' misses 1 of 4 values, first in row 2: .*drop those rows"),
    "named gap": ("a,b\n1,2\n3,NA\n", r"column 'b' misses 1 of 2"),
    "infinite": ("a,b\n1,inf\n", r"column 'b' holds 'inf' in row 1"),
    "text before a gap": ("a\nx\n?\n", r"column 'a' holds 'x' in row 1"),
    "ragged": ("a,b\n1,2\n3\n", r"2 values in every row; row 2 has 1"),
    "no header": ("1,2\n3,4\n", r"line of column names"),
    "a name missing": ("a,\n1,2\n", r"column 2 has no name"),
    "a name twice": ("a,a\n1,2\n", r"'a' occurs twice"),
    "semicolons": ("a;b\n1;2\n", r"by commas"),
    "empty": ("", r"at least one row"),
    "header only": ("a,b\n", r"at least one row"),
    "quotes": ('a,b\n"1,2\n', r"comma-separated values"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_line(tmp_path, text, said):
    file = write(tmp_path, text)
    refused(lambda: tables.read(file), said)


def test_a_column_of_text_can_be_left_out(tmp_path):
    file = write(tmp_path, "a,kind\n1,red\n2,blue\n")
    assert tables.read(file, columns=["a"]).values.tolist() == [[1], [2]]
    refused(lambda: tables.read(file, columns=["b"]), "must be one of 'a', 'kind'")
    refused(lambda: tables.read(file, columns=[]), "at least one column")


def test_what_is_no_file_is_refused(tmp_path):
    refused(lambda: tables.load(str(tmp_path / "absent.csv")), "readable CSV file")
    refused(lambda: tables.load(str(tmp_path)), "readable CSV file")
    refused(lambda: tables.load("a\0b"), "name of a CSV file")
    (tmp_path / "latin.csv").write_bytes("a\nnaïve\n".encode("latin-1"))
    refused(lambda: tables.read(tmp_path / "latin.csv"), "UTF-8")


def test_columns_are_standardised():
    values = np.array([[1.0, 10], [2, 30], [3, 20], [6, 0]])
    scaled = tables.standardise(values)
    assert scaled.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert (scaled**2).mean(axis=0) == pytest.approx([1, 1])
    refused(lambda: tables.standardise(values[:3]), "at least 4 rows for 2 columns")
    refused(lambda: tables.standardise(values * [1, np.nan]), "finite")
    constant = values * [1, 0] + [0, 0.1]
    refused(lambda: tables.standardise(constant, columns=("a", "b")), "'b'.*must vary")
    twice = np.column_stack([values, values @ [2, -1]])
    refused(lambda: tables.standardise(np.tile(twice, (2, 1))), "column 3.*combination.*singular covariance")


def fetched(calls, data=None):
    """A stand-in for the network."""
    given = np.array([[5.1, 0, 1.4], [4.9, 1, 0.1 + 0.2]]) if data is None else data

    def fetch_openml(name, **options):
        calls.append((name, options))
        return SimpleNamespace(
            data=given, feature_names=["length", "colour", "width"], categories={"colour": ["red", "blue"]}
        )

    return fetch_openml


def test_a_table_of_openml_is_fetched_once(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched(calls))
    table = tables.openml("flowers", version=3, folder=tmp_path)
    assert table.columns == ("length", "width")
    assert table.values.tolist() == [[5.1, 1.4], [4.9, 0.1 + 0.2]]
    assert calls == [
        ("flowers", {"version": 3, "as_frame": False, "parser": "liac-arff", "cache": False, "n_retries": 0})
    ]
    assert tables.openml("flowers", version=3, folder=tmp_path).sha256 == table.sha256
    assert len(calls) == 1
    content = (tmp_path / "flowers-3.csv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert (tmp_path / "flowers-3.sha256").read_text().strip() == digest
    tables.openml("flowers", version=3, folder=tmp_path, sha256=digest.upper())
    refused(lambda: tables.openml("flowers", version=3, folder=tmp_path, sha256="0" * 64), "not the digest")


@pytest.mark.parametrize("damage", ["a digit", "cut short", "no seal", "seal of another"])
def test_a_damaged_cache_is_fetched_again(monkeypatch, tmp_path, damage):
    calls = []
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched(calls))
    sound = tables.openml("flowers", version=1, folder=tmp_path)
    file, seal = tmp_path / "flowers-1.csv", tmp_path / "flowers-1.sha256"
    if damage == "a digit":
        file.write_text(file.read_text().replace("5.1", "5.2"))
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:-3])
    elif damage == "no seal":
        seal.unlink()
    else:
        seal.write_text("0" * 64)
    assert tables.openml("flowers", version=1, folder=tmp_path).sha256 == sound.sha256
    assert len(calls) == 2


def test_a_damaged_cache_without_a_network_is_not_read(monkeypatch, tmp_path):
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched([]))
    tables.openml("flowers", version=1, folder=tmp_path)
    (tmp_path / "flowers-1.csv").write_text("length,width\n9,9\n")

    def offline(name, **options):
        raise OSError("no\nroute")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", offline)
    refused(
        lambda: tables.openml("flowers", version=1, folder=tmp_path),
        r"within reach of a network \(no route\)",
    )


def test_openml_refuses_what_it_cannot_use(monkeypatch, tmp_path):
    with_gap = np.array([[1.0, 0, 2.0], [3.0, 0, np.nan]])
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched([], with_gap))
    refused(lambda: tables.openml("holes", version=1, folder=tmp_path), "column 'width' misses 1 of 2")
    assert tables.openml("holes", version=1, folder=tmp_path, columns=["length"]).values.tolist() == [
        [1],
        [3],
    ]

    def unknown(name, **options):
        raise ValueError("No known data set")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", unknown)
    refused(lambda: tables.openml("nothing", version=1, folder=tmp_path), "No known data set")
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched([]))
    refused(lambda: tables.openml("x", version=1, folder=tmp_path / "file"), "folder to write to")
    refused(lambda: tables.openml("x", version=0, folder=tmp_path), "at least 1")
    refused(lambda: tables.openml("../x", version=1, folder=tmp_path), "name of an OpenML data set")
    for wrong in ("openml:x", "openml::1", "openml:x:y"):
        refused(lambda wrong=wrong: tables.load(wrong), "openml:<name>:<version>")


def test_load_knows_openml(monkeypatch, tmp_path):
    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetched([]))
    monkeypatch.setattr("modelcollapse.data.table.download._FOLDER", tmp_path)
    assert tables.load("openml:a:7").name == "a-7.csv"


def test_importing_the_loader_pulls_in_no_statistics():
    script = "import sys\nfrom modelcollapse.data import table\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"sklearn", "pandas", "scipy.stats", "scipy"} & set(done.stdout.split())


def test_without_scikit_learn_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    tables.diabetes.cache_clear()
    refused(tables.diabetes, r"pip install 'modelcollapse\[data\]'")
