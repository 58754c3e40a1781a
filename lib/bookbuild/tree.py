"""A folder as git sees it: the files that count, and the identifier of their content.

An SWHID of a directory is the identifier git gives to a tree, so it can be computed from the files alone,
also where there is no git: https://www.swhid.org
"""

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE, EXECUTABLE, LINK, FOLDER = 0o100644, 0o100755, 0o120000, 0o40000


@dataclass(frozen=True)
class Entry:
    """What git keeps of a file: its kind, and its content or, for a symbolic link, what it points to."""

    mode: int
    content: bytes

    @classmethod
    def of(cls, path: Path) -> "Entry":
        """The entry of the file or symbolic link at ``path``."""
        if path.is_symlink():
            return cls(LINK, os.fsencode(os.readlink(path)))
        return cls(EXECUTABLE if path.stat().st_mode & 0o100 else FILE, path.read_bytes())


def git(root: Path, *arguments: str) -> bytes | None:
    """What git says of the checkout at ``root``; None where there is none, or git cannot read it.

    A repository around the folder is not asked: the folder is then one of its files, no checkout.
    """
    if not (root / ".git").exists():
        return None
    shell = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            env=shell | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout


def entries(root: Path, generated: Iterable[Path] = ()) -> dict[str, Entry]:
    """The files below ``root`` that git tracks or would track, by relative path, as they lie.

    Args:
        generated: folders that do not count, whatever git says.
    """
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = _walk(root) if listed is None else map(os.fsdecode, filter(None, listed.split(b"\0")))
    found = {}
    for name in sorted(set(names)):
        path = root / name
        # A tracked file may have been removed; a repository within the folder is listed as a folder.
        counts = path.is_symlink() or path.is_file()
        if counts and not any(path.is_relative_to(folder) for folder in generated):
            found[name] = Entry.of(path)
    return found


def _walk(root: Path) -> Iterator[str]:
    """Every file that the .gitignore of ``root`` does not name."""
    from pathspec import GitIgnoreSpec

    rules = root / ".gitignore"
    ignored = GitIgnoreSpec.from_lines(
        rules.read_text(encoding="utf-8").splitlines() if rules.is_file() else []
    )
    for folder, inner, files in os.walk(root):
        here = Path(folder).relative_to(root)
        links = [name for name in inner if (root / here / name).is_symlink()]
        inner[:] = [
            name
            for name in inner
            if name != ".git" and not ignored.match_file(f"{(here / name).as_posix()}/")
        ]
        for name in (*files, *links):
            path = (here / name).as_posix()
            if name != ".git" and not ignored.match_file(path):
                yield path


def swhid(files: Mapping[str, Entry]) -> str:
    """The SWHID of the directory that holds these files, by relative path."""
    return f"swh:1:dir:{_tree({tuple(name.split('/')): entry for name, entry in files.items()}).hex()}"


def _tree(files: Mapping[tuple[str, ...], Entry]) -> bytes:
    """The identifier of a tree; git sorts the name of a folder as if it ended in a slash."""
    rows: dict[bytes, bytes] = {}
    folders: dict[str, dict[tuple[str, ...], Entry]] = {}
    for (first, *rest), entry in files.items():
        if rest:
            folders.setdefault(first, {})[tuple(rest)] = entry
        else:
            name = os.fsencode(first)
            rows[name] = b"%o %s\0%s" % (entry.mode, name, _object(b"blob", entry.content))
    for first, inner in folders.items():
        name = os.fsencode(first)
        rows[name + b"/"] = b"%o %s\0%s" % (FOLDER, name, _tree(inner))
    return _object(b"tree", b"".join(rows[key] for key in sorted(rows)))


def _object(kind: bytes, content: bytes) -> bytes:
    """The identifier of a git object."""
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).digest()
