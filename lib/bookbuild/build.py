"""One build, from text notebooks to a site: discover, judge, execute, stage, render, publish."""

import os
import time
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bookbuild import chapters as book
from bookbuild import digests, environment, lock, manifest, processes, publish, stage
from bookbuild.cache import Cache
from bookbuild.chapters import Chapter
from bookbuild.errors import DamagedEntry, PressError
from bookbuild.execute import execute
from bookbuild.identity import Identity
from bookbuild.judging import Judge, Judged, judge_claims, not_verified
from bookbuild.lint import lint
from bookbuild.normalise import normalise
from bookbuild.notebook import dump
from bookbuild.progress import Progress
from bookbuild.project import Project
from bookbuild.render import render
from bookbuild.sweep import sweep

PACKAGES = ("numpy", "scipy", "sympy")


@dataclass(frozen=True)
class Built:
    """What a build did."""

    site: Path
    records: Mapping[str, Mapping[str, Any]]
    pages: int
    executed: tuple[str, ...]
    rendered: bool
    seconds: float

    @property
    def not_verified(self) -> list[str]:
        """The claims that were examined and are not verified."""
        return not_verified(self.records)


def build(
    project: Project,
    profile: str,
    *,
    out: Path | None = None,
    workers: int = 2,
    judge: Judge = judge_claims,
    identity: Identity | None = None,
) -> Built:
    """Build the site of a profile; a verdict other than verified is published, a broken chapter never.

    Args:
        identity: what the pages say of the sources; by default what the checkout says.

    Raises:
        InvalidArgument: the book or ``out`` is not usable; nothing was written and no kernel started.
        PressError: a chapter or the rendering failed; the site published before is as it was.
    """
    started = time.perf_counter()
    site = (out or project.site(profile)).resolve()
    publish.check_target(site, project.root)
    found = {chapter.slug: chapter for chapter in book.chapters(project)}
    pages = book.pages(project)
    identity = identity or Identity.of(project, site)
    progress = Progress(len(found))
    context = get_context("spawn")
    with (
        processes.supervised() as end_processes,
        lock.held(project.build),
        environment.applied(project.build),
        progress,
    ):
        sweep(project, site)
        try:
            with ProcessPoolExecutor(workers, context, processes.start_worker, (os.getpid(),)) as pool:
                try:
                    processes.start_workers(pool, workers)
                    judged = judge(profile, project.build, pool, progress.say)
                    notebooks, seconds = _executed(project, profile, found, pool, progress)
                except BaseException:
                    # Leaving the pool waits for what runs in it.
                    pool.shutdown(wait=False, cancel_futures=True)
                    end_processes()
                    raise
        except BrokenProcessPool as error:
            raise PressError("a worker process died: killed, or out of memory?") from error
        run = _run(project, profile, judged, found, identity)
        stage.assemble(project, profile, notebooks, found, judged.records, run)
        rendered = render(project, profile, site, progress.say)
        _publish_results(project, profile, notebooks, judged)
        publish.write_json(
            project.manifest(profile), manifest.make(project, profile, site, judged.records, identity)
        )
        total = time.perf_counter() - started
        timings = {"profile": profile, "claims": dict(judged.seconds), "chapters": seconds, "total": total}
        publish.write_json(project.timings, timings)
    return Built(site, judged.records, len(pages), tuple(seconds), rendered, total)


def _executed(
    project: Project, profile: str, found: Mapping[str, Chapter], pool: Executor, progress: Progress
) -> tuple[dict[str, NotebookNode], dict[str, float]]:
    """Every chapter executed, from the cache where nothing it depends on changed."""
    cache, keys = Cache(project.cache), digests.Keys(project)
    values = {slug: chapter.parameters.defaults | {"profile": profile} for slug, chapter in found.items()}
    key = {slug: keys.of(chapter, values[slug]) for slug, chapter in found.items()}
    notebooks, seconds, pending = {}, {}, {}
    for slug, chapter in found.items():
        try:
            kept = cache.read(key[slug])
        except DamagedEntry as damage:
            progress.say(f"{slug}: {damage}; executed again")
            kept = None
        if kept is None:
            pending[pool.submit(execute, chapter, values[slug])] = slug
        else:
            # The rules may have changed since it was kept.
            notebooks[slug] = normalise(kept)
            lint(slug, notebooks[slug])
            progress.done(f"{slug}: unchanged")
    failures = []
    for future in as_completed(pending):
        slug = pending[future]
        try:
            notebooks[slug], seconds[slug] = future.result()
        except PressError as error:
            failures.append(str(error))
            progress.done(f"{slug}: FAILED")
        else:
            cache.write(key[slug], notebooks[slug])
            progress.done(f"{slug}: executed in {seconds[slug]:.1f} s")
    if failures:
        raise PressError("\n\n".join(failures))
    return notebooks, seconds


def _run(
    project: Project, profile: str, judged: Judged, found: Mapping[str, Chapter], identity: Identity
) -> dict[str, Any]:
    """What the run records on the pages state."""
    import platform

    roots = {record["seed"]["root"] for record in judged.records.values() if record.get("seed")}
    return {
        "profile": profile,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "lock": digests.of_bytes(project.lock.read_bytes()),
        "seed_roots": sorted(roots),
        "claims": list(judged.records),
        "chapters": {slug: chapter.title for slug, chapter in found.items()},
        "identity": identity.stated(),
    }


def _publish_results(
    project: Project, profile: str, notebooks: Mapping[str, NotebookNode], judged: Judged
) -> None:
    """The executed notebooks and the ledger, beside the site."""
    target = project.notebooks(profile)
    new = publish.successor(target)
    publish.discard(new)
    for slug, notebook in notebooks.items():
        publish.write(new / f"{slug}.ipynb", dump(notebook))
    publish.replace_folder(new, target)
    publish.write_json(project.ledger(profile), judged.ledger)
