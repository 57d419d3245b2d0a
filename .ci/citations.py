#!/usr/bin/env python3
"""Compares how `brief` formats thirty references with what pandoc makes of them, in three styles.

    citations.py BRIEF [--styles FOLDER] [--draft]
    citations.py --table
    citations.py --selftest

Both read the same Markdown, the same bibliography and the same CSL files (Debian's packages `pandoc`
and `citation-style-language-styles`): the site `tests/sites/citations`. `notes.md` is compared in
whole: the list of references, their order, the notes, the citations in the text. `latex.md` is the
same from BibLaTeX; there the list is compared. Text counts, and italics, written `_so_`.

What is known to differ stands in `differences.toml` beside the site, each with its reason. A
difference that is not there is an error, and so is one there that no longer occurs. --draft prints
tables for those that are missing, for someone to add the reason; --table prints all of them as the
Markdown table of `docs/citations.md`. Standard library only. Ends with 1 if anything is wrong, or if
there was nothing to look at.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from html.parser import HTMLParser

SITE = pathlib.Path(__file__).resolve().parent.parent / "tests/sites/citations"
LIST = SITE / "differences.toml"
STYLES = ("chicago-fullnote-bibliography.csl", "apa.csl", "ieee.csl")
# The brief, its bibliography, what stands before the style's name in the list, all of it or the references.
BRIEFS = (("notes", "references.json", "", True), ("latex", "library.bib", "latex:", False))
FIELDS = ("style", "key", "ours", "theirs", "why")

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"p", "div", "li", "ul", "ol", "br", "section", "blockquote", "dd", "dt"}
# The way back from a note, and the mark that leads to it: not part of the text.
MARKS = {"backlink", "footnote-back", "footnote-ref", "note-ref"}
# Where a citation is not one in the running text: the notes, also those in the margin, and the lists.
ASIDE = {"note-list", "reference-list", "side-note", "margin-note", "footnotes", "references"}


# --- HTML -----------------------------------------------------------------------------------------


class Element:
    """An element of a page: its name, its attributes, and what is in it (elements and text)."""

    def __init__(self, name, attributes=()):
        self.name = name
        self.attributes = dict(attributes)
        self.inside = []

    @property
    def classes(self):
        return set((self.attributes.get("class") or "").split())

    @property
    def id(self):
        return self.attributes.get("id") or ""

    def elements(self):
        return (it for it in self.inside if isinstance(it, Element))

    def walk(self, without=frozenset()):
        """All elements below this one, in order; not those with one of these classes, nor what is in them."""
        for it in self.elements():
            if not it.classes & without:
                yield it
                yield from it.walk(without)


class Reader(HTMLParser):
    """Reads a page into elements. Paragraphs and list items may lack their end."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.top = Element("top")
        self.open = [self.top]

    def handle_starttag(self, name, attributes):
        if name == "p" and self.open[-1].name == "p":
            self.open.pop()
        if name == "li" and self.open[-1].name in ("li", "p") and any(it.name == "li" for it in self.open):
            while self.open[-1].name == "p":
                self.open.pop()
            if self.open[-1].name == "li":
                self.open.pop()
        it = Element(name, attributes)
        self.open[-1].inside.append(it)
        if name not in VOID:
            self.open.append(it)

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.handle_endtag(name)

    def handle_endtag(self, name):
        if any(it.name == name for it in self.open[1:]):
            while self.open.pop().name != name:
                pass

    def handle_data(self, text):
        self.open[-1].inside.append(text)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.top


def characters(element, italic=False):
    """The text of an element, each character with whether it is italic; not what `MARKS` names."""
    for it in element.inside:
        if isinstance(it, str):
            yield from ((one, italic) for one in it)
        elif not it.classes & MARKS and it.name not in ("script", "style", "template"):
            style = re.sub(r"\s", "", it.attributes.get("style") or "")
            slanted = italic
            if it.name in ("em", "i"):
                slanted = not italic
            elif "nodecor" in it.classes or "font-style:normal" in style:
                slanted = False
            elif "font-style:italic" in style:
                slanted = True
            edge = it.name in BLOCKS
            if edge:
                yield (" ", slanted)
            yield from characters(it, slanted)
            if edge:
                yield (" ", slanted)


def text(element):
    """What is read, in one form: composed characters, single spaces, italics between underscores."""
    out = []
    open_ = False
    gap = ""
    for one, italic in characters(element):
        if one in "\u00ad\u200b\u2060\ufeff":
            continue
        if one.isspace():
            gap = " "
            continue
        if italic != open_ and open_:
            out.append("_")
        if gap and out:
            out.append(" ")
        if italic != open_ and italic:
            out.append("_")
        gap = ""
        open_ = italic
        out.append(one)
    if open_:
        out.append("_")
    return unicodedata.normalize("NFC", "".join(out))


