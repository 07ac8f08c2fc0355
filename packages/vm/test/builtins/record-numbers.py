"""Record what CPython 3.13 prints for programs/*.py: run in this folder, writes recorded/*.txt. Addresses are shown as 0x."""

import pathlib
import re
import subprocess
import sys

assert sys.version_info[:2] == (3, 13)

for path in sorted(pathlib.Path("programs").glob("*.py")):
    # -P: the programs have the names of the modules that they import.
    run = [sys.executable, "-P", "-W", "ignore", path]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    out = re.sub("0x[0-9a-f]{6,}", "0x", done.stdout)
    pathlib.Path("recorded", path.stem + ".txt").write_text(out)
