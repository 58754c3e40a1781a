"""A book of two chapters and two claims, small enough to be executed and rendered in a test."""

import json
import shutil
from pathlib import Path

from bookbuild import publish
from bookbuild.judging import Judged

REPOSITORY = Path(__file__).parents[2]

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
parameters:
  profile: {type: string, enum: [smoke, full], default: full, description: which records}
  sample_size: {type: integer, minimum: 2, maximum: 500, default: 20, unit: draws, description: draws per fit}
cost: {unit: draws, budget: 1.0e+4, terms: [{times: 30, powers: {sample_size: 1}}]}
---

# TITLE

```{code-cell} ipython3
:tags: [parameters]

profile = "full"
sample_size = 20
```

"""

FIGURE = """\
```{code-cell} ipython3
class Figure:
    def _repr_mimebundle_(self, include=None, exclude=None):
        line = '<path d="M0 0L40 20" stroke="#000"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{line}</svg>'
        words = {"alt": "A falling line", "caption": "It falls by $1/2$.", "name": "fig-falling"}
        return {"image/svg+xml": svg, "text/plain": "figure"}, {"modelcollapse": words}

Figure()
```
"""

CARD = """\
```{claim} small-fall
```

"""

CELL = """\
```{code-cell} ipython3
print(profile, sample_size)
```

"""

WORDS = """\
Two slow falls make **a** fall, and a slow fall is one. A **sure thing** is no
more sure than sure things are.
"""

GLOSSARY = """\
# Glossary

```{glossary}
slow fall
  A fall that takes time.

fall
  What is down at last.
```

## More

```{glossary}
sure thing
  It never fails.

unused
  Nobody says it.
```
"""

LONG_LINE = f"""\
```{{code-cell}} ipython3
{" + ".join(f"addend_{i}" for i in range(30))} if False else None
```

"""

TOC = """\
format: jb-book
root: book/intro
chapters:
  - file: notebooks/falling
  - file: notebooks/rising
  - file: book/claims
  - file: book/glossary
"""

INTRO = """\
# A small book

The verdict is {rec}`small-fall verdict`; the rate is {rec}`small-fall rate.estimate:.2f`, the offset
{rec}`small-fall offset.largest_gap:.1e`. See {numref}`fig-falling` and {ref}`claim-small-fall`.
"""

CLAIMS = """\
# Claims

```{ledger}
```

## Not established

```{not-established}
```

## What holds

```{scoreboard}
```

```{by-paper}
```

```{outcomes} small2024
```

```{line-by-line} small2024
```

## The chapters

```{chapter-figure} falling fig-falling
```

```{entry-points}
```

```{reading-map}
```

## Measured

```{measured} faults
```

```{measured} identity
```

## References

```{bibliography}
```
"""

READING = """\
needs:
  falling: []
  rising: [falling]
readers:
  I am small:
    - notebooks/falling
    - book/claims
