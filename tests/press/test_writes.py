"""By reading the library: there is one way to write what is kept, and nothing that is stored can run."""

import ast

import pytest

from press.small_book import REPOSITORY

LIBRARY = REPOSITORY / "lib"
FILES = {path.relative_to(LIBRARY).as_posix(): path for path in sorted(LIBRARY.rglob("*.py"))}

# The atomic writer; whatever else touches a file, and why it may.
WRITER = "modelcollapse/files.py"
MAY_WRITE = {
    ("bookbuild/lock.py", "os.open"): "the lock itself, which is never replaced",
    ("bookbuild/lock.py", "os.write"): "a note in the lock",
    ("bookbuild/publish.py", "os.open"): "a folder, to lock it",
    ("bookbuild/publish.py", "shutil.move"): "the exchange of folders, flushed before",
    ("bookbuild/publish.py", ".rename"): "the exchange of folders",
    (
        "bookbuild/stage.py",
        "shutil.copyfile",
    ): "into the successor of the stage, flushed and exchanged as a whole",
    ("bookbuild/stage.py", "shutil.copytree"): "the same",
    (
        "bookbuild/sphinx_ext/offline.py",
        "shutil.copyfile",
    ): "into the rendering, flushed and exchanged as a whole",
    ("bookbuild/sphinx_ext/offline.py", "shutil.copytree"): "the same",
    ("bookbuild/environment.py", "tempfile.TemporaryDirectory"): "sockets, for one run",
    ("bookbuild/execute.py", "tempfile.TemporaryDirectory"): "where Papermill works, for one run",
    ("bookbuild/reproduce.py", "tempfile.mkdtemp"): "a second build, thrown away",
    ("modelcollapse/figures/picture.py", ".savefig"): "into memory",
    ("bookbuild/bundle.py", ".open"): "an archive in memory",
    ("bookbuild/pdf.py", "shutil.move"): "within a rendering, thrown away",
    **{
        (
            f"bookbuild/sphinx_ext/{name}.py",
            ".write_text",
        ): "into the rendering, flushed and exchanged as a whole"
        for name in ("chapter_figure", "cite", "explorer", "offline", "policy")
    },
}
MODULES = {"os", "shutil", "tempfile", "io", "np", "numpy", "json", "joblib"}
WRITES = {
    *(
        f"os.{name}"
        for name in ("open", "write", "pwrite", "replace", "rename", "renames", "link", "symlink")
    ),
    *(f"os.{name}" for name in ("truncate", "ftruncate", "mkfifo", "fdopen")),
    *(f"shutil.{name}" for name in ("copy", "copy2", "copyfile", "copyfileobj", "copytree", "move")),
    *("shutil.make_archive", "shutil.unpack_archive", "io.open", "json.dump"),
    *(f"tempfile.{name}" for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile")),
    *("tempfile.TemporaryDirectory", "tempfile.SpooledTemporaryFile"),
    *(f"np.{name}" for name in ("save", "savez", "savez_compressed", "savetxt", "memmap")),
    *(f".{name}" for name in ("write_text", "write_bytes", "touch", "rename", "symlink_to", "hardlink_to")),
    *(f".{name}" for name in ("tofile", "savefig", "to_csv", "to_json", "to_pickle", "to_parquet")),
}
TRUNCATING = {"os.ftruncate"}  # only beside an open that is listed


def calls(tree):
    """Every call, with a name like ``os.replace`` for a module's function and ``.touch`` for a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                known = isinstance(owner, ast.Name) and owner.id in MODULES
                yield f"{owner.id if known else ''}.{node.func.attr}", node


def opens_for_writing(name, node):
    if name not in ("open", ".open"):
        return False
    given = [*node.args[(name == "open") :], *(word.value for word in node.keywords if word.arg == "mode")]
    modes = [value.value for value in given[:1] if isinstance(value, ast.Constant)]
    return not (given == [] or (modes and not set(str(modes[0])) & set("wax+")))


def written(tree):
    return {
        name for name, node in calls(tree) if name in WRITES - TRUNCATING or opens_for_writing(name, node)
    }


def test_there_is_one_way_to_write_what_is_kept():
    found = {
        (file, name)
        for file, path in FILES.items()
        if file != WRITER
        for name in written(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set(MAY_WRITE)


@pytest.mark.parametrize(
    "line",
    [
        "open('a', 'w')",
        "open('a', mode='ab')",
        "open(name, mode)",
        "path.open('w')",
        "path.write_text('a')",
        "os.replace(a, b)",
        "np.save('a', x)",
        "json.dump(x, file)",
        "shutil.copy(a, b)",
    ],
)
def test_a_second_way_would_be_noticed(line):
    assert written(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["open('a')", "open('a', 'rb')", "path.open()", "text.replace('a', 'b')", "datetime.replace(a)"]
)
def test_reading_is_no_writing(line):
    assert not written(ast.parse(line))


UNSAFE_MODULES = {
    "pickle",
    "_pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "shelve",
    "marshal",
    "dbm",
    "jsonpickle",
}
UNSAFE_CALLS = {
    *("joblib.dump", "joblib.load", "joblib.Memory", ".Memory"),
    *("np.load", "np.save", "np.savez", "np.savez_compressed", "numpy.load", "numpy.save"),
    *(".to_pickle", ".read_pickle", "yaml.load", "yaml.unsafe_load", "eval", "exec"),
}


def unsafe(tree):
    """Whatever may store or load an object that runs code when it is loaded."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from {alias.name.partition(".")[0] for alias in node.names} & UNSAFE_MODULES
        elif isinstance(node, ast.ImportFrom):
            yield from {(node.module or "").partition(".")[0]} & UNSAFE_MODULES
            yield from {f"{node.module}.{alias.name}" for alias in node.names} & UNSAFE_CALLS
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "allow_pickle"
            and ast.unparse(node.value) != "False"
        ):
            yield "allow_pickle"
    yield from {name for name, _ in calls(tree)} & UNSAFE_CALLS


def test_nothing_that_is_stored_can_run():
    found = {
        file: sorted(unsafe(ast.parse(path.read_text(encoding="utf-8")))) for file, path in FILES.items()
    }
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import dumps",
        "import joblib.memory; joblib.Memory('a')",
        "from joblib import Memory",
        "joblib.dump(x, 'a')",
        "np.load('a', allow_pickle=True)",
        "load('a', allow_pickle=flag)",
        "frame.to_pickle('a')",
        "eval(text)",
    ],
)
def test_what_could_would_be_noticed(line):
    assert list(unsafe(ast.parse(line)))
