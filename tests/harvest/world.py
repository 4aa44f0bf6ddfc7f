"""Real bare repositories, written object by object: hundreds of them in a blink."""

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def publiccode(name: str, url: str | None = None, *, text: str = "Counts meals.", extra: str = "") -> bytes:
    """A small file that is right in every respect."""
    return f"""publiccodeYmlVersion: "0"
name: {name}
url: {url or f"https://git.esempia.example/borgo/{name.lower().replace(' ', '-')}"}
platforms: [web]
categories: [educational-content]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    shortDescription: {text}
    longDescription: >-
      {text} It has been used by schools for years and this sentence is only here because a long description has to have
      a hundred and fifty characters at the least.
    features: [counting]
legal:
  license: EUPL-1.2
  repoOwner: Borgo
maintenance:
  type: internal
  contacts: [{{name: Aino}}]
localisation:
  localisationReady: false
  availableLanguages: [en]
{extra}""".encode()


def bare(folder: Path, name: str, files: Mapping[str, bytes], *, when: int = 1_700_000_000) -> Path:
    """Make a bare repository whose head holds these files, or commit them on top of what it holds."""
    place = folder / f"{name}.git"
    head = place / "refs" / "heads" / "main"
    head.parent.mkdir(parents=True, exist_ok=True)
    (place / "HEAD").write_text("ref: refs/heads/main\n")
    (place / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    parent = f"parent {head.read_text()}" if head.exists() else ""
    who = f"Borgo <it@borgo.example> {when} +0000"
    tree = _tree(place, {PurePosixPath(path).parts: content for path, content in files.items()})
    commit = f"tree {tree}\n{parent}author {who}\ncommitter {who}\n\nCommit.\n"
    head.write_text(_written(place, "commit", commit.encode()) + "\n")
    return place


def _tree(place: Path, files: Mapping[tuple[str, ...], bytes]) -> str:
    """Write a tree with all below it; git sorts a directory as if its name ended in a slash."""
    rows = []
    for name in {path[0] for path in files}:
        below = {path[1:]: content for path, content in files.items() if path[0] == name and len(path) > 1}
        if below:
            rows.append((f"{name}/", f"40000 {name}", _tree(place, below)))
        else:
            rows.append((name, f"100644 {name}", _written(place, "blob", files[(name,)])))
    content = b"".join(head.encode() + b"\0" + bytes.fromhex(digest) for _, head, digest in sorted(rows))
    return _written(place, "tree", content)


def _written(place: Path, kind: str, content: bytes) -> str:
    """Write a loose object and return its id. Source: Pro Git, "Object Storage"."""
    whole = f"{kind} {len(content)}\0".encode() + content
    digest = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    file = place / "objects" / digest[:2] / digest[2:]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(zlib.compress(whole, 1))
    return digest
