"""The build as a Research Object Crate: what was run on what, and what came out, for machines.

The profile is Process Run Crate 0.6 on RO-Crate 1.3: one action for judging, one for each chapter, one for
the rendering. Times are left out: a crate of the same build has to be the same.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from pybtex.database import Entry as Paper
from pybtex.database import parse_string
from pybtex.richtext import Text
from rocrate.model import ContextEntity, DataEntity
from rocrate.rocrate import ROCrate

from bookbuild import digests
from bookbuild.identity import Identity
from bookbuild.tree import Entry
from modelcollapse import citation

METADATA = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/wfrun/process/0.6"
CODE_LICENCE = "https://spdx.org/licenses/BSD-3-Clause"
PROSE_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

CODE = ["Dataset", "SoftwareSourceCode"]

_FORMATS = {
    ".bib": "application/x-bibtex",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".lock": "text/plain",
    ".md": "text/markdown",
}


def describe(
    files: Mapping[str, Entry],
    identity: Identity,
    stated: Mapping[str, Any],
    results: Mapping[str, str],
    chapters: Mapping[str, str],
) -> dict[str, Any]:
    """The metadata of a bundle, as JSON-LD.

    Args:
        files: everything in the bundle, by path in it.
        identity: of the sources.
        stated: the manifest of the build.
        results: where the parts of the build lie in the bundle, by their names in the manifest.
        chapters: the titles of the chapters, by slug.
    """
    described = _Bundle(files)
    crate, profile = described.crate, stated["profile"]
    records, site = described.folder(results["records"]), described.folder(results["html"])
    science, press = (described.folder(f"lib/{part}", CODE) for part in ("modelcollapse", "bookbuild"))
    lock = described.file("requirements.lock")
    parameter = described.context("#profile", "PropertyValue", name="profile", value=profile)
    ledger = described.file(results["ledger.json"])
    judged = described.action("judging", "Judge every claim", science, [lock, parameter], [records, ledger])
    actions = [judged]
    notebooks = []
    for slug in sorted(chapters):
        source = described.file(f"notebooks/{slug}.md", ["File", "SoftwareSourceCode"], name=chapters[slug])
        notebooks.append(described.file(f"{results['notebooks']}/{slug}.ipynb", name=chapters[slug]))
        used = [science, lock, records, parameter]
        name = f"Execute the chapter {slug}"
        actions.append(described.action(f"chapter-{slug}", name, source, used, [notebooks[-1]]))
    actions.append(described.action("rendering", "Render the site", press, [*notebooks, records], [site]))
    described.context(PROFILE, "CreativeWork", name="Process Run Crate", version="0.6")
    root = crate.root_dataset
    root["name"] = citation.TITLE
    root["description"] = f"Sources, verdicts, executed chapters and site of the {profile} build"
    root["version"] = citation.VERSION
    root["datePublished"] = identity.date
    root["identifier"] = identity.directory
    root["creditText"] = f"{citation.AUTHOR}; {identity.origin}"
    root["conformsTo"] = {"@id": PROFILE}
    root["author"] = described.context("#contributors", "Organization", name=citation.AUTHOR)
    root["license"] = [
        described.context(CODE_LICENCE, "CreativeWork", name="BSD 3-Clause licence", description="Code"),
        described.context(PROSE_LICENCE, "CreativeWork", name="CC BY 4.0", description="Prose and figures"),
    ]
    root["mentions"] = actions
    described.file(results["manifest.json"])
    for name in ("CITATION.cff", "LICENSE", "LICENSE-prose", "environment.yml"):
        if name in files:
            described.file(name)
    references = files["book/references.bib"].content.decode()
    papers = parse_string(references, "bibtex").entries
    root["citation"] = [described.paper(key, papers[key]) for key in sorted(papers)]
    return dict(crate.metadata.generate())


class _Bundle:
    """A crate under construction; each file, folder and thing beside is in it once."""

    def __init__(self, files: Mapping[str, Entry]) -> None:
        self.crate = ROCrate(version="1.3")
        self._files = files

    def file(self, path: str, kind: str | list[str] = "File", **known: Any) -> DataEntity:
        """A file of the bundle, with its digest."""
        content = self._files[path].content
        ending = PurePosixPath(path).suffix
        facts = {"@type": kind, "contentSize": str(len(content)), "sha256": digests.of_bytes(content)}
        if ending in _FORMATS:
            facts["encodingFormat"] = _FORMATS[ending]
        return self._part(path, {"name": path, **facts, **known})

    def folder(self, path: str, kind: str | list[str] = "Dataset") -> DataEntity:
        """A folder of the bundle."""
        return self._part(f"{path}/", {"@type": kind, "name": path})

    def _part(self, path: str, facts: dict[str, Any]) -> DataEntity:
        return self.crate.add(DataEntity(self.crate, path, properties=facts))

    def context(self, identifier: str, kind: str, **known: Any) -> ContextEntity:
        """Something that is no file of the bundle."""
        return self.crate.add(ContextEntity(self.crate, identifier, properties={"@type": kind, **known}))

    def action(
        self, name: str, what: str, instrument: Any, used: Iterable[Any], made: Iterable[Any]
    ) -> ContextEntity:
        """A step of the build that was carried out."""
        action = self.context(f"#{name}", "CreateAction", name=what)
        action["actionStatus"] = {"@id": "http://schema.org/CompletedActionStatus"}
        action["instrument"] = instrument
        action["object"] = list(used)
        action["result"] = list(made)
        return action

    def paper(self, key: str, found: Paper) -> ContextEntity:
        """A paper of the bibliography."""
        preprint = found.fields.get("eprint")
        name = f"https://arxiv.org/abs/{preprint}" if preprint else f"#{key}"
        kind = "ScholarlyArticle" if preprint or found.type == "article" else "CreativeWork"
        return self.context(
            name,
            kind,
            name=Text.from_latex(found.fields["title"]).render_as("text"),
            creditText="; ".join(str(person) for person in found.persons["author"]),
            datePublished=found.fields["year"],
        )
