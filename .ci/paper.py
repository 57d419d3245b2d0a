#!/usr/bin/env python3
"""Reads every PDF of a published folder with programs that are not ours, and holds it against its page.

    paper.py PUBLIC

A page that names a PDF (`citation_pdf_url` or the signpost `item`) must have it, under 5 MB; every PDF
must be named by its page. `qpdf --check` finds it sound; `pdfua` finds nothing in the subset of PDF/UA-1
that a machine can check without a JVM (12 of 106 checks: no statement of conformance); read with pikepdf
it is tagged, has a language, a title that is shown, bookmarks, headings of which none is skipped, heads in
every table, an alternative text on every figure, a figure for every chart of the page, and no content outside of the tags.

Then the words, in the order of the tags: every block of the page's article stands in them, every note under
its number and near its mark (those of tables in lists), every reference. (`pdfinfo -struct-text` of Poppler 22 loses what follows an `ActualText`, so the
tags are read here.) Needs qpdf and the packages of `.ci/requirements.txt`. Ends with 1 if anything is wrong, or if there was nothing to look at.
"""

import pathlib
import re
import subprocess
import sys
import unicodedata

import lxml.html
import pikepdf

LARGEST = 5_000_000
# What of a page is for the screen alone: ways through the site, files, what a script brings to life.
ON_SCREEN = (
    "nav", "script", "style", "button", ".vh", ".here", ".copy", ".backs", ".backlink", ".cite-files", ".series-nav",
    ".related", ".attachments", ".lane-heads", "summary", ".case-label", ".event-case", ".none-word",
    "#view_notes", ".contents", ".dates", ".sources-label", ".cases-label", ".rival", ".used", ".record-line .dot",
    ".notice-date a", "#corrections_title", ".chart-data",
    # The same in the second theme.
    ".cell-name", ".references .small", ".cite-this .small", ".rivals .docket .small",
    "section[aria-labelledby=related_title]", "#view_data",
)
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "figcaption", "blockquote", "div", "pre"}


def words(text):
    """Letters and digits alone: lines, hyphens and spaces are set differently on paper."""
    return "".join(it for it in unicodedata.normalize("NFKC", text).casefold() if it.isalnum())


def unicode_of(font):
    """What each code of a font stands for, as its ToUnicode map says."""
    table = {}
    text = font.ToUnicode.read_bytes().decode("latin-1") if "/ToUnicode" in font else ""
    read = lambda it: bytes.fromhex(it).decode("utf-16-be", "replace")
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", part):
            table[int(code, 16)] = read(to)
    for part in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + step] = read(to)[:-1] + chr(ord(read(to)[-1]) + step)
    return table


def marked_text(page):
    """The text of a page by the numbers of its marked content. What stands for hyphens at line ends is told apart from
    hyphens by `ActualText`."""
    fonts = {str(name): unicode_of(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    found, open_, font = {}, [], {}

    def add(text):
        number = next((it[0] for it in reversed(open_) if it[0] is not None), None)
        if number is not None and not any(it[1] is not None for it in open_):
            found[number] = found.get(number, "") + text

    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            told = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            actual = str(told["/ActualText"]) if "/ActualText" in told else None
            if actual is not None:
                add(actual)
            open_.append((int(told["/MCID"]) if "/MCID" in told else None, actual))
        elif name == "EMC":
            open_.pop()
        elif name == "Tf":
            font = fonts.get(str(operands[0]), {})
        elif name in ("Tj", "TJ"):
            for it in operands[0] if name == "TJ" else [operands[0]]:
                if isinstance(it, pikepdf.String):
                    codes = bytes(it)
                    add("".join(font.get(int.from_bytes(codes[at:at + 2], "big"), "") for at in range(0, len(codes), 2)))
    return found


def read_tags(pdf):
    """The text in the order of the tags: what is not in a note, each note by its number, and the notes that are more
    than a page away from their mark."""
    pages = {page.objgen: marked_text(page) for page in pdf.pages}
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}
    body, notes, called, stands = [], {}, {}, {}

    def walk(it, page, tags, note):
        if isinstance(it, pikepdf.Array):
            for inside in it:
                walk(inside, page, tags, note)
        elif isinstance(it, pikepdf.Dictionary):
            page = it["/Pg"].objgen if "/Pg" in it else page
            if str(it.get("/Type", "")) == "/MCR":
                put(int(it["/MCID"]), page, tags, note)
            elif "/K" in it:
                tag = str(it.get("/S", ""))
                walk(it["/K"], page, tags + [tag], [""] if tag == "/Note" else note)
        elif isinstance(it, int):
            put(int(it), page, tags, note)

    def put(number, page, tags, note):
        text = pages.get(page, {}).get(number, "")
        # The mark of an item is none of its words, nor is that before a note; a term of a list is, and the mark that calls a note.
        above = tags[: len(tags) - 1 - tags[::-1].index("/Lbl")] if "/Lbl" in tags else [""]
        is_mark = above[-1] in ("/LI", "/Note") and not any(it.isalpha() for it in text)
        if "/Note" in tags:
            if is_mark:
                note[0] = note[0] or text.strip()
                notes.setdefault(note[0], "")
                stands.setdefault(note[0], places.get(page))
            else:
                notes[note[0]] = notes.get(note[0], "") + text
        elif not is_mark:
            body.append(text)
            if above[-1]:
                called.setdefault(text.strip(), places.get(page))

    walk(pdf.Root.StructTreeRoot["/K"], None, [], [""])
    text = re.sub(r"\((?:p|S)\.\s\d+\)", "", "".join(body))
    away = [it for it in stands if it in called and abs(called[it] - stands[it]) > 1]
    return words(text), {number: words(text) for number, text in notes.items()}, away


def blocks_of(page):
    """The texts of innermost blocks of a page's article."""
    article = page.cssselect("main article")[0]
    for selector in ON_SCREEN:
        for it in article.cssselect(selector):
            it.drop_tree()
    for it in article.iter():
        if it.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in it.iterdescendants()):
            yield it.text_content()


