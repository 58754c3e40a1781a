"""A bundle is whole, the same twice, and shows any change; what is not fit to be released is refused."""

import os
import shutil
import subprocess
import sys
import tarfile

import pytest
from rocrate.rocrate import ROCrate

from bookbuild import bundle, manifest, publish, tree
from bookbuild.build import build
from bookbuild.crate import METADATA
from bookbuild.errors import PressError
from bookbuild.identity import Identity
from bookbuild.project import Project
from bookbuild.release import release
from bookbuild.reproduce import reproduce
from modelcollapse import citation
from modelcollapse.errors import InvalidArgument
from press.small_book import judge, judged, read_json, record
from press.test_identity import git

pytestmark = [
    pytest.mark.book,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

NAME = f"modelcollapse-{citation.VERSION}-smoke"


@pytest.fixture(scope="module")
def committed(small_project, small_site, tmp_path_factory):
    """The small book as a clean git checkout, rendered again: the commit is on its pages."""
    folder = tmp_path_factory.mktemp("committed")
    shutil.copytree(small_project.root, folder / "book")
    shutil.copytree(small_project.build, folder / "build")
    git(folder, "init", "--quiet", "book")
    git(folder / "book", "add", "--all")
    git(folder / "book", "commit", "--quiet", "--message", "All of it")
    project = Project.at(folder / "book", folder / "build")
    done = build(project, "smoke", judge=judge)
    # The sources' name is on the pages alone: no chapter was executed for it, and no record changed.
    assert (done.executed, done.rendered) == ((), True)
    return project


@pytest.fixture(scope="module")
def released(committed, tmp_path_factory):
    return release(committed, "smoke", tmp_path_factory.mktemp("dist"))


@pytest.fixture
def unpacked(released, tmp_path):
    """The bundle, unpacked where nothing else is."""
    with tarfile.open(released.files[0]) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / NAME


def test_the_pages_name_the_commit(committed):
    commit = git(committed.root, "rev-parse", "HEAD")
    directory = f"swh:1:dir:{git(committed.root, 'rev-parse', 'HEAD^{tree}')}"
    page = (committed.site("smoke") / "notebooks" / "falling.html").read_text()
    # On the card and on the chapter: among the facts and in the text.
    assert (page.count(f"commit {commit}"), page.count(f"Commit {commit}")) == (2, 2)
    assert directory in page
    assert "not committed" not in page
    assert Identity.of(committed).stated() == read_json(committed.manifest("smoke"))["identity"]


def test_without_a_checkout_the_pages_say_so(small_site):
    page = (small_site.site / "notebooks" / "falling.html").read_text()
    assert "not from a git checkout" in page
    assert "commit " not in page.partition("Cite this claim")[2].partition("</details>")[0]


def test_a_bundle_is_whole(released, committed, unpacked):
    assert [path.name for path in released.files] == [
        f"{NAME}{end}" for end in (".tar.gz", "-site.tar.gz", "-ledger.json", "-manifest.json", ".sha256")
    ]
    inside = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert len(inside) == released.bundled
    tracked = set(git(committed.root, "ls-files").splitlines())
    assert tracked | {METADATA, bundle.SUMS} == {name for name in inside if not name.startswith("_build/")}
    for name in (
        *("LICENSE", "CITATION.cff", "requirements.lock", "notebooks/falling.md"),
        *("_build/smoke/html/index.html", "_build/smoke/ledger.json", "_build/smoke/manifest.json"),
        *("_build/notebooks/smoke/falling.ipynb", "_build/records/smoke/small-fall.json"),
    ):
        assert name in inside
    # The sources in it are those that the pages name.
    assert Identity.of(Project.at(unpacked)).directory == released.identity.directory
    with tarfile.open(released.files[1]) as site:
        assert f"{NAME}-site/index.html" in site.getnames()


def test_the_same_build_gives_the_same_bytes(committed, released, tmp_path, monkeypatch):
    for path in (committed.root / "LICENSE", committed.site("smoke") / "index.html"):
        os.utime(path, (1, 1))
    monkeypatch.setenv("TZ", "Pacific/Apia")
    before = os.umask(0o077)
    try:
        again = release(committed, "smoke", tmp_path / "elsewhere")
    finally:
        os.umask(before)
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in released.files]
    with tarfile.open(released.files[0]) as tar:
        members = tar.getmembers()
    assert [m.name for m in members] == sorted(m.name for m in members)
    assert {(m.uid, m.gid, m.uname, m.gname) for m in members} == {(0, 0, "", "")}
    assert {m.mtime for m in members} == {int(git(committed.root, "log", "-1", "--format=%ct"))}
    assert released.files[0].read_bytes()[4:8] == bytes(4)  # gzip: no time of its own


