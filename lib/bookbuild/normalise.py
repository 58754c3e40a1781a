"""Executed notebooks as a function of their content: no dates, durations, random ids or chunked streams."""

import re

from nbformat import NotebookNode

from bookbuild.notebook import copied

_KEPT_METADATA = ("kernelspec", "language_info", "parameters", "cost")
_SCOPED_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)


def normalise(notebook: NotebookNode) -> NotebookNode:
    """A normalised copy; normalising twice changes nothing."""
    notebook = copied(notebook)
    kept = [name for name in _KEPT_METADATA if name in notebook.metadata]
    notebook.metadata = {name: notebook.metadata[name] for name in kept}
    notebook.nbformat_minor = 5
    count = 0
    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index:03d}"
        for volatile in ("execution", "papermill"):
            cell.metadata.pop(volatile, None)
        if not cell.metadata.get("tags", ["some"]):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = _merged(cell.outputs)
            for output in cell.outputs:
                _normalise_output(output, count)
    return notebook


def _merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with the chunks of each stream joined: how a kernel cuts them is chance."""
    merged: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type != "stream":
            merged.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            merged.append(output)
    return merged


def _normalise_output(output: NotebookNode, count: int) -> None:
    if output.output_type == "execute_result":
        output.execution_count = count
    data = output.get("data", {})
    if "text/latex" in data:
        # On a machine with LaTeX, SymPy adds a picture of the formula, which would win over the formula.
        data.pop("image/png", None)
    if "text/html" in data:
        data["text/html"] = _SCOPED_STYLE.sub("", data["text/html"])
