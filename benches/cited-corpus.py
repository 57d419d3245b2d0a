#!/usr/bin/env python3
"""Writes a site whose briefs cite: cited-corpus.py FOLDER BRIEFS CITATIONS

Each brief has so many citations of the thirty references of tests/sites/citations, in paragraphs of about
forty words. Times of builds with and without what was set before are in docs/benchmarks.md.
"""

import json
import pathlib
import sys

folder, briefs, citations = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
source = pathlib.Path(__file__).resolve().parent.parent / "tests/sites/citations/briefings/references.json"
keys = [it["id"] for it in json.loads(source.read_text(encoding="utf-8"))]
words = "the ferry crossed the river before the bridge was built and nobody asked who would pay for either of them".split()
home = folder / "briefings"
home.mkdir(parents=True, exist_ok=True)
(folder / "brief.toml").write_text('title = "Cited"\nbase_url = "https://example.org/"\n', encoding="utf-8")
(home / "references.json").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
for brief in range(briefs):
    lines = [f"---\ntitle: Brief {brief}\ndate: 2026-01-01\n---\n"]
    for cite in range(citations):
        key = keys[(brief * 7 + cite * cite * 3 + cite) % len(keys)]
        text = " ".join(words[(cite + it) % len(words)] for it in range(40))
        lines.append(f"{text.capitalize()} [@{key}, p. {cite + 1}].\n")
    (home / f"brief-{brief}.md").write_text("\n".join(lines), encoding="utf-8")
print(f"{briefs} briefs of {citations} citations in {folder}")
