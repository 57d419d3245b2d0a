#!/usr/bin/env python3
"""Checks what a published folder promises: every link, file, anchor and listed address is there.

    links.py FOLDER [--files]

The folder is copied below `some/sub/path/`, so that a link that only works at the top of a host
shows itself; then it is read as files and fetched over HTTP from there. With --files a link must
name a file (a site made with `links = "files"`), not a folder. Standard library only. Ends with 1
if anything is wrong, or if there was nothing to look at.
"""

import argparse
import functools
import http.server
import json
import pathlib
import re
import shutil
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml
from html.parser import HTMLParser

SUB_PATH = "some/sub/path"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Attributes that name one address; those with a list of them are `srcset` and its likes.
ADDRESSES = {"href", "src", "poster", "data", "action", "formaction", "cite", "background", "xlink:href"}
LISTS = {"srcset", "imagesrcset"}
# What a page fetches by itself: none of it may come from another host.
FETCHED = {"script", "img", "source", "iframe", "video", "audio", "embed", "object", "track", "input", "image", "use"}
FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "preconnect", "dns-prefetch", "apple-touch-icon", "mask-icon"}
# Links that a standard wants to be absolute.
ABSOLUTE_RELS = {"canonical", "alternate", "license", "author", "cite-as"}
EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)


