"""The identifier of the sources is git's own, with git and without it, and says what it is of."""

import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from bookbuild import tree
from bookbuild.identity import Identity
from bookbuild.project import Project
from modelcollapse import citation
from press import small_book

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

RULES = "ignored/\n*.tmp\n!kept.tmp\n/only-here\ndeep/**/out\n"


def git(folder, *arguments):
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def tree_of(folder):
    """What git itself says of the directory as it lies."""
    git(folder, "add", "--all")
    return f"swh:1:dir:{git(folder, 'write-tree')}"


@pytest.fixture
def odd(tmp_path):
    """A checkout of whatever may go wrong: order, kinds, names, rules."""
    root = tmp_path / "odd one"
    # git sorts a.b before a/… and a/… before a0, though / comes after . and before 0.
    for name in (
        "a.b",
        "a/x",
        "a0",
        "a-b",
        "a/b/c/d",
        "with space",
        "größe",
        'quote"d',
        "-dash",
        "new\nline",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}\n")
    (root / "empty file").touch()
    (root / "empty folder").mkdir()
    (root / "binary").write_bytes(bytes(range(256)))
    (root / "program").write_text("#!/bin/sh\n")
    (root / "program").chmod(0o755)
    (root / "for others").write_text("x")
    (root / "for others").chmod(0o645)
    (root / "link").symlink_to("a.b")
    (root / "link to folder").symlink_to("a")
    (root / "link to nothing").symlink_to("nowhere")
    (root / ".gitignore").write_text(RULES)
    for name in ("ignored/x", "a/ignored/x", "x.tmp", "kept.tmp", "only-here", "a/only-here", "deep/a/b/out"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    git(tmp_path, "init", "--quiet", str(root))
    return root


def test_the_identifier_is_gits_own(odd):
    expected = tree_of(odd)
    assert tree.swhid(tree.entries(odd)) == expected
    shutil.rmtree(odd / ".git")
    found = tree.entries(odd)
    assert tree.swhid(found) == expected
    assert {"kept.tmp", "a/only-here", "link to folder"} <= set(found)
    assert not {"x.tmp", "only-here", "ignored/x", "deep/a/b/out"} & set(found)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "a/x").write_text("another\n"),
        lambda root: (root / "a/x").rename(root / "a/y"),
        lambda root: (root / "program").chmod(0o644),
        lambda root: (root / "a/b/c/d").unlink(),
        lambda root: (root / "new").write_text(""),
    ],
)
@pytest.mark.parametrize("with_git", [True, False])
def test_any_change_changes_it(odd, change, with_git):
    before = tree_of(odd)
    change(odd)
    expected = tree_of(odd)
    if not with_git:
        shutil.rmtree(odd / ".git")
    assert tree.swhid(tree.entries(odd)) == expected != before


def test_the_empty_folder_has_the_identifier_everyone_knows(tmp_path):
    assert tree.swhid(tree.entries(tmp_path)) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.fixture
def checkout(project):
    """The small book, committed at a known time."""
    git(project.root, "init", "--quiet")
    git(project.root, "add", "--all")
    date = {"GIT_COMMITTER_DATE": "2026-03-04T05:06:07+14:00"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(*date.popitem())
        git(project.root, "commit", "--quiet", "--message", "All of it")
    return project


def test_a_clean_checkout_is_its_commit(checkout):
    found = Identity.of(checkout)
    assert found.commit == git(checkout.root, "rev-parse", "HEAD")
    assert found.directory == f"swh:1:dir:{git(checkout.root, 'rev-parse', 'HEAD^{tree}')}"
    assert (found.changed, found.origin) == (False, f"commit {found.commit}")
    assert found.date == datetime(2026, 3, 3, 15, 6, 7, tzinfo=UTC).isoformat()
    assert Identity(**found.stated()) == found


def test_a_changed_checkout_says_so(checkout):
    clean = Identity.of(checkout)
    (checkout.root / "new.md").write_text("not committed")
    found = Identity.of(checkout)
    assert found.origin == f"commit {clean.commit}, with changes that are not committed"
    assert found.directory == tree_of(checkout.root) != clean.directory
    assert found.date == f"{citation.RELEASED}T00:00:00+00:00"


def test_without_git_nothing_is_said_of_a_commit(checkout, monkeypatch):
    clean = Identity.of(checkout)
    monkeypatch.setenv("PATH", "/nonexistent")
    assert Identity.of(checkout).origin == "not from a git checkout"
    monkeypatch.undo()
    (checkout.root / ".git" / "HEAD").write_text("damaged")
    assert Identity.of(checkout).commit is None
    shutil.rmtree(checkout.root / ".git")
    found = Identity.of(checkout)
    assert (found.commit, found.changed, found.directory) == (None, False, clean.directory)


def test_a_repository_around_the_folder_is_not_asked(project, monkeypatch):
    git(project.root.parent, "init", "--quiet")
    git(project.root.parent, "add", "--all")
    git(project.root.parent, "commit", "--quiet", "--message", "Another's")
    assert Identity.of(project).commit is None
    monkeypatch.setenv("GIT_DIR", str(project.root.parent / ".git"))
    assert Identity.of(project).commit is None


def test_what_a_build_writes_does_not_count(checkout):
    before = Identity.of(checkout)
    project = Project.at(checkout.root, checkout.root / "results")
    site = checkout.root / "my site"
    for folder in (project.build, site, checkout.root / "_build", checkout.root / "lib" / "__pycache__"):
        folder.mkdir()
        (folder / "file").write_text("generated")
    assert Identity.of(project, site) == before
    assert Identity.of(project).changed


def test_the_identifier_of_this_repository(tmp_path, measured):
    if not (small_book.REPOSITORY / ".git").exists():
        pytest.skip("these sources are no git checkout")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--no-hardlinks", str(small_book.REPOSITORY), str(clone))
    expected = f"swh:1:dir:{git(clone, 'rev-parse', 'HEAD^{tree}')}"
    with_git = Identity.of(Project.at(clone))
    assert (with_git.directory, with_git.changed) == (expected, False)
    count = len(tree.entries(clone))
    assert count == len(git(clone, "ls-files", "-z").rstrip("\0").split("\0"))
    shutil.rmtree(clone / ".git")
    os.utime(clone / "README.md", (0, 0))
    without = Identity.of(Project.at(clone))
    assert (without.directory, without.commit) == (expected, None)
    measured(
        "identity/swhid", count, "files whose common SWHID equals git's own, computed with git and without"
    )