def verify(root):
    """Verify an unpacked bundle from another folder, as a reader would."""
    command = [sys.executable, "-m", "bookbuild", "verify", "--profile", "smoke", "--root", str(root)]
    done = subprocess.run(command, cwd=root.parent, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_an_unpacked_bundle_verifies(released, unpacked, measured):
    status, out, err = verify(unpacked)
    assert (status, err) == (0, "")
    stated = len(read_json(unpacked / "_build/smoke/manifest.json")["files"])
    assert out.splitlines() == [
        f"intact: {stated} files of the smoke build",
        f"intact: {released.bundled - 1} files of the bundle",
    ]
    measured(
        "bundle/verified",
        released.bundled - 1,
        "files of a bundle of the small book, verified after unpacking",
    )


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_reads_the_checksums(released, unpacked):
    check = ["sha256sum", "--check", "--strict", "--quiet"]
    subprocess.run([*check, bundle.SUMS], cwd=unpacked, check=True)
    subprocess.run([*check, released.files[-1].name], cwd=released.files[-1].parent, check=True)


@pytest.mark.parametrize(
    "name",
    [
        *("_build/smoke/html/book/intro.html", "_build/records/smoke/small-fall.json", "requirements.lock"),
        *("notebooks/falling.md", "lib/modelcollapse/science.py", METADATA, "_build/smoke/ledger.json"),
    ],
)
def test_a_flipped_bit_is_named(unpacked, name):
    path = unpacked / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert bundle.verify(unpacked)[1].first == f"changed: {name}"


def test_damage_is_an_exit_status(unpacked):
    (unpacked / "LICENSE").unlink()
    (unpacked / "_build/smoke/html/book/intro.html").write_text("forged")
    status, out, _ = verify(unpacked)
    assert status == 1
    assert "missing: LICENSE\n" in out
    assert "changed: html/book/intro.html\n" in out
    (unpacked / bundle.SUMS).write_text("nonsense\n")
    status, _, err = verify(unpacked)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "checksums" in err


@pytest.mark.slow
def test_an_unpacked_bundle_can_be_built_again(unpacked):
    done = reproduce(Project.at(unpacked), "smoke", workers=2, judge=judge)
    assert (done.tier, done.differences) == ("A", ())


def test_the_crate_is_read_back(committed, unpacked):
    crate = ROCrate(unpacked)
    root = crate.root_dataset
    assert root["datePublished"] == Identity.of(committed).date
    assert root["identifier"] == Identity.of(committed).directory
    assert [licence.id for licence in root["license"]] == [
        "https://spdx.org/licenses/BSD-3-Clause",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert [paper["name"] for paper in root["citation"]] == ["On small things"]
    actions = {action.id: action for action in root["mentions"]}
    assert list(actions) == ["#judging", "#chapter-falling", "#chapter-rising", "#rendering"]
    assert {action.type for action in actions.values()} == {"CreateAction"}
    falling = actions["#chapter-falling"]
    assert falling["instrument"].id == "notebooks/falling.md"
    assert [part.id for part in falling["result"]] == ["_build/notebooks/smoke/falling.ipynb"]
    assert "requirements.lock" in [part.id for part in falling["object"]]
    parts = [entity for entity in crate.data_entities if entity.id != "./"]
    assert len(parts) > 10
    for part in parts:
        assert (unpacked / part.id).exists(), part.id
        if "File" in part.type:
            assert (unpacked / part.id).stat().st_size == int(part["contentSize"])


def test_every_reference_of_the_crate_leads_somewhere(unpacked):
    graph = read_json(unpacked / METADATA)["@graph"]
    known = {entity["@id"] for entity in graph}
    assert len(known) == len(graph)

    def references(value):
        if isinstance(value, list):
            for item in value:
                yield from references(item)
        elif isinstance(value, dict):
            yield value["@id"]

    named = {reference for entity in graph for value in entity.values() for reference in references(value)}
    outside = {"https://w3id.org/ro/crate/1.3", "http://schema.org/CompletedActionStatus"}
    assert named - known == outside


@pytest.fixture
def built(committed, tmp_path):
    """A copy of the checkout and its build, to be spoilt."""
    shutil.copytree(committed.root, tmp_path / "book")
    shutil.copytree(committed.build, tmp_path / "build")
    return Project.at(tmp_path / "book", tmp_path / "build")


def spoil_manifest(**changes):
    def spoil(project):
        path = project.manifest("smoke")
        publish.write_json(path, read_json(path) | changes)

    return spoil


SPOILT = {
    "a page": (lambda p: (p.site("smoke") / "index.html").write_text("x"), "changed: html/index.html"),
    "a chapter": (lambda p: (p.root / "notebooks/rising.md").write_text("# Other\n"), "another sources"),
    "the lock": (lambda p: (p.root / "requirements.lock").write_text("numpy==2.4.5\n"), "another lock"),
    "a file": (lambda p: (p.root / "NOTES").write_text("x"), "another directory"),
    "a commit": (lambda p: git(p.root, "commit", "-q", "--allow-empty", "-m", "x"), "another commit"),
    "no manifest": (lambda p: p.manifest("smoke").unlink(), "build the book first"),
    "an older manifest": (spoil_manifest(schema=1), "must be a manifest of schema"),
}


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT)
def test_what_is_not_fit_is_refused(built, tmp_path, spoil, said):
    spoil(built)
    with pytest.raises(InvalidArgument, match=said) as caught:
        release(built, "smoke", tmp_path / "dist")
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "dist").exists()


