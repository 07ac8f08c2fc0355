"""Record what CPython 3.13 prints for the programs of this folder, each run in an empty folder: writes NAME.txt beside NAME.py."""

import pathlib
import subprocess
import sys
import tempfile

assert sys.version_info[:2] == (3, 13)

here = pathlib.Path(__file__).parent.resolve()
for path in sorted(here.glob("*.py")):
    if path.name == "record.py":
        continue
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, str(path)], cwd=folder, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    path.with_suffix(".txt").write_bytes(run.stdout)
