"""Real bare repositories, made in a blink with `git fast-import`."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin"}


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
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["git", "init", "--quiet", "--bare", "--initial-branch=main", "--template=", str(place)]
        subprocess.run(command, check=True, env=ENVIRONMENT)
    stream = [f"commit refs/heads/main\ncommitter Borgo <it@borgo.example> {when} +0000\ndata 1\n.\n".encode()]
    if (place / "refs/heads/main").exists():
        stream.append(b"from refs/heads/main^0\n")
    stream.append(b"deleteall\n")
    for path, content in files.items():
        stream.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
    git = ["git", f"--git-dir={place}", "-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet", "--force"]
    subprocess.run(git, input=b"".join(stream), check=True, env=ENVIRONMENT)
    return place
