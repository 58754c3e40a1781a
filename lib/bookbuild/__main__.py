"""The command line of the press.

Exit status 0 when all is well, 1 when a claim is not verified or the book is broken, 2 for bad input, 75 when
another build is at work, 130 or 143 when stopped by a signal.
"""

import os
import sys
from pathlib import Path

import click

from bookbuild.errors import BuildBusy, Stopped
from bookbuild.project import PROFILES, Project
from modelcollapse.errors import InvalidArgument, ModelCollapseError

_root = click.option(
    "--root", type=click.Path(path_type=Path), default=Path(), help="Folder of the project; here by default."
)
_build_dir = click.option(
    "--build-dir", type=click.Path(path_type=Path), help="Where results go; _build in the root by default."
)
_workers = click.option(
    "--workers", type=click.IntRange(1, 64), default=min(2, os.cpu_count() or 1), show_default=True
)
_profile = click.option("--profile", type=click.Choice(PROFILES), default="full", show_default=True)


@click.group()
def cli() -> None:
    """Turn the text notebooks of the book into a checked site."""


@cli.command()
@_profile
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the site, which is replaced.")
@_build_dir
@_workers
@_root
def build(profile: str, out: Path | None, build_dir: Path | None, workers: int, root: Path) -> None:
    """Judge every claim, execute every chapter, render the site."""
    from bookbuild import report
    from bookbuild.build import build as build_book

    built = build_book(Project.at(root, build_dir), profile, out=out, workers=workers)
    click.echo(report.summary(built))
    if built.not_verified:
        sys.exit(1)


@cli.command()
@_profile
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the site, where it was not the usual."
)
@_build_dir
@_root
def verify(profile: str, out: Path | None, build_dir: Path | None, root: Path) -> None:
    """Recompute the digest of every built file; nothing is executed."""
    from bookbuild import bundle, manifest, report

    project = Project.at(root, build_dir)
    stated, difference = manifest.verify(project, profile, out=out)
    click.echo(report.verified(stated, difference))
    # An unpacked bundle also says what its sources are.
    bundled = bundle.verify(project.root)
    if bundled:
        click.echo(report.bundled(*bundled))
    if difference or (bundled and bundled[1]):
        sys.exit(1)


@cli.command()
@_profile
@_build_dir
@_workers
@_root
def reproduce(profile: str, build_dir: Path | None, workers: int, root: Path) -> None:
    """Build again in a scratch folder and compare with the build there is."""
    from bookbuild import report
    from bookbuild.reproduce import reproduce as build_again

    done = build_again(Project.at(root, build_dir), profile, workers=workers, say=click.echo)
    click.echo(report.reproduced(done))
    if done.differences:
        sys.exit(1)


@cli.command()
@click.argument("chapter")
@click.option("-p", "pairs", type=(str, str), multiple=True, metavar="NAME VALUE", help="A parameter.")
@click.option("--profile", type=click.Choice(PROFILES), help="Short for -p profile; full by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The .ipynb to write.")
@_build_dir
@_root
def run(
    chapter: str,
    pairs: tuple[tuple[str, str], ...],
    profile: str | None,
    output: Path,
    build_dir: Path | None,
    root: Path,
) -> None:
    """Execute one CHAPTER with parameters of your own."""
    from bookbuild.single import run_chapter

    given = (*pairs, ("profile", profile)) if profile else pairs
    run_chapter(Project.at(root, build_dir), chapter, given, output)
    click.echo(f"wrote {output}")


@cli.command()
@_profile
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the archives; dist in the root by default."
)
@_build_dir
@_root
def release(profile: str, out: Path | None, build_dir: Path | None, root: Path) -> None:
    """Write the bundle of the built book: sources, site, notebooks, records, with checksums."""
    from bookbuild import report
    from bookbuild.release import release as write_bundle

    project = Project.at(root, build_dir)
    click.echo(report.released(write_bundle(project, profile, out or project.root / "dist")))


@cli.command()
@click.argument("chapter", required=False)
@_root
def cite(chapter: str | None, root: Path) -> None:
    """Print a BibTeX entry for a CHAPTER, or for the whole book, with the sources that lie here."""
    from bookbuild.chapters import chapter as read
    from bookbuild.identity import Identity
    from modelcollapse import citation

    project = Project.at(root)
    notes = Identity.of(project).notes
    if chapter is None:
        cited = citation.book(*notes)
    else:
        found = read(project, chapter)
        cited = citation.chapter(found.slug, found.title, *notes)
    click.echo(cited.bibtex(), nl=False)


@cli.command(name="list")
@_root
def list_chapters(root: Path) -> None:
    """List the chapters and what can be turned in each."""
    from bookbuild import report
    from bookbuild.chapters import chapters

    for chapter in chapters(Project.at(root)):
        click.echo(report.chapter(chapter))


@cli.command()
@_profile
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: a free one.")
@_build_dir
@_root
def serve(profile: str, port: int, build_dir: Path | None, root: Path) -> None:
    """Serve the built site on 127.0.0.1, and nowhere else."""
    from bookbuild.serve import server

    with server(Project.at(root, build_dir).site(profile), port) as running:
        click.echo(f"http://127.0.0.1:{running.server_port}/  (stop with Ctrl-C)")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")


@cli.command()
@_profile
@_build_dir
@_root
def pdf(profile: str, build_dir: Path | None, root: Path) -> None:
    """Print the book that was built, as one PDF."""
    from bookbuild.pdf import write_pdf

    click.echo(f"wrote {write_pdf(Project.at(root, build_dir), profile, click.echo)}")


@cli.command()
@click.option("--check", is_flag=True, help="Only tell whether the file is up to date.")
@_root
def environment(check: bool, root: Path) -> None:
    """Write environment.yml from requirements.lock."""
    from bookbuild.conda import environment_yml
    from bookbuild.errors import PressError
    from bookbuild.publish import write

    project = Project.at(root)
    path, wanted = project.root / "environment.yml", environment_yml(project.lock)
    if not check:
        write(path, wanted)
    elif not path.is_file() or path.read_bytes() != wanted:
        raise PressError("environment.yml does not match requirements.lock; run: bookbuild environment")


def main() -> None:
    """Run the command line; every refusal is one line."""
    try:
        cli.main(prog_name="bookbuild", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except (InvalidArgument, click.ClickException) as error:
        text = error.format_message() if isinstance(error, click.ClickException) else str(error)
        _fail(" ".join(text.split()), 2)
    except Stopped as stop:
        _fail("stopped; what was finished is kept", 128 + stop.signal)
    except BuildBusy as busy:
        _fail(str(busy), os.EX_TEMPFAIL)
    except ModelCollapseError as error:
        _fail(str(error), 1)
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), 1)
    except click.Abort:
        _fail("stopped", 130)


def _fail(text: str, status: int) -> None:
    click.echo(f"bookbuild: {text}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