def by_id(lists, start):
    """The items of some lists whose id begins like this, by the rest of it."""
    return {it.id[len(start):]: it for one in lists for it in one.elements() if it.id.startswith(start)}


class Found:
    """References by key and in order, notes by number, citations in the text one after another."""

    def __init__(self, references, notes, cites):
        self.references = {key: text(it) for key, it in references.items()}
        self.notes = [text(it) for it in notes]
        # In a note style most citations are a mark only: nothing is left of them.
        self.cites = [it for it in map(text, cites) if it]


def ours(html):
    """A page of `brief`: `ul.reference-list > li#ref_KEY > div.reference`, `ol.note-list > li#note_N`, `span.cite`."""
    page = read(html)
    all_ = list(page.walk())
    references = {}
    for key, item in by_id((it for it in all_ if it.name == "ul" and "reference-list" in it.classes), "ref_").items():
        inner = next((it for it in item.elements() if it.name == "div" and "reference" in it.classes), None)
        references[key] = inner if inner is not None else Element("nothing")
    notes = by_id((it for it in all_ if it.name == "ol" and "note-list" in it.classes), "note_").values()
    cites = (it for it in page.walk(ASIDE) if it.name == "span" and "cite" in it.classes)
    return Found(references, notes, cites)


def theirs(html):
    """What pandoc writes: `div#refs > div#ref-KEY`, `section.footnotes li`, `span.citation`."""
    page = read(html)
    all_ = list(page.walk())
    references = by_id((it for it in all_ if it.id == "refs"), "ref-")
    notes = [it for one in all_ if "footnotes" in one.classes for it in one.walk() if it.name == "li" and re.fullmatch(r"fn\d+", it.id)]
    cites = (it for it in page.walk(ASIDE) if it.name == "span" and "citation" in it.classes)
    return Found(references, notes, cites)


# --- The comparison -------------------------------------------------------------------------------


def shorter(one, other):
    """Two lists of keys without what they share at their beginning and at their end."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other


def compare(mine, other, whole):
    """The differences as (key, ours, theirs), and how many things were compared."""
    found = []
    looked = 0

    def one(key, here, there):
        nonlocal looked
        looked += 1
        if here != there:
            found.append((key, here or "(nothing)", there or "(nothing)"))

    for key in [*other.references, *(it for it in mine.references if it not in other.references)]:
        one(key, mine.references.get(key), other.references.get(key))
    shared = [[it for it in list_ if it in mine.references and it in other.references] for list_ in (mine.references, other.references)]
    one("order", *(" ".join(it) for it in shorter(*shared)))
    if whole:
        for word, here, there in (("note", mine.notes, other.notes), ("citation", mine.cites, other.cites)):
            for at in range(max(len(here), len(there))):
                one(f"{word} {at + 1}", *(it[at] if at < len(it) else None for it in (here, there)))
    return found, looked


def known():
    """The list of differences that are explained, and what is wrong with it."""
    listed, wrong = {}, []
    for at, it in enumerate(tomllib.loads(LIST.read_text(encoding="utf-8")).get("difference", []), 1):
        if set(it) != set(FIELDS) or not all(isinstance(value, str) and value.strip() for value in it.values()):
            wrong.append(f"{LIST.name}: difference {at} needs exactly {', '.join(FIELDS)}, and words in each")
            continue
        if (it["style"], it["key"]) in listed:
            wrong.append(f"{LIST.name}: `{it['key']}` in `{it['style']}` is listed twice")
        listed[it["style"], it["key"]] = it
    return listed, wrong


def judge(found, listed):
    """What is wrong with these differences, given the list: {(style, key): (ours, theirs)}."""
    wrong, missing = [], []
    for place, (here, there) in found.items():
        it = listed.get(place)
        if it is None:
            wrong.append(f"{place[0]}, {place[1]}: not the same\n    ours:   {here}\n    theirs: {there}")
            missing.append((*place, here, there))
            continue
        for side, now in (("ours", here), ("theirs", there)):
            if it[side] != now:
                wrong.append(f"{place[0]}, {place[1]}: `{side}` is another than in {LIST.name}\n    listed: {it[side]}\n    now:    {now}")
    for place in listed:
        if place not in found:
            wrong.append(f"{place[0]}, {place[1]}: in {LIST.name}, but it does not occur any more")
    return wrong, missing


def markdown(words):
    """A text as a cell of a Markdown table; its underscores are italics there too."""
    return re.sub(r"([\\`*\[\]<>|#@])", r"\\\1", words)


def table(listed):
    """One row for each reason, with the places where it holds and the first of them as the example."""
    reasons = {}
    for (style, key), it in listed.items():
        reasons.setdefault(it["why"], []).append((style, key, it))
    rows = ["| Why | Where | Here, for example | With pandoc |", "|---|---|---|---|"]
    for why, places in reasons.items():
        styles = {}
        for style, key, _ in places:
            styles.setdefault(style.replace(".csl", ""), []).append(f"`{key}`")
        where = "; ".join(f"{style}: {', '.join(keys)}" for style, keys in styles.items())
        first = places[0][2]
        rows.append(f"| {why.replace(chr(124), chr(92) + chr(124))} | {where} | {markdown(first['ours'])} | {markdown(first['theirs'])} |")
    return "\n".join(rows)


def drafts(missing):
    """Tables for the list, without their reasons."""
    for style, key, here, there in missing:
        yield "[[difference]]"
        for name, value in zip(FIELDS, (style, key, here, there, "")):
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
        yield ""


# --- The two programs -----------------------------------------------------------------------------


def command(*words):
    done = subprocess.run([str(it) for it in words], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def body(path):
    """The Markdown of a brief without its front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.S)


