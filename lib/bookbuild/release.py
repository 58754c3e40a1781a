"""The bundle of a build: sources and results as one folder, in which they can be verified and built again."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bookbuild import bundle, chapters, crate, identity, lock, manifest, publish
from bookbuild.errors import PressError
from bookbuild.identity import Identity
from bookbuild.judging import not_verified
from bookbuild.project import Project
from bookbuild.tree import FILE, Entry
from modelcollapse import citation
from modelcollapse.errors import InvalidArgument

# The build directory of a checkout, and hence of an unpacked bundle.
BUILD = "_build"


@dataclass(frozen=True)
class Released:
    """What was written.

    Attributes:
        files: the bundle first.
        bundled: how many files it holds.
        identity: of the sources in it.
    """

    files: tuple[Path, ...]
    bundled: int
    identity: Identity


def release(project: Project, profile: str, out: Path) -> Released:
    """Write the bundle of the build there is, the site alone, ledger, manifest and checksums to ``out``.

    Nothing is executed or built. The same build of the same sources gives the same bytes.

    Raises:
        InvalidArgument: there is no build, it is not intact, or it was made from other sources.
        PressError: at the full profile, a claim is not verified.
        BuildBusy: a build is at work.
    """
    manifest.load(project.manifest(profile))  # or else the lock would make a build directory
    with lock.held(project.build):
        files = identity.sources(project, out.resolve())
        found = Identity.among(project, files)
        stated = _checked(project, profile, found)
        parts = manifest.folders(project, profile, project.site(profile))
        parts["manifest.json"] = project.manifest(profile)
        places = {
            part: f"{BUILD}/{path.relative_to(project.build).as_posix()}" for part, path in parts.items()
        }
        titles = {chapter.slug: chapter.title for chapter in chapters.chapters(project)}
        for name in (*stated["files"], "manifest.json"):
            part, _, inner = name.partition("/")
            files["/".join(filter(None, (places[part], inner)))] = Entry.of(parts[part] / inner)
    files[crate.METADATA] = Entry(
        FILE, publish.canonical(crate.describe(files, found, stated, places, titles))
    )
    contents = {name: entry.content for name, entry in files.items()}
    files[bundle.SUMS] = Entry(FILE, bundle.sums(contents))
    pages = f"{places['html']}/"
    site = {name.removeprefix(pages): entry for name, entry in files.items() if name.startswith(pages)}
    folder = _name(profile, found)
    written = {
        f"{folder}.tar.gz": bundle.archive(folder, files, found.date),
        f"{folder}-site.tar.gz": bundle.archive(f"{folder}-site", site, found.date),
        f"{folder}-ledger.json": contents[places["ledger.json"]],
        f"{folder}-manifest.json": contents[places["manifest.json"]],
    }
    written[f"{folder}.sha256"] = bundle.sums(written)
    for name, content in written.items():
        publish.write(out / name, content)
    return Released(tuple(out / name for name in written), len(files), found)


def _checked(project: Project, profile: str, found: Identity) -> dict[str, Any]:
    """The manifest of a build that may be released."""
    stated, damage = manifest.verify(project, profile)
    build = str(project.published(profile))
    if damage:
        raise InvalidArgument("build", build, f"must be intact to be released; {damage.first}")
    then = {**stated["identity"], **{part: stated[part] for part in ("lock", "sources")}}
    now = {**found.stated(), **manifest.sources(project)}
    for part in ("lock", "sources", "directory", "commit"):
        if then[part] != now[part]:
            raise InvalidArgument("build", build, f"was made from another {part}; build the book first")
    ledger = json.loads(project.ledger(profile).read_bytes())
    open_claims = not_verified({claim["id"]: claim for claim in ledger["claims"]})
    if profile == "full" and open_claims:
        raise PressError(f"not released: a claim is not verified: {', '.join(open_claims)}")
    return stated


def _name(profile: str, found: Identity) -> str:
    """The name of a bundle; one that is not an edition of the book says so."""
    marks = ["smoke"] * (profile == "smoke") + ["uncommitted"] * found.changed
    return "-".join(["modelcollapse", citation.VERSION, *marks])