def structure(pdf, say):
    """What the tags of a PDF say, walked in order."""
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        say("it is not tagged")
    if not str(root.get("/Lang", "")):
        say("it has no language")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        say("its title is not shown")
    with pdf.open_metadata() as meta:
        if not meta.get("dc:title"):
            say("it has no title")
        if not meta.get("xmp:CreateDate"):
            say("it has no day")
    levels, counts = [], {}
    stack = [root.StructTreeRoot]
    while stack:
        it = stack.pop()
        if isinstance(it, pikepdf.Array):
            stack.extend(reversed(list(it)))
            continue
        if not isinstance(it, pikepdf.Dictionary) or "/K" not in it:
            continue
        tag = str(it.get("/S", ""))
        counts[tag] = counts.get(tag, 0) + 1
        if re.fullmatch("/H[1-6]", tag):
            levels.append(int(tag[2:]))
        if tag == "/Figure" and not str(it.get("/Alt", "")):
            say("a figure has no alternative text")
        stack.append(it["/K"])
    for before, level in zip([0, *levels], levels):
        if level > before + 1:
            say(f"a heading of level {level} follows one of level {before}")
    if counts.get("/Table", 0) and not counts.get("/TH"):
        say("a table has no heads")
    if levels and "/Outlines" not in root:
        say("it has no bookmarks")
    for number, page in enumerate(pdf.pages, 1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ", "'", '"', "Do", "f", "S", "B") and depth == 0:
                say(f"page {number} has content outside of the tags")
                break
    return len(pdf.pages), sum(counts.values()), counts.get("/Figure", 0)


def check(folder, path):
    """What is wrong with a PDF and its page, and how much was read."""
    faults = []
    say = faults.append
    if path.stat().st_size > LARGEST:
        say("it is larger than 5 MB")
    if subprocess.run(["qpdf", "--check", path], capture_output=True).returncode:
        say("qpdf finds it broken")
    tool = pathlib.Path(sys.executable).parent / "pdfua"
    found = subprocess.run([tool, "check", path], capture_output=True, text=True)
    if found.returncode:
        say("pdfua: " + found.stdout.strip())
    with pikepdf.open(path) as pdf:
        pages, tags, figures = structure(pdf, say)
        body, notes, away = read_tags(pdf)
    for number in away:
        say(f"note {number} stands more than a page away from its mark")
    page = lxml.html.parse(path.parent / "index.html").getroot()
    charts = len(page.cssselect("main article svg.plot.wide"))
    if figures < charts:
        say(f"of {charts} charts on the page it has {figures}")
    on_page = {}
    # Only a note out of its order carries its number.
    for place, it in enumerate(page.cssselect("#view_notes li"), 1):
        for back in it.cssselect(".backlink, .up"):
            back.drop_tree()
        on_page[it.get("value", str(place))] = words(it.text_content())
    for number in sorted(on_page.keys() | notes.keys(), key=int):
        # Notes of a table stand in a list under it.
        if number not in notes and on_page.get(number) in body:
            continue
        if on_page.get(number) != notes.get(number):
            say(f"note {number} differs:\n      page  {on_page.get(number)}\n      paper {notes.get(number)}")
    count = 0
    for text in blocks_of(page):
        count += 1
        if words(text) not in body:
            say("missing on paper: " + " ".join(text.split())[:160])
    print(f"  {path.relative_to(folder)}: {pages} pages, {tags} tags, {len(notes)} notes, {charts} charts, {count} blocks of its page")
    return faults


def main():
    folder = pathlib.Path(sys.argv[1])
    named, wrong = set(), 0
    for page in sorted(folder.rglob("index.html")):
        for href in re.findall(r'<link rel="item" type="application/pdf" href="([^"]+)">', page.read_text(encoding="utf-8")):
            named.add(page.parent / href)
    there = set(folder.rglob("*.pdf"))
    for path in sorted(named ^ there):
        print(f"FAULT {path}: " + ("is promised and not there" if path in named else "is named by no page"))
        wrong += 1
    for path in sorted(named & there):
        for fault in check(folder, path):
            print(f"FAULT {path.relative_to(folder)}: {fault}")
            wrong += 1
    if not named:
        print("FAULT: no page has a PDF")
        wrong += 1
    print(f"{len(named)} PDFs, {wrong} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