def built(brief, style, scratch, only):
    """One brief of the site, formatted by `brief` in one style: a key can mean one source in a site only."""
    root = scratch / only / style.name
    others = [name for it in BRIEFS if it[0] != only for name in (f"{it[0]}.md", it[1])]
    shutil.copytree(SITE, root, ignore=shutil.ignore_patterns("public", ".brief", *others))
    (root / "styles").mkdir()
    shutil.copy(style, root / "styles" / style.name)
    settings = root / "brief.toml"
    settings.write_text(f'style = "styles/{style.name}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    command(brief, "build", "--only", "html", "--root", root)
    return root


def run(given):
    if not shutil.which("pandoc"):
        sys.exit("`pandoc` is missing; install it, then run this again")
    listed, wrong = known()
    found = {}
    counts = {"references": 0, "notes": 0, "citations": 0, "compared": 0}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for name in STYLES:
            style = given.styles / name
            if not style.is_file():
                sys.exit(f"`{style}` is missing; install the styles, or name their folder with --styles")
            for brief, bibliography, before, whole in BRIEFS:
                root = built(given.brief.resolve(), style, scratch, brief)
                page = root / "public" / brief / "index.html"
                if not page.is_file():
                    sys.exit(f"{before}{name}: there is no page `{brief}/index.html`")
                plain = scratch / "body.md"
                plain.write_text(body(SITE / "briefings" / f"{brief}.md"), encoding="utf-8")
                mine = ours(page.read_text(encoding="utf-8"))
                other = theirs(command(
                    "pandoc", "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc", "--csl", style,
                    "--bibliography", SITE / "briefings" / bibliography, "-M", "lang=en-US", plain,
                ))
                asked = len({it["id"] for it in json.loads((SITE / "briefings/references.json").read_text(encoding="utf-8"))})
                for whose, it in (("ours", mine), ("pandoc's", other)):
                    if len(it.references) != asked:
                        wrong.append(f"{before}{name}: {whose} list has {len(it.references)} references, not {asked}")
                differences, looked = compare(mine, other, whole)
                found.update({(before + name, key): (here, there) for key, here, there in differences})
                counts["compared"] += looked
                counts["references"] += len(mine.references)
                counts["notes"] += len(mine.notes) if whole else 0
                counts["citations"] += len(mine.cites) if whole else 0
    judged, missing = judge(found, listed)
    wrong += judged
    if given.draft:
        print("\n".join(drafts(missing)))
        return 1 if missing else 0
    for line in wrong:
        print(line)
    for needed, count in counts.items():
        if count == 0:
            print(f"there were no {needed} to look at")
            wrong.append(needed)
    said = ", ".join(f"{count} {what}" for what, count in counts.items())
    print(f"citations in {len(STYLES)} styles: {said}; {len(listed)} differences explained; {len(wrong)} wrong")
    return 1 if wrong else 0


# --- Its own test ---------------------------------------------------------------------------------

MINE = """<html lang=en><body><nav><ul><li>Home<li>About</ul></nav><div class="prose">
<p>One <span class="cite" id="cite_1">(<a href="#ref_a">Abel</a>, 2020)</span>, two
<span class="cite">Berg<sup class="note-ref" id="noteref_1"><a href="#note_1">1</a></sup></span>,
three <span class="cite"><sup class="note-ref"><a href="#note_2">2</a></sup></span>.</p></div>
<aside class="side-note"><span class="cite">not this</span></aside>
<ol class="note-list"><li id="note_1"><p>See <em>A Book</em>, 3.</p> <a class="backlink" href="#noteref_1">↩</a></li>
<li id="note_2">Words <span class="cite">(Berg)</span>.</li></ol>
<ul class="reference-list"><li id="ref_b"><div class="reference">Berg. <i>A <em>Long</em> Book</i>. A&amp;B,&nbsp;2020.</div> Used <a href="#cite_1">1</a></li>
<li id="ref_a"><div class="reference">Cafe\u0301. <a href="x">“A&#8203;bel”</a>.</div></li></ul></body></html>"""
THEIRS = """<p>One <span class="citation" data-cites="a">(Abel,
2020)</span>, two <span class="citation">Berg<a href="#fn1" class="footnote-ref"><sup>1</sup></a></span>, three<span
class="citation"><a href="#fn2" class="footnote-ref" id="fnref2"><sup>2</sup></a></span>.</p>
<div id="refs" class="references csl-bib-body"><div id="ref-a" class="csl-entry">Café.
<span>“Abel”</span>.</div><div id="ref-b" class="csl-entry"><div class="csl-left-margin">Berg. </div><div
class="csl-right-inline"><em>A <span class="nodecor">Long</span> Book.</em> A&amp;B, 2020.</div></div></div>
<section class="footnotes"><ol><li id="fn1"><p>See <em>A Book</em>, 3.<a href="#fnref1" class="footnote-back">↩︎</a></p></li>
<li id="fn2"><p>Words <span class="citation">(Berg)</span>.</p></li></ol></section>"""


def selftest():
    wrong = []
    looked = 0

    def same(what, is_, should):
        nonlocal looked
        looked += 1
        if is_ != should:
            wrong.append(f"{what}: {is_!r}, not {should!r}")

    mine, other = ours(MINE), theirs(THEIRS)
    same("our references", mine.references, {"b": "Berg. _A_ Long _Book_. A&B, 2020.", "a": "Café. “Abel”."})
    same("their references", other.references, {"a": "Café. “Abel”.", "b": "Berg. _A_ Long _Book._ A&B, 2020."})
    same("our notes", mine.notes, ["See _A Book_, 3.", "Words (Berg)."])
    same("their notes", other.notes, mine.notes)
    same("our citations", mine.cites, ["(Abel, 2020)", "Berg"])
    same("their citations", other.cites, mine.cites)
    differences, count = compare(mine, other, True)
    same("differences", differences, [("b", mine.references["b"], other.references["b"]), ("order", "b a", "a b")])
    same("compared", count, 2 + 1 + 2 + 2)
    same("compared, references only", compare(mine, other, False)[1], 3)
    fewer = ours(MINE.replace('id="note_2"', "").replace('id="ref_a"', ""))
    same("missing", [it[:2] for it in compare(fewer, other, True)[0]], [("a", "(nothing)"), ("b", mine.references["b"]), ("note 2", "(nothing)")])
    same("no reference in an item", ours('<ul class="reference-list"><li id="ref_x">X</li></ul>').references, {"x": ""})
    found = {("s", key): (here, there) for key, here, there in differences}
    entry = dict(zip(FIELDS, ("s", "b", mine.references["b"], other.references["b"], "A point | in italics.")))
    wrongs, missing = judge(found, {("s", "b"): entry})
    same("not listed", ([it[:8] for it in wrongs], [it[:2] for it in missing]), (["s, order"], [("s", "order")]))
    same("all listed", judge({("s", "b"): found["s", "b"]}, {("s", "b"): entry}), ([], []))
    same("no longer there", len(judge({}, {("s", "b"): entry})[0]), 1)
    same("another now", len(judge({("s", "b"): ("x", "y")}, {("s", "b"): entry})[0]), 2)
    same("table", table({("s.csl", "b"): entry}).splitlines()[2], "| A point \\| in italics. | s: `b` | Berg. _A_ Long _Book_. A&B, 2020. | Berg. _A_ Long _Book._ A&B, 2020. |")
    same("draft", tomllib.loads("\n".join(drafts(missing)))["difference"], [{"style": "s", "key": "order", "ours": "b a", "theirs": "a b", "why": ""}])
    same("an item without its end", [text(it) for it in read("<ul><li>a<li><p>b</ul>").walk() if it.name == "li"], ["a", "b"])
    for line in wrong:
        print(line)
    print(f"selftest of the comparison: {looked} looked at; {len(wrong)} wrong")
    return 1 if wrong or not looked else 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("brief", type=pathlib.Path, nargs="?", help="the program")
    arguments.add_argument("--styles", type=pathlib.Path, default=pathlib.Path("/usr/share/citation-style-language/styles"), help="the folder of the CSL files")
    arguments.add_argument("--draft", action="store_true", help="print tables for the differences that are not listed")
    arguments.add_argument("--table", action="store_true", help="print the listed differences as a Markdown table")
    arguments.add_argument("--selftest", action="store_true")
    given = arguments.parse_args()
    if given.selftest:
        return selftest()
    if given.table:
        listed, wrong = known()
        print("\n".join(wrong) if wrong else table(listed))
        return 1 if wrong else 0
    if given.brief is None:
        arguments.error("which program is `brief`?")
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
