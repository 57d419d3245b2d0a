#!/usr/bin/env python3
"""What building costs: whole processes, in turn.

    build.py CORPUS [--brief target/release/brief] [--floor target/release/examples/floor]
             [--hugo hugo] [--zola zola] [--rounds 5] [--only html,feeds] [--all]

CORPUS is what corpus.py wrote; a tool that is not there, or whose site is not, is left out. In every round
each tool builds once from nothing, then `brief` again with nothing changed, then with one body edited, then with
the pages that the peers make, if corpus.py wrote `plain`. Told are
medians of wall and processor seconds and of the most memory, and their ratios to those of `brief` and of the
floor: what reading, parsing and writing costs, alone, then with pages by Tera, then with a reference each, then with
what a publication promises beside its pages (lists, a feed, fingerprints, all in place at once). With `--all`, `brief` makes all its outputs but papers and cards, and the floor writes as many files of the
same size.
Every source is as it was afterwards.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import time


def measured(command, folder):
    """Wall seconds, processor seconds and megabytes of one process."""
    with open(os.devnull, "w") as nowhere:
        begun = time.perf_counter()
        it = subprocess.Popen(command, cwd=folder, stdout=nowhere, stderr=subprocess.PIPE)
        said = it.stderr.read()
        _, status, used = os.wait4(it.pid, 0)
        wall = time.perf_counter() - begun
    if status != 0:
        raise SystemExit(f"{command}: {said.decode(errors='replace')}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def gone(*folders):
    for it in folders:
        shutil.rmtree(it, ignore_errors=True)


def state(folder):
    """When every published file was last written."""
    return {it: it.stat().st_mtime_ns for it in folder.rglob("*") if it.is_file()}


def main():
    asks = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asks.add_argument("corpus", type=pathlib.Path)
    asks.add_argument("--brief", default="target/release/brief")
    asks.add_argument("--floor", default="target/release/examples/floor")
    asks.add_argument("--hugo", default="hugo")
    asks.add_argument("--zola", default="zola")
    asks.add_argument("--rounds", type=int, default=5)
    asks.add_argument("--only", default="html,feeds")
    asks.add_argument("--all", action="store_true")
    given = asks.parse_args()

    corpus = given.corpus.resolve()
    site, floor = corpus / "brief", corpus / "floor"
    brief = [shutil.which(str(pathlib.Path(given.brief))) and str(pathlib.Path(given.brief).resolve()), "build"]
    if not brief[0]:
        raise SystemExit(f"{given.brief} is not there")
    # All but papers, cards: the typesetter is measured by itself, in `papers.rs`.
    brief += ["--only", "html,citations,feeds,data,markdown,sitemap,hosting" if given.all else given.only]
    body = sorted((site / "briefings").rglob("*.md"))[0]
    found, wrote = {}, set()

    def take(name, command, folder):
        found.setdefault(name, []).append(measured(command, folder))

    for _ in range(given.rounds):
        gone(site / "public", site / ".brief")
        take("brief", brief, site)
        before = state(site / "public")
        take("brief, unchanged", brief, site)
        if state(site / "public") != before:
            raise SystemExit("an unchanged build touched the publication")
        text = body.read_bytes()
        try:
            body.write_bytes(text + b"\nA sentence that was not here before.\n")
            take("brief, one body edited", brief, site)
        finally:
            body.write_bytes(text)
        after = state(site / "public")
        if (corpus / "plain").is_dir() and not given.all:
            gone(corpus / "plain/public", corpus / "plain/.brief")
            take("brief, pages as the peers'", brief, corpus / "plain")
        wrote = {it.relative_to(site / "public") for it in after if after[it] != before.get(it)}
        if shutil.which(given.floor):
            gone(floor)
            like = ["--like", str(site / "public")] if given.all else []
            program = [str(pathlib.Path(given.floor).resolve()), str(site / "briefings"), str(floor), *like]
            take("floor", program, corpus)
            for more in ("templates", "references", "promises"):
                if more == "promises" and given.all:
                    continue
                gone(floor, floor.with_suffix(".stage"))
                take(f"floor, with {more}", [*program, "--with", more], corpus)
        for name, program in (("hugo", given.hugo), ("zola", given.zola)):
            program = shutil.which(program) and str(pathlib.Path(shutil.which(program)).absolute())
            if program and (corpus / name).is_dir() and not given.all:
                gone(corpus / name / "public", corpus / name / "resources")
                take(name, [program, "--quiet"] if name == "hugo" else [program, "build"], corpus / name)
        gone(floor)

    middle = {name: [statistics.median(it) for it in zip(*all)] for name, all in found.items()}
    print(f"{len(list((site / 'briefings').rglob('*.md')))} briefs, {given.rounds} rounds, "
          f"{'all outputs' if given.all else given.only}; files published: {len(state(site / 'public'))}")
    print("| tool | wall, s | processor, s | memory, MB | wall : brief | processor : brief | wall : floor | processor : floor |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (wall, used, memory) in middle.items():
        of = lambda other: f"{wall / middle[other][0]:.2f} | {used / middle[other][1]:.2f}" if other in middle else "– | –"
        print(f"| {name} | {wall:.2f} | {used:.2f} | {memory:.0f} | {of('brief')} | {of('floor')} |")
    print(f"one body edited, written: {', '.join(sorted(map(str, wrote)))}")


if __name__ == "__main__":
    main()
