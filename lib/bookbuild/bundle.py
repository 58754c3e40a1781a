"""A bundle: sources and results in one folder, archived so that the same content gives the same bytes."""

import gzip
import io
import tarfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bookbuild import digests
from bookbuild.manifest import Difference, compare
from bookbuild.tree import EXECUTABLE, LINK, Entry
from modelcollapse.errors import InvalidArgument

SUMS = "SHA256SUMS"


def archive(folder: str, files: Mapping[str, Entry], date: str) -> bytes:
    """A compressed tar archive of ``files`` in one folder: sorted, without owners, all of one date."""
    moment = int(datetime.fromisoformat(date).timestamp())
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in sorted(files):
            entry = files[name]
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.mtime = moment
            if entry.mode == LINK:
                member.type, member.linkname = tarfile.SYMTYPE, entry.content.decode()
                tar.addfile(member)
            else:
                member.mode = 0o755 if entry.mode == EXECUTABLE else 0o644
                member.size = len(entry.content)
                tar.addfile(member, io.BytesIO(entry.content))
    return packed.getvalue()


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The checksums of some files, as ``sha256sum --check`` reads them."""
    lines = [f"{digests.of_bytes(contents[name])}  {name}\n" for name in sorted(contents)]
    return "".join(lines).encode()


def verify(root: Path) -> tuple[int, Difference] | None:
    """How many files the checksums in ``root`` name, and which are not as they say; None without checksums.

    Files that came later do not count: the bundle may have been used.

    Raises:
        InvalidArgument: the checksums cannot be read.
    """
    path = root / SUMS
    if not path.is_file():
        return None
    try:
        rows = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        stated = {name: digest for digest, name in rows}
    except ValueError:
        raise InvalidArgument("checksums", str(path), "must be lines of sha256sum") from None
    found = {name: digests.of_bytes((root / name).read_bytes()) for name in stated if (root / name).is_file()}
    return len(stated), compare(stated, found)