class Page(HTMLParser):
    """What one page links to, and the places in it that can be linked to."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.ids = set()
        self.twice = set()
        self.links = []  # (tag, rel, attribute, address, line)
        self.inline = []  # what a strict Content-Security-Policy would refuse
        self.canonical = None
        self.in_script = None

    def handle_starttag(self, tag, attributes):
        attributes = [(name, value or "") for name, value in attributes]
        named = dict(attributes)
        rel = set(named.get("rel", "").lower().split())
        line = self.getpos()[0]
        for name, value in attributes:
            if name == "id" or (name == "name" and tag == "a"):
                (self.twice if value in self.ids and name == "id" else self.ids).add(value)
            elif name in ADDRESSES:
                self.links.append((tag, rel, name, value.strip(), line))
            elif name in LISTS:
                for part in value.split(","):
                    if part.strip():
                        self.links.append((tag, rel, name, part.split()[0], line))
            elif name == "style" or name.startswith("on"):
                self.inline.append((line, f"an inline `{name}` on <{tag}>"))
        if tag == "link" and "canonical" in rel:
            self.canonical = named.get("href")
        if tag == "meta" and named.get("http-equiv", "").lower() == "refresh":
            found = re.search(r"url\s*=\s*['\"]?([^'\"]+)", named.get("content", ""), re.I)
            if found:
                self.links.append((tag, rel, "content", found[1].strip(), line))
        if tag == "style":
            self.inline.append((line, "a <style> element"))
        if tag == "script" and "src" not in named and "json" not in named.get("type", "").lower():
            self.inline.append((line, "an inline <script>"))


class Check:
    """The site in one folder, and what was found in it."""

    def __init__(self, top, names_files):
        self.top = top
        self.names_files = names_files
        self.wrong = []
        self.counts = {"pages": 0, "links": 0, "anchors": 0, "style references": 0, "listed addresses": 0, "documents": 0, "fetched": 0}
        self.pages = {}
        self.reached = {}  # a target in the folder, and the page that names it first

    def say(self, path, line, words):
        self.wrong.append(f"{path}:{line}: {words}" if line else f"{path}: {words}")

    def read(self):
        for path in sorted(self.top.rglob("*.html")):
            page = Page()
            page.feed(path.read_text(encoding="utf-8"))
            page.close()
            self.pages[path] = page
        self.counts["pages"] = len(self.pages)
        home = self.pages.get(self.top / "index.html")
        if home is None:
            self.say("index.html", 0, "there is no home page")
        self.base = home.canonical if home and home.canonical else None
        self.base_path = urllib.parse.urlsplit(self.base).path if self.base else "/"

    def look(self):
        for path, page in self.pages.items():
            name = path.relative_to(self.top).as_posix()
            for it in sorted(page.twice):
                self.say(name, 0, f"the id `{it}` stands twice")
            for line, words in page.inline:
                self.say(name, line, words)
            for link in page.links:
                self.link(path, name, *link)
        for path in sorted(self.top.rglob("*.css")):
            self.style(path)
        self.documents()

    def link(self, path, name, tag, rel, attribute, address, line):
        self.counts["links"] += 1
        fetched = tag in FETCHED or (tag == "link" and rel & FETCHED_RELS)
        if EXTERNAL.match(address):
            if fetched and not address.startswith("data:"):
                self.say(name, line, f"<{tag}> fetches `{address}` from another place")
            elif address.lower().startswith(("javascript:", "vbscript:", "file:")):
                self.say(name, line, f"`{address}` is no link for a page")
            elif self.base and address.startswith(self.base):
                if tag == "link" and rel & ABSOLUTE_RELS:
                    self.listed(name, address)
                else:
                    self.say(name, line, f"an absolute address of the site itself: `{address}`")
            return
        if address.startswith("/"):
            if name != "404.html":
                self.say(name, line, f"`{address}` works at the top of a host only")
            elif not address.startswith(self.base_path):
                self.say(name, line, f"`{address}` is outside of the site at `{self.base_path}`")
            else:
                self.target(self.top, name, address[len(self.base_path):] or "./", line)
            return
        if name == "404.html" and address and not address.startswith("#"):
            self.say(name, line, f"`{address}` is relative; this page is served at any depth")
            return
        if not address and attribute in ("src", "srcset"):
            self.say(name, line, f"<{tag}> with an empty `{attribute}`")
            return
        self.target(path.parent, name, address, line, path)

    def target(self, folder, name, address, line, own=None):
        parts = urllib.parse.urlsplit(address)
        inside = urllib.parse.unquote(parts.path, errors="strict")
        found = own if not inside and own else (folder / inside).resolve()
        if not found.is_relative_to(self.top):
            self.say(name, line, f"`{address}` leads out of the site")
            return
        if found.is_dir():
            if self.names_files:
                self.say(name, line, f"`{address}` names a folder, not a file")
            elif inside and not inside.endswith(("/", ".")):
                self.say(name, line, f"`{address}` needs a slash at its end")
            found = found / "index.html"
        if not found.is_file():
            self.say(name, line, f"`{address}` leads nowhere")
            return
        self.reached.setdefault(found, name)
        anchor = urllib.parse.unquote(parts.fragment)
        if anchor and found.suffix == ".html":
            self.counts["anchors"] += 1
            if anchor not in self.pages[found].ids:
                self.say(name, line, f"`{address}`: no `#{anchor}` there")

    def style(self, path):
        name = path.relative_to(self.top).as_posix()
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for found in re.finditer(r"url\(\s*(['\"]?)(.*?)\1\s*\)|@import\s+(['\"])(.*?)\3", text):
            address = found[2] or found[4] or ""
            if address.startswith(("data:", "#")):
                continue
            self.counts["style references"] += 1
            if EXTERNAL.match(address) or address.startswith("/"):
                self.say(name, 0, f"`{address}` is not beside the style sheet")
            else:
                self.target(path.parent, name, address, 0)

    def listed(self, name, address):
        """An absolute address of the site, in a place where it may stand."""
        self.counts["listed addresses"] += 1
        inside = urllib.parse.urlsplit(address[len(self.base):])
        found = self.top / urllib.parse.unquote(inside.path)
        found = found / "index.html" if found.is_dir() else found
        if not found.is_file():
            self.say(name, 0, f"`{address}` leads nowhere")

    def documents(self):
        for path in sorted(it for it in self.top.rglob("*") if it.is_file()):
            name = path.relative_to(self.top).as_posix()
            try:
                if path.suffix in (".xml", ".atom", ".rss", ".svg", ".xsl", ".webmanifest", ".json"):
                    self.counts["documents"] += 1
                if path.suffix in (".xml", ".atom", ".rss", ".svg", ".xsl"):
                    tree = xml.parse(path)
                    for it in tree.iter():
                        if it.tag.endswith("}loc") and self.base:
                            if (it.text or "").startswith(self.base):
                                self.listed(name, it.text)
                            else:
                                self.say(name, 0, f"`{it.text}` is not below `{self.base}`")
                elif path.suffix in (".json", ".webmanifest"):
                    json.loads(path.read_text(encoding="utf-8"))
            except (xml.ParseError, ValueError) as error:
                self.say(name, 0, f"not well formed: {error}")

    def fetch(self, served, port):
        """Every file that a page names answers over HTTP, from below the sub path."""
        for found, named_by in sorted(self.reached.items()):
            inside = found.relative_to(served).as_posix()
            if inside.endswith("index.html") and not self.names_files:
                inside = inside[: -len("index.html")]
            address = f"http://127.0.0.1:{port}/{urllib.parse.quote(inside)}"
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    same = answer.read() == found.read_bytes()
                self.counts["fetched"] += 1
                if not same:
                    self.say(named_by, 0, f"`{address}` answers with something else")
            except OSError as error:
                self.say(named_by, 0, f"`{address}`: {error}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_):
        pass


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--files", action="store_true", help="links must name files")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        served = pathlib.Path(scratch).resolve()
        top = served / SUB_PATH
        shutil.copytree(given.folder, top)
        check = Check(top, given.files)
        check.read()
        check.look()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=served))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        check.fetch(served, server.server_address[1])
        server.shutdown()
        server.server_close()
    for line in check.wrong:
        print(line)
    counts = check.counts
    for needed in ("pages", "links", "anchors", "fetched"):
        if counts[needed] == 0:
            print(f"there were no {needed} to look at")
            check.wrong.append(needed)
    print(f"links of {given.folder}: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + f"; {len(check.wrong)} wrong")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