def test_changes_that_are_not_committed_are_in_the_name(built, tmp_path):
    (built.root / "NOTES").write_text("mine\n")
    found = Identity.of(built)
    assert found.changed
    spoil_manifest(identity=found.stated())(built)
    done = release(built, "smoke", tmp_path / "dist")
    assert done.files[0].name == f"{NAME}-uncommitted.tar.gz"
    with tarfile.open(done.files[0]) as tar:
        assert tar.extractfile(f"{NAME}-uncommitted/NOTES").read() == b"mine\n"


@pytest.mark.parametrize("verdict", ["refuted", "inconclusive"])
def test_the_full_book_needs_every_claim_verified(built, tmp_path, verdict):
    records = judged(record("small-fall", verdict=verdict))
    publish.write_json(built.ledger("full"), records.ledger)
    stated = manifest.make(built, "full", built.site("full"), {}, Identity.of(built))
    publish.write_json(built.manifest("full"), stated)
    with pytest.raises(PressError, match="a claim is not verified: small-fall"):
        release(built, "full", tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_links_and_programs_survive(tmp_path):
    files = {
        "a": tree.Entry(tree.FILE, b"x"),
        "b": tree.Entry(tree.EXECUTABLE, b"y"),
        "c": tree.Entry(tree.LINK, b"a"),
    }
    (tmp_path / "x.tar.gz").write_bytes(bundle.archive("x", files, "2026-01-01T00:00:00+00:00"))
    with tarfile.open(tmp_path / "x.tar.gz") as tar:
        tar.extractall(tmp_path, filter="data")
    assert tree.entries(tmp_path / "x") == files