"""

# As `measured` leaves them.
FIGURES = {
    "faults/injected": 1000,
    "faults/worst": -2.5,
    "faults/kinds": [["fault", "injected"], ["a *killed* kernel", 12], ["a full disk", 3], ["exact.gap", 1]],
    "faultless/other": 77,
}
MEASURED = {
    name: {
        "value": value,
        "what": f"what {name} counts",
        "test": "tests/a.py::test_it",
        "machine": "Python 3.11",
    }
    for name, value in FIGURES.items()
}

BIB = """\
@article{small2024,
  author = {Small, Ann},
  title = {On small things},
  journal = {Journal of Small Things},
  year = {2024},
}
"""


def chapter_text(slug: str, *cells: str) -> str:
    """The text of a chapter with these Markdown or code cells."""
    return HEADER.replace("TITLE", slug.capitalize()) + "\n".join(cells)


def record(name: str, **changes: object) -> dict[str, object]:
    """A hand-made record of a verified claim."""
    other = {"name": "twice as much", "verdict": "refuted", "value": None, "gap_in_margins": None}
    control = {"name": "the divisor n-1", "verdict": "refuted", "value": -0.25, "gap_in_margins": 4.0}
    evidence = {
        "name": "rate",
        "kind": "Estimate",
        "asserts": "The rate is $\\tfrac12$.",
        "verdict": "verified",
        "reason": "the interval lies inside the margin",
        "values": {
            "theory": 0.5,
            "estimate": 0.50123,
            "interval": [0.49, 0.51],
            "margin": 0.0625,
            "detectable": 0.03,
            "power": 0.999,
            "replicates": 1000,
        },
        "controls": [control],
    }
    identity = {
        "name": "offset",
        "kind": "Identity",
        "asserts": "It is zero.",
        "verdict": "verified",
        "reason": "SymPy reduces [it] to *zero*",
        "values": {"largest_gap": -1.5e-06, "points": 20},
        "controls": [other],
    }
    return {
        "schema": 1,
        "id": name,
        "title": f"The claim {name}",
        "revision": 1,
        "family": "small",
        "chapter": "falling",
        "ledger": ["P2-T3"],
        "items": [{"key": "P2-T3", "name": "Theorem 3", "published": True}],
        "paper": "small2024",
        "version": "the whole paper",
        "locus": "Theorem 3",
        "statement": "For every $n \\ge 2$,\n\n$$\\sigma_k \\to 0.$$",
        "compared": None,
        "assumptions": ["$\\sigma_0 > 0$", "independent draws"],
        "provenance": "full text",
        "provenance_note": "",
        "outcome": "holds",
        "not_established": ["Nothing is said about $n = 1$."],
        "profile": "smoke",
        "seed": {"root": 20241217, "spawn_key": [1, 2]},
        "verdict": "verified",
        "reason": "all evidence agrees",
        "evidence": [identity, evidence],
        "controls": [
            {"name": wrong["name"], "evidence": entry["name"], "verdict": "refuted"}
            for entry in (identity, evidence)
            for wrong in entry["controls"]
        ],
        "history": [],
        "declaration": "cd" * 32,
        "mutants": {"total": 8, "refuted": 7, "inconclusive": 1, "verified": 0, "score": 1.0},
        "key": "0" * 64,
        "digest": "ab" * 32,
        **changes,
    }


def judged(*records: dict[str, object]) -> Judged:
    """What judging these records returns."""
    by_name = {str(entry["id"]): entry for entry in records}
    kept = ("id", "verdict", "outcome")
    claims = [{key: entry[key] for key in kept} for entry in by_name.values()]
    return Judged(by_name, {"profile": "smoke", "claims": claims}, dict.fromkeys(by_name, 0.0))


UNTOUCHED = record(
    "small-untouched", outcome="not examined", verdict="inconclusive", evidence=[], controls=[]
)


def judge(profile, build, pool, say):
    """Stands in for `bookbuild.judging.judge_claims`."""
    done = judged(record("small-fall"), UNTOUCHED)
    for name, found in done.records.items():
        publish.write_json(build / "records" / profile / f"{name}.json", found)
    return done


def write_project(root: Path) -> None:
    """Write the small book, with the configuration and the style sheet of the real one."""
    (root / "notebooks").mkdir(parents=True)
    (root / "lib" / "modelcollapse").mkdir(parents=True)
    (root / "lib" / "modelcollapse" / "science.py").write_text("ANSWER = 42\n")
    (root / "requirements.lock").write_text("numpy==2.4.6\n")
    shutil.copyfile(REPOSITORY / "_config.yml", root / "_config.yml")
    shutil.copytree(REPOSITORY / "book" / "_static", root / "book" / "_static")
    (root / "lib" / "bookbuild").mkdir()
    (root / "lib" / "bookbuild" / "press.py").write_text("EXECUTES = True\n")
    for name in (".gitignore", "CITATION.cff", "LICENSE", "LICENSE-prose"):
        shutil.copyfile(REPOSITORY / name, root / name)
    (root / "_toc.yml").write_text(TOC)
    (root / "book" / "intro.md").write_text(INTRO)
    (root / "book" / "claims.md").write_text(CLAIMS)
    (root / "book" / "glossary.md").write_text(GLOSSARY)
    (root / "book" / "measurements.json").write_text(json.dumps(MEASURED))
    (root / "book" / "references.bib").write_text(BIB)
    (root / "book" / "reading.yml").write_text(READING)
    (root / "notebooks" / "falling.md").write_text(chapter_text("falling", WORDS, CARD, CELL, FIGURE))
    (root / "notebooks" / "rising.md").write_text(chapter_text("rising", CELL))


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder and its content, for comparing before and after."""
    return {
        str(path.relative_to(folder)): path.read_bytes().hex() for path in folder.rglob("*") if path.is_file()
    }


def read_json(path: Path):
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))
