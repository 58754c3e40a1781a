"""The command line: list, show, check, plan, replicate and cite claims, and compare two ledgers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from click.exceptions import ClickException, Exit
from tqdm import tqdm

from modelcollapse import __version__, citation, claims, diff, parallel, records
from modelcollapse.arguments import integer
from modelcollapse.cards import card, planned, replication
from modelcollapse.claims.claim import PROFILES, Outcome
from modelcollapse.claims.replicate import replicate as fresh_rounds
from modelcollapse.errors import ModelCollapseError, RunFailed

__all__ = ["main"]

profile_option = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="full",
    show_default=True,
    help="Size of the simulations: full is what is published, smoke is for tests.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="modelcollapse")
@click.pass_context
def cli(context: click.Context) -> None:
    """Judge the claims of "Model Collapse: Derived, Simulated, Checked"."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command("list")
@json_option
def list_claims(as_json: bool) -> None:
    """List the claims of the book."""
    known = [claims.get(claim) for claim in claims.ids()]
    if as_json:
        click.echo(records.canonical([claim.described() for claim in known]), nl=False)
        return
    width = max(len(claim.id) for claim in known)
    for claim in known:
        click.echo(f"{claim.id:<{width}}  {claim.outcome:<12}  {claim.title}")


@cli.command()
@click.argument("claim")
def show(claim: str) -> None:
    """Show what a claim asserts and what is fixed beforehand."""
    click.echo(card(claims.get(claim)))


@cli.command()
@click.argument("wanted", metavar="[ID]...", nargs=-1)
@profile_option
@json_option
@click.option(
    "--engine",
    type=click.Choice(parallel.ENGINES),
    default="pool",
    show_default=True,
    help="Where to compute: here, on several processes, or on a Dask cluster. Records are the same.",
)
@click.option("--workers", type=int, metavar="N", help="Processes of the pool; two by default.")
@click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster, such as tcp://127.0.0.1:8786.")
@click.option(
    "--tls",
    type=click.Path(),
    nargs=3,
    metavar="CA CERTIFICATE KEY",
    help="Three files, without which a scheduler has to be on this machine.",
)
@click.option("--any-machine", is_flag=True, help="Accept workers of another class; last bits may differ.")
def check(
    wanted: tuple[str, ...],
    profile: str,
    as_json: bool,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    tls: tuple[str, str, str] | None,
    any_machine: bool,
) -> None:
    """Judge claims (all of them by default); exit 1 if one is not verified."""
    # Every id is looked up before the first computation, so a typing error costs nothing.
    chosen = [claims.get(claim).id for claim in wanted] or claims.ids()
    found: list[dict[str, Any]] = []
    with parallel.engine(
        engine,
        workers=workers,
        scheduler=scheduler,
        tls=tls,
        any_machine=any_machine,
        head_start=parallel.HEAD_START,
    ) as running:
        for record in claims.judge_all(chosen, profile=profile, engine=running):
            found.append(record)
            if not as_json:
                _say(record)
    if as_json:
        click.echo(records.canonical(records.ledger(found, profile)), nl=False)
    examined = [record for record in found if record["outcome"] != Outcome.NOT_EXAMINED]
    raise Exit(0 if all(record["verdict"] == "verified" for record in examined) else 1)


def _say(record: dict[str, Any]) -> None:
    controls = record["controls"]
    fallen = sum(control["verdict"] == "refuted" for control in controls)
    click.echo(f"{record['verdict']:<12}  {record['id']}  ({fallen} of {len(controls)} controls refuted)")
    if record["verdict"] != "verified":
        click.echo(f"              {record['reason']}")


@cli.command()
@click.argument("claim")
@profile_option
def plan(claim: str, profile: str) -> None:
    """Show what each simulated check of a claim costs and sees, before anything is drawn."""
    click.echo(planned(claims.get(claim), profile))


@cli.command()
@click.argument("wanted", metavar="[ID]...", nargs=-1)
@click.option("--rounds", type=int, default=3, show_default=True, help="How many fresh rounds.")
@profile_option
@json_option
def replicate(wanted: tuple[str, ...], rounds: int, profile: str, as_json: bool) -> None:
    """Judge claims again from fresh entropy; exit 1 if an e-value raises an alarm. Nothing is stored."""
    chosen = [claims.get(claim) for claim in wanted or claims.ids()]
    integer("rounds", rounds, minimum=1)
    with tqdm(total=rounds * len(chosen), unit="claim", leave=False, disable=None) as bar:
        report = fresh_rounds(chosen, rounds=rounds, profile=profile, done=lambda: bar.update())
    click.echo(records.canonical(report) if as_json else replication(report), nl=not as_json)
    raise Exit(1 if any(claim["alarm"] for claim in report["claims"]) else 0)


@cli.command()
@click.argument("claim", required=False)
def cite(claim: str | None) -> None:
    """Print a BibTeX entry for a claim, or for the whole book."""
    if claim is None:
        cited = citation.book()
    else:
        found = claims.get(claim)
        cited = citation.claim(found.id, found.title, found.revision)
    click.echo(cited.bibtex(), nl=False)


@cli.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def compare(old: Path, new: Path, as_json: bool) -> None:
    """Print what changed between two ledgers, verdicts first; exit 1 if a verdict did."""
    found = diff.compared(diff.read("old", old), diff.read("new", new))
    click.echo(records.canonical(found) if as_json else diff.told(found), nl=not as_json)
    raise Exit(1 if found["verdicts"] else 0)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; bad input gives one line and exit status 2."""
    try:
        status = cli.main(args=arguments, prog_name="modelcollapse", standalone_mode=False)
    except ClickException as error:
        click.echo(f"modelcollapse: {' '.join(error.format_message().split())}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        click.echo(f"modelcollapse: {error.filename or 'a file'}: {error.strerror}", err=True)
        sys.exit(1)
    except RunFailed as error:
        click.echo(f"modelcollapse: {error}", err=True)
        sys.exit(1)
    except ModelCollapseError as error:
        click.echo(f"modelcollapse: {error}", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
