#!/usr/bin/env python3
"""How long from a saved file until the new text is answered over HTTP.

    watch.py CORPUS [--brief target/release/brief] [--hugo hugo] [--edits 50] [--seed 1]

CORPUS is what corpus.py wrote. Bodies, titles and a template that every page uses are edited, each brief
drawn by a seeded generator; the page is asked for until it answers with the new text. Medians, the 95th
part in a hundred, and the longest, in milliseconds. Every file is as it was afterwards.
"""

import argparse
import http.client
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request

PATIENCE = 180


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as it:
            return it.read().decode("utf-8")
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError):
        # Hugo also answers with pages that it is still writing.
        return ""


def until(url, wanted):
    """Seconds until the page answers with the text."""
    begun = time.perf_counter()
    while wanted not in answer(url):
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"{url} never said {wanted}")
        time.sleep(0.001)
    return time.perf_counter() - begun


class Served:
    """A tool that serves a site while it is edited."""

    def __init__(self, name, command, folder, source, template):
        self.name, self.folder, self.source, self.template = name, folder, source, template
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}/"
        self.process = subprocess.Popen(
            [it.format(port=self.port) for it in command], cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def page(self, slug):
        return self.source(slug)[1].format(base=self.base)

    def edit(self, path, change):
        """Changes a file; gives back what puts it as it was."""
        before = path.read_text(encoding="utf-8")
        path.write_text(change(before), encoding="utf-8")
        return lambda: path.write_text(before, encoding="utf-8")

    def body(self, slug, mark):
        path, _ = self.source(slug)
        return self.edit(path, lambda it: it + f"\n\nEdited {mark}.\n"), self.page(slug), f"Edited {mark}"

    def title(self, slug, mark):
        path, _ = self.source(slug)
        start = "title: " if self.name == "brief" else "title = "
        change = lambda it: it.replace(f'{start}"', f'{start}"{mark} ', 1)
        return self.edit(path, change), self.page(slug), mark

    def layout(self, slug, mark):
        path, find, put = self.template
        return self.edit(path, lambda it: it.replace(find, put.format(mark=mark), 1)), self.page(slug), mark

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def measure(served, kind, slugs):
    took = []
    for number, slug in enumerate(slugs):
        restore, url, wanted = getattr(served, kind)(slug, f"mark-{kind}-{number}")
        took.append(until(url, wanted) * 1e3)
        restore()
        # Settled again before the next one.
        begun = time.perf_counter()
        while wanted in answer(url) and time.perf_counter() - begun < PATIENCE:
            time.sleep(0.005)
        time.sleep(0.05)
    took.sort()
    high = took[min(len(took) - 1, int(len(took) * 0.95))]
    print(f"{served.name:<8} {kind:<8} {len(took):>5} {statistics.median(took):>10.0f} {high:>10.0f} {took[-1]:>10.0f}", flush=True)


def main():
    asks = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asks.add_argument("corpus", type=pathlib.Path)
    asks.add_argument("--brief", default="target/release/brief")
    asks.add_argument("--hugo", default=shutil.which("hugo"))
    asks.add_argument("--edits", type=int, default=50)
    asks.add_argument("--seed", type=int, default=1)
    asked = asks.parse_args()
    corpus = asked.corpus.resolve()
    own = corpus / "brief"
    theme = own / "themes/default/templates/base.html"
    shipped = pathlib.Path(__file__).resolve().parent.parent / "themes/default/templates/base.html"
    theme.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(shipped, theme)
    hugo = corpus / "hugo"
    tools = [
        ("brief", [str(pathlib.Path(asked.brief).resolve()), "watch", "--port", "{port}"], own,
         lambda it: (own / "briefings" / f"{it}.md", f"{{base}}{it}/"),
         (theme, "</body>", "<p hidden>{mark}</p></body>")),
    ]
    if asked.hugo and hugo.exists():
        tools.append(
            ("hugo", [asked.hugo, "server", "--port", "{port}", "--baseURL", "http://127.0.0.1:{port}/"], hugo,
             lambda it: (hugo / "content/briefs" / f"{it}.md", f"{{base}}briefs/{it}/"),
             (hugo / "layouts/_default/baseof.html", "</body>", "<p hidden>{mark}</p></body>")))
    draw = random.Random(asked.seed)
    names = sorted(it.stem for it in (own / "briefings").glob("brief-*.md"))
    print(f"{len(names)} briefs, milliseconds from the saved file to the answer\n")
    print(f"{'tool':<8} {'edit':<8} {'times':>5} {'median':>10} {'95 %':>10} {'longest':>10}")
    for name, command, folder, source, template in tools:
        served = Served(name, command, folder, source, template)
        try:
            begun = time.perf_counter()
            until(served.page(names[0]), "</html>")
            print(f"{name:<8} start         1 {(time.perf_counter() - begun) * 1e3:>10.0f}", flush=True)
            measure(served, "body", draw.choices(names, k=asked.edits))
            measure(served, "title", draw.choices(names, k=max(1, asked.edits // 5)))
            measure(served, "layout", draw.choices(names, k=max(1, asked.edits // 5)))
        finally:
            served.stop()
    theme.unlink()


if __name__ == "__main__":
    main()
