"""Claims as plain text: the card on a terminal, and the BibTeX entry."""

from __future__ import annotations

import textwrap

from modelcollapse import __version__, streams
from modelcollapse.claims.claim import PROFILES, Claim

__all__ = ["bibtex", "card"]


def _wrap(label: str, text: str) -> str:
    return textwrap.fill(text, 100, initial_indent=f"{label:<13}", subsequent_indent=" " * 13)


def card(claim: Claim) -> str:
    """Return what a claim asserts, where it comes from and what is fixed before it is judged."""
    lines = [
        f"{claim.id} (revision {claim.revision})",
        claim.title,
        "",
        _wrap("statement", claim.statement),
        _wrap("source", f"{claim.paper}, {claim.locus}; read from: {claim.provenance}. {claim.provenance_note}"),
        _wrap("outcome", claim.outcome),
        *(_wrap("assumes", assumption) for assumption in claim.assumptions),
        "",
    ]
    for evidence in claim.evidence:
        lines.append(_wrap(type(evidence).__name__.lower(), f"{evidence.name}: {evidence.asserts}"))
        margins = {profile: evidence.declared(profile).get("margin") for profile in PROFILES}
        if margins["full"] is not None:
            lines.append(_wrap("", "margin " + ", ".join(f"{value:g} ({key})" for key, value in margins.items())))
    if claim.simulation is not None:
        sizes = ", ".join(f"{claim.simulation.replicates[profile]:,} ({profile})" for profile in PROFILES)
        key = streams.key(claim.id, "full")
        lines += ["", _wrap("replicates", sizes), _wrap("seed", f"root {streams.ROOT}, key {key} (full)")]
    lines += [_wrap("not shown", sentence) for sentence in claim.not_established]
    lines += ["", _wrap("rerun", f"modelcollapse check {claim.id}")]
    return "\n".join(lines)


def bibtex(claim: Claim) -> str:
    """Return a BibTeX entry with a stable key; no identifier is made up."""
    key = f"modelcollapse-{__version__}-{claim.id}"
    fields = {
        "title": f"{{{claim.title}}}",
        "howpublished": f"Claim {claim.id}, revision {claim.revision}",
        "booktitle": "{Model Collapse: Derived, Simulated, Checked}",
        "edition": __version__,
        "note": f"Judge it again: modelcollapse check {claim.id}",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{body}}}\n"
