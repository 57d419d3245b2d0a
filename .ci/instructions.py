#!/usr/bin/env python3
"""How many instructions a build takes: a slow change is seen the day it is made, on a busy machine too.

    instructions.py BRIEF [--update]

Builds what `benches/corpus.py` writes (100 briefs with citations, two comparisons), on one thread, from nothing
and then once more with nothing changed, under Valgrind's callgrind. More or less than 5 % away from what
`benches/instructions.json` holds is a fault: `--update` writes down what is meant, and the commit says why.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
KEPT = TOP / "benches/instructions.json"
CORPUS = ["--briefs", "100", "--citations", "8", "--comparisons", "2", "--for", "brief"]
MOST = 0.05


def counted(command):
    """The instructions of one process."""
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    grind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    it = subprocess.run(grind + command, env=environment, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", it.stderr)
    if it.returncode != 0 or not found:
        raise SystemExit(f"{' '.join(command)}\n{it.stdout}{it.stderr}")
    return int(found[1])


def main():
    brief = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        site = pathlib.Path(scratch, "brief")
        subprocess.run([sys.executable, str(TOP / "benches/corpus.py"), scratch, *CORPUS], check=True, stdout=subprocess.DEVNULL)
        build = [brief, "build", "--root", str(site), "--at", "2026-11-20T12:00Z"]
        now = {"html and feeds, cold": counted(build + ["--only", "html,feeds"])}
        now["html and feeds, unchanged"] = counted(build + ["--only", "html,feeds"])
        shutil.rmtree(site / "public")
        shutil.rmtree(site / ".brief", ignore_errors=True)
        # The typesetter's work is not ours, and would be ten times all the rest.
        now["all but papers and cards, cold"] = counted(build + ["--only", "html,citations,feeds,data,markdown,sitemap,hosting"])
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if "--update" in sys.argv:
        KEPT.write_text(json.dumps({"compiler": compiler, "instructions": now}, indent=2) + "\n", encoding="utf-8")
        return
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    wrong = 0
    for name, count in now.items():
        was = kept["instructions"][name]
        change = count / was - 1
        is_wrong = abs(change) > MOST
        wrong += is_wrong
        print(f"{name}: {count:,} instructions, kept {was:,}: {change:+.1%}{' WRONG' if is_wrong else ''}")
    print(f"instructions: {len(now)} builds, {wrong} wrong ({compiler}; kept with {kept['compiler']})")
    sys.exit(1 if wrong or set(now) != set(kept["instructions"]) else 0)


main()
