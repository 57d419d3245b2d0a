#!/usr/bin/env python3
"""Reads every record of every brief in a published folder with programs that are not ours.

    records.py PUBLIC
    records.py --selftest

A brief page is a folder with a `cite.json`, `cite.bib` or `cite.ris`; it must have every kind:
BibTeX (bibtexparser), RIS (rispy), CSL-JSON (the variables and types of CSL 1.0.2), JSON-LD that
expands to one Report (pyld, offline), a linkset (RFC 9264), a Markdown twin. So must a comparison:
JSON that fits the schema it names (jsonschema), and a CSV of even rows. For the site: Atom
(feedparser), JSON Feed 1.1, `llms.txt`, `_headers`, `_redirects`, and all that ends in `.xml`.
Needs the packages of `.ci/requirements.txt`. Ends with 1 if anything is wrong, or if there was
nothing to look at.
"""

import argparse
import csv
import json
import logging
import pathlib
import re
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as xml
from datetime import datetime
from html.parser import HTMLParser

try:
    import bibtexparser
    import bibtexparser.middlewares
    import feedparser
    import jsonschema
    import referencing
    import rispy
    from pyld import jsonld
except ModuleNotFoundError as error:
    sys.exit(f"the package `{error.name}` is missing: install what .ci/requirements.txt names, and run this with that Python")

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA_ORG = "http://schema.org/"
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
ABSOLUTE = re.compile(r"^https?://[^\s/]+", re.I)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")

# What every brief has, and what a comparison has on top of it.
OF_A_BRIEF = ("cite.bib", "cite.ris", "cite.json", "linkset.json", "index.md", "index.html")
OF_A_COMPARISON = ("comparison.json", "matrix.csv")

# --- CSL 1.0.2: the item types and variables of the specification, with the types of CSL-JSON ------

CSL_TYPES = set(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection "
    "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case "
    "legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance "
    "periodical personal_communication post post-weblog regulation report review review-book software song speech "
    "standard thesis treaty webpage".split()
)
CSL_TEXTS = set(
    "abstract annote archive archive_collection archive_location archive-place authority call-number citation-key "
    "citation-label collection-title container-title container-title-short dimensions division DOI event "
    "event-title event-place genre ISBN ISSN jurisdiction keyword language license medium note original-publisher "
    "original-publisher-place original-title part-title PMCID PMID publisher publisher-place references "
    "reviewed-genre reviewed-title scale source status title title-short URL version volume-title "
    "volume-title-short year-suffix journalAbbreviation shortTitle".split()
)
CSL_NUMBERS = set(
    "chapter-number citation-number collection-number edition first-reference-note-number issue locator number "
    "number-of-pages number-of-volumes page page-first part-number printing-number section supplement-number "
    "volume".split()
)
CSL_DATES = set("accessed available-date event-date issued original-date submitted".split())
CSL_NAMES = set(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator translator".split()
)
CSL_NAME_TEXTS = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
CSL_NAME_FLAGS = {"comma-suffix", "static-ordering", "parse-names"}


def is_text_or_number(value):
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def csl_name(value):
    """What is wrong with a name of CSL-JSON."""
    if not isinstance(value, dict):
        return "a name must be an object"
    for key, it in value.items():
        if key in CSL_NAME_TEXTS:
            if not isinstance(it, str) or not it.strip():
                return f"`{key}` of a name must be words"
        elif key in CSL_NAME_FLAGS:
            if not isinstance(it, (bool, str, int, float)):
                return f"`{key}` of a name must be a flag"
        else:
            return f"a name has no `{key}`"
    if not value.keys() & {"family", "given", "literal"}:
        return "a name without words"
    return None


def csl_date(value):
    """What is wrong with a date of CSL-JSON."""
    if not isinstance(value, dict):
        return "a date must be an object"
    for key, it in value.items():
        if key == "date-parts":
            if not isinstance(it, list) or not 1 <= len(it) <= 2:
                return "`date-parts` must hold one date or two"
            for parts in it:
                if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
                    return "a date has one to three parts"
                try:
                    numbers = [int(part) for part in parts if is_text_or_number(part)]
                    if len(numbers) != len(parts):
                        raise ValueError
                    datetime(*([numbers[0] if 1 <= numbers[0] <= 9999 else 2000] + numbers[1:] + [1, 1])[:3])
                except ValueError:
                    return f"{parts} is no date"
        elif key in ("season", "literal", "raw", "circa"):
            if not isinstance(it, (str, int, float)) or (key in ("literal", "raw") and not isinstance(it, str)):
                return f"`{key}` of a date has the wrong type"
        else:
            return f"a date has no `{key}`"
    if not value.keys() & {"date-parts", "literal", "raw"}:
        return "a date without parts"
    return None


def csl_item(item):
    """All that is wrong with an item of CSL-JSON."""
    if not isinstance(item, dict):
        return ["the item is no object"]
    wrong = []
    if item.get("type") not in CSL_TYPES:
        wrong.append(f"`{item.get('type')}` is no type")
    if not is_text_or_number(item.get("id")) or item.get("id") == "":
        wrong.append("there is no `id`")
    for key, value in item.items():
        if key in ("id", "type"):
            continue
        said = None
        if key in CSL_TEXTS:
            if not isinstance(value, str):
                said = "must be a string"
            elif not value.strip():
                said = "is empty"
        elif key in CSL_NUMBERS:
            said = None if is_text_or_number(value) else "must be a string or a number"
        elif key in CSL_DATES:
            said = csl_date(value)
        elif key in CSL_NAMES:
            said = next((it for it in map(csl_name, value) if it), None) if isinstance(value, list) and value else "must be a list of names"
        elif key == "categories":
            said = None if isinstance(value, list) and all(isinstance(it, str) for it in value) else "must be a list of strings"
        elif key == "custom":
            said = None if isinstance(value, dict) else "must be an object"
        else:
            said = "is no variable"
        if said:
            wrong.append(f"`{key}`: {said}")
    return wrong


# --- JSON-LD: a stand-in for schema.org's context -------------------------------------------------

# The properties whose strings the real context reads as addresses, and those it reads as dates.
LD_ADDRESSES = (
    "url sameAs license image logo contentUrl downloadUrl thumbnailUrl mainEntityOfPage usageInfo "
    "acquireLicensePage publishingPrinciples correctionsPolicy ethicsPolicy ownershipFundingInfo additionalType "
    "embedUrl archivedAt discussionUrl codeRepository".split()
)
LD_DATES = "dateCreated dateModified datePublished dateDeleted expires uploadDate startDate endDate".split()
LD_CONTEXT = {
    "@context": {
        "@vocab": SCHEMA_ORG,
        "schema": SCHEMA_ORG,
        "type": "@type",
        "id": "@id",
        **{name: {"@id": SCHEMA_ORG + name, "@type": "@id"} for name in LD_ADDRESSES},
        **{name: {"@id": SCHEMA_ORG + name, "@type": SCHEMA_ORG + "Date"} for name in LD_DATES},
    }
}


def offline(address, _options=None):
    """Gives the context of schema.org, and nothing else."""
    if address.rstrip("/") in ("https://schema.org", "http://schema.org"):
        return {"contextUrl": None, "documentUrl": address, "contentType": "application/ld+json", "document": LD_CONTEXT}
    raise jsonld.JsonLdError(f"`{address}` is not to be had offline", "jsonld.LoadDocumentError", code="loading document failed")


# --- HTML, as much as is needed of it -------------------------------------------------------------


class Page(HTMLParser):
    """The addresses in a page, its data blocks, its canonical address, and whether it has words or pictures."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.addresses = []
        self.blocks = []
        self.canonical = None
        self.anything = False
        self.block = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        named = {name: value or "" for name, value in attributes}
        for name in ("href", "src", "poster", "data", "xlink:href", "cite"):
            if name in named:
                self.addresses.append(named[name].strip())
        if "srcset" in named:
            self.addresses += [part.split()[0] for part in named["srcset"].split(",") if part.strip()]
        if tag == "img":
            self.anything = True
        if tag == "link" and "canonical" in named.get("rel", "").lower().split():
            self.canonical = named.get("href")
        if tag == "script" and named.get("type", "").strip().lower() == "application/ld+json":
            self.block = []

    def handle_endtag(self, tag):
        if tag == "script" and self.block is not None:
            self.blocks.append("".join(self.block))
            self.block = None

    def handle_data(self, text):
        if self.block is not None:
            self.block.append(text)
        elif text.strip():
            self.anything = True


# --- The checks -----------------------------------------------------------------------------------


class Check:
    """A published folder, and what was found in it."""

    def __init__(self, top):
        self.top = top
        self.wrong = []
        self.counts = {}

    def name(self, path):
        return path.relative_to(self.top).as_posix()

    def say(self, path, words):
        self.wrong.append(f"{self.name(path)}: {words}")

    def count(self, what, more=1):
        self.counts[what] = self.counts.get(what, 0) + more

    def text(self, path):
        """A file's text, only UTF-8; no byte order mark but in CSV, which Excel reads as another encoding without."""
        text = path.read_bytes().decode("utf-8")
        if path.suffix == ".csv":
            text = text.removeprefix("\ufeff")
        if text.startswith("\ufeff"):
            self.say(path, "begins with a byte order mark")
        return text

    def json(self, path):
        def once(pairs):
            keys = [key for key, _ in pairs]
            twice = {key for key in keys if keys.count(key) > 1}
            if twice:
                raise ValueError(f"{', '.join(sorted(twice))} stands twice")
            return dict(pairs)

        return json.loads(self.text(path), object_pairs_hook=once)

    def look(self):
        home = self.top / "index.html"
        canonical = Page(self.text(home)).canonical if home.is_file() else None
        self.base = canonical if canonical and ABSOLUTE.match(canonical) else None
        files = sorted(it for it in self.top.rglob("*") if it.is_file())
        briefs = {it.parent for it in files if it.name in ("cite.json", "cite.bib", "cite.ris")}
        # A schema may have the name of what it describes.
        schemas = {it for it in files if it.name == "comparison.json" and it.parent not in briefs and b"//json-schema.org/" in it.read_bytes()}
        files = [it for it in files if it not in schemas]
        comparisons = {it.parent for it in files if it.name in OF_A_COMPARISON}
        self.count("briefs", len(briefs))
        for folder in sorted(briefs):
            for needed in OF_A_BRIEF + (OF_A_COMPARISON if folder in comparisons else ()):
                if not (folder / needed).is_file():
                    self.say(folder, f"a brief without `{needed}`")
        for folder in sorted(comparisons - briefs):
            self.say(folder, "a comparison that is no brief")
        for needed in ("feed.xml", "feed.json", "llms.txt"):
            if not (self.top / needed).is_file():
                self.wrong.append(f"there is no `{needed}`")
        kinds = {
            "cite.bib": self.bib, "cite.ris": self.ris, "cite.json": self.csl, "linkset.json": self.linkset,
            "index.md": self.twin, "comparison.json": self.comparison, "matrix.csv": self.matrix,
            "feed.xml": self.atom, "feed.json": self.json_feed, "crossref.xml": self.crossref, "llms.txt": self.llms,
            "_headers": self.headers, "_redirects": self.redirects,
        }
        for path in files:
            if path.suffix == ".xml":
                self.guarded("XML documents", self.xml, path)
            if path.suffix == ".html":
                self.guarded("HTML pages", self.page, path, path.parent in briefs and path.name == "index.html")
            if path.name in kinds:
                self.guarded(path.name, kinds[path.name], path)

    def guarded(self, kind, check, path, *more):
        """Looks at one file. What a reader cannot read is wrong, in whatever way it says so."""
        self.count(kind)
        try:
            check(path, *more)
        except Exception as error:  # noqa: BLE001
            self.say(path, f"cannot be read: {type(error).__name__}: {' '.join(str(error).split())[:300]}")

    # Records of a brief

    def bib(self, path):
        library = bibtexparser.parse_string(self.text(path), append_middleware=[bibtexparser.middlewares.SeparateCoAuthors(), bibtexparser.middlewares.SplitNameParts()])
        for block in library.failed_blocks:
            self.say(path, f"line {(block.start_line or 0) + 1}: {block.error}")
        if len(library.entries) != 1 or len(library.blocks) != 1:
            self.say(path, f"holds {len(library.entries)} entries in {len(library.blocks)} blocks, not one")
        for entry in library.entries:
            fields = {field.key.lower(): field.value for field in entry.fields}
            if entry.entry_type.lower() not in ("report", "techreport"):
                self.say(path, f"the type is `{entry.entry_type}`, not a report")
            if not re.fullmatch(r"[A-Za-z0-9_:.+/-]+", entry.key):
                self.say(path, f"`{entry.key}` is no key that every program reads")
            for needed in ("title", "author"):
                if not fields.get(needed):
                    self.say(path, f"no {needed}")
            if not (fields.get("date") or fields.get("year")):
                self.say(path, "neither a date nor a year")
            if entry.entry_type.lower() == "techreport" and not fields.get("institution"):
                self.say(path, "a techreport without its institution")
            for name in fields.get("author") or []:
                if not name.last:
                    self.say(path, "an author without a family name")

    def ris(self, path):
        text = self.text(path)
        lines = [line for line in text.splitlines() if line.strip()]
        for line in lines:
            if not re.match(r"[A-Z][A-Z0-9]  - ?", line):
                self.say(path, f"`{line[:60]}` is no line of RIS")
        if not lines or lines[0].rstrip() != "TY  - RPRT":
            self.say(path, "does not begin with `TY  - RPRT`")
        if not lines or lines[-1].rstrip() != "ER  -":
            self.say(path, "does not end with `ER  - `")
        records = rispy.loads(text)
        if len(records) != 1:
            self.say(path, f"holds {len(records)} records, not one")
        for it in records:
            if it.get("type_of_reference") != "RPRT":
                self.say(path, f"the type is `{it.get('type_of_reference')}`")
            for what, names in (("title", ("title", "primary_title")), ("author", ("authors", "first_authors")), ("date", ("year", "date", "publication_year"))):
                if not any(it.get(name) for name in names):
                    self.say(path, f"no {what}")
            if it.get("unknown_tag"):
                self.say(path, f"tags that are unknown: {', '.join(it['unknown_tag'])}")
            # Of a report, SN is its number.
            if re.fullmatch(r"\d{4}-\d{3}[\dXx]", str(it.get("issn", ""))):
                self.say(path, "an ISSN where a report has its number (SN)")

    def csl(self, path):
        items = self.json(path)
        if not isinstance(items, list) or len(items) != 1:
            self.say(path, "is no list of one item")
            return
        for words in csl_item(items[0]):
            self.say(path, words)
        for needed in ("title", "author", "issued"):
            if isinstance(items[0], dict) and needed not in items[0]:
                self.say(path, f"no {needed}")
        if isinstance(items[0], dict) and items[0].get("type") != "report":
            self.say(path, "the type is not `report`")

    def linkset(self, path):
        """RFC 9264, section 4.2."""
        whole = self.json(path)
        if not isinstance(whole, dict) or set(whole) != {"linkset"} or not isinstance(whole["linkset"], list):
            self.say(path, "must be an object with `linkset` alone, a list")
            return
        if not whole["linkset"]:
            self.say(path, "the set is empty")
        for context in whole["linkset"]:
            if not isinstance(context, dict):
                self.say(path, "a link context must be an object")
                continue
            anchor = context.get("anchor")
            if not isinstance(anchor, str) or not SCHEME.match(anchor):
                self.say(path, f"the anchor `{anchor}` is no whole address")
            relations = {key: it for key, it in context.items() if key != "anchor"}
            if not relations:
                self.say(path, "a link context without relations")
            for relation, targets in relations.items():
                if not re.fullmatch(r"[a-z][a-z0-9.-]*", relation) and not SCHEME.match(relation):
                    self.say(path, f"`{relation}` is no relation")
                if not isinstance(targets, list) or not targets or not all(isinstance(it, dict) for it in targets):
                    self.say(path, f"`{relation}` must be a list of objects")
                    continue
                for it in targets:
                    self.count("links in linksets")
                    self.target(path, relation, it)

    def target(self, path, relation, it):
        if not isinstance(it.get("href"), str) or not SCHEME.match(it["href"]):
            self.say(path, f"`{relation}`: the href `{it.get('href')}` is no whole address")
        for key, value in it.items():
            if key in ("href", "type", "media", "title", "rev"):
                fine = isinstance(value, str)
            elif key.endswith("*"):
                fine = isinstance(value, list) and all(isinstance(one, dict) and isinstance(one.get("value"), str) and set(one) <= {"value", "language"} for one in value)
            else:  # `hreflang`, and attributes of one's own
                fine = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
            if not fine:
                self.say(path, f"`{relation}`: `{key}` has the wrong form")
        if "type" in it and not re.fullmatch(r"[\w.+-]+/[\w.+-]+(\s*;.*)?", str(it["type"])):
            self.say(path, f"`{relation}`: `{it['type']}` is no media type")

    def twin(self, path):
        text = self.text(path)
        found = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S)
        if not found or not found[1].strip():
            self.say(path, "does not begin with front matter")
        elif not found[2].strip():
            self.say(path, "has no text")
        if "<script" in text.lower():
            self.say(path, "has a script")

    def comparison(self, path):
        data = self.json(path)
        named = data.get("$schema") if isinstance(data, dict) else None
        if not isinstance(named, str) or SCHEME.match(named) or named.startswith("/"):
            self.say(path, f"`$schema` is `{named}`, not a relative path")
            return
        schema = (path.parent / urllib.parse.unquote(urllib.parse.urlsplit(named).path)).resolve()
        if not schema.is_relative_to(self.top) or not schema.is_file():
            self.say(path, f"its schema `{named}` is not in the folder")
            return
        rules = self.json(schema)
        kind = jsonschema.validators.validator_for(rules, default=None)
        if kind is None:
            self.say(schema, f"no known kind of schema: {rules.get('$schema')}")
            return
        kind.check_schema(rules)
        # A registry of nothing: a schema that asks for another one from elsewhere cannot have it.
        for error in kind(rules, registry=referencing.Registry()).iter_errors(data):
            self.say(path, f"{error.json_path}: {error.message[:200]}")

    def matrix(self, path):
        rows = list(csv.reader(self.text(path).splitlines(keepends=True), strict=True))
        if len(rows) < 2:
            self.say(path, "has no rows")
        elif len(rows[0]) < 2:
            self.say(path, "has one column")
        for at, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                self.say(path, f"row {at} has {len(row)} cells, not {len(rows[0])}")
        self.count("rows of matrices", len(rows))

    # Pages

    def page(self, path, of_a_brief):
        reports = 0
        for block in Page(self.text(path)).blocks:
            self.count("JSON-LD blocks")
            nodes = jsonld.expand(json.loads(block), {"documentLoader": offline})
            if not nodes:
                self.say(path, "a JSON-LD block that says nothing")
            for node in nodes:
                types = node.get("@type", [])
                if not types:
                    self.say(path, "a JSON-LD node without a type")
                reports += SCHEMA_ORG + "Report" in types
                for word in self.foreign(node):
                    self.say(path, f"JSON-LD: `{word}` is not of schema.org")
                if SCHEMA_ORG + "Report" in types:
                    self.report(path, node)
        if of_a_brief and reports != 1:
            self.say(path, f"{reports} Reports in JSON-LD, not one")
        if not of_a_brief and reports:
            self.say(path, "a Report in JSON-LD on a page that is no brief")

    def report(self, path, node):
        for either in (("name", "headline"), ("author",), ("datePublished",), ("publisher",)):
            if not any(node.get(SCHEMA_ORG + one) for one in either):
                self.say(path, f"the Report has no {' or '.join(either)}")
        for one in node.get(SCHEMA_ORG + "datePublished", []):
            if not re.match(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?$", str(one.get("@value", ""))):
                self.say(path, f"datePublished is `{one.get('@value')}`")
        for role in ("author", "publisher"):
            for one in node.get(SCHEMA_ORG + role, []):
                if not (one.get(SCHEMA_ORG + "name") or one.get(SCHEMA_ORG + "familyName")):
                    self.say(path, f"the {role} of the Report has no name")

    def foreign(self, node):
        """The types and properties of a node, and of those in it, that are of no known vocabulary."""
        if isinstance(node, list):
            for it in node:
                yield from self.foreign(it)
        elif isinstance(node, dict) and "@value" not in node:
            yield from (it for it in node.get("@type", []) if not it.startswith((SCHEMA_ORG, "http://purl.org/")))
            for key, it in node.items():
                if not key.startswith(("@", SCHEMA_ORG, "http://purl.org/")):
                    yield key
                if key in ("@list", "@set", "@graph") or not key.startswith("@"):
                    yield from self.foreign(it)

    # The site

    def content(self, path, which, html):
        """The content of an entry: there is something, and it can be read at any place."""
        page = Page(html)
        if not page.anything:
            self.say(path, f"{which}: the content is empty")
        for it in page.addresses:
            if not SCHEME.match(it):
                self.say(path, f"{which}: `{it}` is a relative address")
        if page.blocks or "<script" in html.lower():
            self.say(path, f"{which}: a script in the content")

    def atom(self, path):
        feed = feedparser.parse(path.read_bytes(), resolve_relative_uris=False, sanitize_html=False)
        if feed.bozo:
            self.say(path, f"is ill: {feed.bozo_exception}")
        if feed.version != "atom10":
            self.say(path, f"is no Atom 1.0 but `{feed.version}`")
        for needed in ("id", "title", "updated"):
            if not feed.feed.get(needed):
                self.say(path, f"the feed has no {needed}")
        if not feed.entries:
            self.say(path, "has no entries")
        seen = set()
        authors = bool(feed.feed.get("authors"))
        for at, it in enumerate(feed.entries, 1):
            which = f"entry {at}"
            self.count("Atom entries")
            for needed in ("id", "title", "updated", "link"):
                if not it.get(needed):
                    self.say(path, f"{which} has no {needed}")
            for needed in ("updated", "published"):
                if it.get(needed) and not RFC3339.match(it[needed]):
                    self.say(path, f"{which}: `{it[needed]}` is no date of Atom")
            if not authors and not it.get("authors"):
                self.say(path, f"{which} has no author, nor has the feed")
            if it.get("id") in seen:
                self.say(path, f"{which}: its id stands twice")
            seen.add(it.get("id"))
            for one in [it.get("id"), *(link.get("href") for link in it.get("links", []))]:
                if one and not SCHEME.match(one):
                    self.say(path, f"{which}: `{one}` is no whole address")
            if not it.get("content"):
                self.say(path, f"{which} has no content")
            for one in it.get("content", []):
                if one.get("type") not in ("text/html", "application/xhtml+xml"):
                    self.say(path, f"{which}: the content is `{one.get('type')}`")
                self.content(path, which, one.get("value", ""))
        # feedparser takes what it finds; the order of things and their number are ours to look at.
        tree = xml.parse(path).getroot()
        if tree.tag != ATOM + "feed":
            self.say(path, f"the root is `{tree.tag}`")
        if not any(it.get("rel") == "self" for it in tree.findall(ATOM + "link")):
            self.say(path, "does not say where it is itself")
        for it in [tree, *tree.findall(ATOM + "entry")]:
            for one in ("id", "title", "updated"):
                if len(it.findall(ATOM + one)) != 1:
                    self.say(path, f"`{one}` must stand once in `{it.tag.removeprefix(ATOM)}`")
        # Where there is none, feedparser takes the id for the link.
        for at, it in enumerate(tree.findall(ATOM + "entry"), 1):
            if not any(one.get("rel", "alternate") == "alternate" for one in it.findall(ATOM + "link")):
                self.say(path, f"entry {at} has no link to its page")

    def json_feed(self, path):
        """JSON Feed 1.1."""
        feed = self.json(path)
        if not isinstance(feed, dict):
            self.say(path, "is no object")
            return
        if feed.get("version") != "https://jsonfeed.org/version/1.1":
            self.say(path, f"the version is `{feed.get('version')}`")
        self.members(path, "the feed", feed, {
            "version": str, "title": str, "home_page_url": "url", "feed_url": "url", "description": str, "user_comment": str,
            "next_url": "url", "icon": "url", "favicon": "url", "authors": "authors", "language": str, "expired": bool, "hubs": list, "items": list,
        })
        if not feed.get("title"):
            self.say(path, "the feed has no title")
        items = feed.get("items")
        if not isinstance(items, list) or not items:
            self.say(path, "has no items")
            return
        seen = set()
        for at, it in enumerate(items, 1):
            which = f"item {at}"
            self.count("JSON Feed items")
            if not isinstance(it, dict):
                self.say(path, f"{which} is no object")
                continue
            self.members(path, which, it, {
                "id": str, "url": "url", "external_url": "url", "title": str, "content_html": str, "content_text": str, "summary": str,
                "image": "url", "banner_image": "url", "date_published": "date", "date_modified": "date", "authors": "authors",
                "tags": "strings", "language": str, "attachments": "attachments",
            })
            for needed in ("id", "url", "title", "content_html", "date_published"):
                if not it.get(needed):
                    self.say(path, f"{which} has no {needed}")
            if str(it.get("id")) in seen:
                self.say(path, f"{which}: its id stands twice")
            seen.add(str(it.get("id")))
            if isinstance(it.get("content_html"), str):
                self.content(path, which, it["content_html"])

    def members(self, path, which, object_, rules):
        """The members of an object of a JSON Feed: known ones of the right type, and those of others, `_so`."""
        for key, value in object_.items():
            if key.startswith("_"):
                fine = isinstance(value, dict)
            elif key not in rules:
                self.say(path, f"{which}: `{key}` is not of JSON Feed 1.1")
                continue
            elif rules[key] == "url":
                fine = isinstance(value, str) and ABSOLUTE.match(value)
            elif rules[key] == "date":
                fine = isinstance(value, str) and RFC3339.match(value)
            elif rules[key] == "strings":
                fine = isinstance(value, list) and all(isinstance(it, str) for it in value)
            elif rules[key] == "authors":
                fine = isinstance(value, list) and value and all(isinstance(it, dict) and it.keys() & {"name", "url", "avatar"} and it.keys() <= {"name", "url", "avatar"} and all(isinstance(one, str) for one in it.values()) for it in value)
            elif rules[key] == "attachments":
                fine = isinstance(value, list) and all(isinstance(it, dict) and isinstance(it.get("url"), str) and ABSOLUTE.match(it["url"]) and isinstance(it.get("mime_type"), str) for it in value)
            else:
                fine = isinstance(value, rules[key])
            if not fine:
                self.say(path, f"{which}: `{key}` has the wrong form")

    def xml(self, path):
        xml.parse(path)

    def crossref(self, path):
        root = xml.parse(path).getroot()
        found = re.fullmatch(r"\{(http://www\.crossref\.org/schema/(\d+\.\d+\.\d+))\}doi_batch", root.tag)
        if not found:
            self.say(path, f"the root is `{root.tag}`")
            return
        space = "{" + found[1] + "}"
        if root.get("version") != found[2]:
            self.say(path, f"version `{root.get('version')}` in the namespace of {found[2]}")
        if [it.tag for it in root] != [space + "head", space + "body"]:
            self.say(path, "must hold a head, then a body")
        dois = [it for it in root.iter(space + "doi_data")]
        if not dois:
            self.say(path, "deposits no DOI")
        for it in dois:
            doi, resource = it.findtext(space + "doi", ""), it.findtext(space + "resource", "")
            if not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
                self.say(path, f"`{doi}` is no DOI")
            if not ABSOLUTE.match(resource):
                self.say(path, f"the DOI leads to `{resource}`")
        for it in ("doi_batch_id", "timestamp", "depositor", "registrant"):
            if root.find(f"{space}head/{space}{it}") is None:
                self.say(path, f"the head has no {it}")

    def llms(self, path):
        text = self.text(path)
        if not re.match(r"# \S", text):
            self.say(path, "does not begin with `# ` and a title")
        links = re.findall(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)", text)
        if not links:
            self.say(path, "has no links")
        for it in links:
            self.count("links in llms.txt")
            if self.base and it.startswith(self.base):
                inside = it[len(self.base):]
                folder = self.top
            elif SCHEME.match(it):
                continue
            elif it.startswith("/"):
                self.say(path, f"`{it}` works at the top of a host only")
                continue
            else:
                inside, folder = it, path.parent
            found = (folder / urllib.parse.unquote(urllib.parse.urlsplit(inside).path)).resolve()
            found = found / "index.html" if found.is_dir() else found
            if not found.is_relative_to(self.top) or not found.is_file():
                self.say(path, f"`{it}` leads nowhere")

    def headers(self, path):
        """A path at the start of a line, its headers indented below it."""
        under = None
        some = True
        for at, line in enumerate(self.text(path).splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if not line[0].isspace():
                if under and not some:
                    self.say(path, f"line {at}: no headers for `{under}`")
                under, some = line.strip(), False
                if not re.fullmatch(r"(https?://\S+|/\S*)", under):
                    self.say(path, f"line {at}: `{under}` is no path")
                continue
            some = True
            self.count("lines of headers")
            found = re.fullmatch(r"(!\s*)?([!#$%&'*+.^_`|~0-9A-Za-z-]+)(:\s*(\S.*))?", line.strip())
            if under is None:
                self.say(path, f"line {at}: a header of no path")
            if not found or not (found[4] or found[1]):
                self.say(path, f"line {at}: `{line.strip()[:60]}` is no header")
            elif found[2].lower() == "link":
                one = r"<[^<>\s]+>(\s*;\s*[\w*-]+\s*=\s*(\"[^\"]*\"|[^\s\";,]+))+"
                if not re.fullmatch(rf"{one}(\s*,\s*{one})*", found[4] or ""):
                    self.say(path, f"line {at}: `{line.strip()[:60]}` is no whole Link")
                elif not re.search(r";\s*rel\s*=", found[4]):
                    self.say(path, f"line {at}: a Link without its relation")
        if under and not some:
            self.say(path, f"no headers for `{under}`")

    def redirects(self, path):
        """From, to, and a status if it is not 301."""
        for at, line in enumerate(self.text(path).splitlines(), 1):
            parts = line.split("#")[0].split() if line.lstrip().startswith("#") else line.split()
            if not parts:
                continue
            self.count("redirects")
            place = r"(https?://\S+|/\S*)"
            status = parts[2:] or ["301"]
            if len(parts) < 2 or len(status) != 1 or not re.fullmatch(place, parts[0]) or not re.fullmatch(place, parts[1]) or not re.fullmatch(r"(200|30[12378]|404|410|451)!?", status[0]):
                self.say(path, f"line {at}: `{line.strip()[:80]}` is no redirect")
            elif parts[0] == parts[1]:
                self.say(path, f"line {at}: `{parts[0]}` leads to itself")


def check(folder):
    """Looks at a folder, and gives what is wrong and what was counted."""
    it = Check(pathlib.Path(folder).resolve())
    it.look()
    for needed in ("briefs", "JSON-LD blocks", "XML documents", "Atom entries", "JSON Feed items"):
        if not it.counts.get(needed):
            it.wrong.append(f"there were no {needed} to look at")
    return it


# --- Its own test ---------------------------------------------------------------------------------

LD = {
    "@context": "https://schema.org", "@type": "Report", "@id": "https://example.org/s/a/#report", "headline": "A brief",
    "url": "https://example.org/s/a/", "author": {"@type": "Person", "name": "Ann Test"}, "datePublished": "2026-11-20",
    "publisher": {"@type": "Organization", "name": "Test"}, "citation": [{"@type": "Report", "name": "Another"}],
}
CSL = {
    "id": "a", "type": "report", "title": "A brief", "author": [{"family": "Test", "given": "Ann"}, {"literal": "Office"}],
    "issued": {"date-parts": [[2026, 11, 20]]}, "number": "T-1", "URL": "https://example.org/s/a/",
}
GOOD = {
    "index.html": '<link rel="canonical" href="https://example.org/s/"><p>Home</p>',
    "a/index.html": f'<title>A</title><script type="application/ld+json">{json.dumps(LD)}</script><p>Text</p>',
    "a/cite.bib": "@techreport{test2026,\n  title = {A {Brief} on {\\&}},\n  author = {Test, Ann and {Office of Tests}},\n  year = {2026},\n  institution = {Test}\n}\n",
    "a/cite.ris": "TY  - RPRT\r\nTI  - A brief\r\nAU  - Test, Ann\r\nPY  - 2026\r\nDA  - 2026/11/20/\r\nPB  - Test\r\nSN  - T-1\r\nUR  - https://example.org/s/a/\r\nER  - \r\n",
    "a/cite.json": json.dumps([CSL]),
    "a/linkset.json": json.dumps({"linkset": [{"anchor": "https://example.org/s/a/", "describedby": [{"href": "https://example.org/s/a/cite.bib", "type": "application/x-bibtex"}], "author": [{"href": "https://orcid.org/0000", "hreflang": ["en"]}]}]}),
    "a/index.md": "---\ntitle: A brief\n---\n\nText.\n",
    "a/comparison.json": json.dumps({"$schema": "../schemas/comparison.json", "cases": ["x"]}),
    "schemas/comparison.json": json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["cases"], "properties": {"cases": {"type": "array", "minItems": 1}}}),
    "a/matrix.csv": 'question,x,y\r\n"Why, then?","a\nb",c\r\n',
    "a/crossref.xml": '<doi_batch xmlns="http://www.crossref.org/schema/5.4.0" version="5.4.0"><head><doi_batch_id>1</doi_batch_id><timestamp>1</timestamp><depositor/><registrant>T</registrant></head><body><report-paper><doi_data><doi>10.5555/a</doi><resource>https://example.org/s/a/</resource></doi_data></report-paper></body></doi_batch>',
    "feed.xml": '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>https://example.org/s/</id><title>T</title><updated>2026-11-20T00:00:00Z</updated><link rel="self" href="https://example.org/s/feed.xml"/><author><name>T</name></author><entry><id>https://example.org/s/a/</id><title>A</title><updated>2026-11-20T00:00:00Z</updated><link href="https://example.org/s/a/"/><content type="html">&lt;p&gt;Text, &lt;a href="https://example.org/s/b/"&gt;more&lt;/a&gt;&lt;/p&gt;</content></entry></feed>',
    "feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://example.org/s/", "feed_url": "https://example.org/s/feed.json", "authors": [{"name": "T"}], "items": [{"id": "https://example.org/s/a/", "url": "https://example.org/s/a/", "title": "A", "content_html": "<p>Text</p>", "date_published": "2026-11-20T00:00:00Z", "tags": ["x"]}]}),
    "llms.txt": "# T\n\n> What it is\n\n- [A](https://example.org/s/a/index.md): a brief\n- [Home](./)\n",
    "_headers": "# Policy\n/*\n  Content-Security-Policy: default-src 'self'\n/a/a.pdf\n  Link: <https://example.org/s/a/>; rel=\"collection\", <x>; rel=\"describes\"; type=\"text/html\"\n",
    "_redirects": "# old\n/old /new/ 301\n/x https://example.org/y\n",
    "sitemap.xml": "<urlset/>",
}


def changed(object_, **changes):
    return json.dumps({key: value for key, value in {**object_, **changes}.items() if value is not None})


def html_of(ld):
    return f'<script type="application/ld+json">{ld}</script>'


def feed_item(**changes):
    feed = json.loads(GOOD["feed.json"])
    feed["items"] = [json.loads(changed(feed["items"][0], **changes))]
    return json.dumps(feed)


def linkset(context):
    return json.dumps({"linkset": [context]})


# A file, what stands in it instead (nothing: it is missing), and words of what must be said then.
BAD = [
    ("a/cite.bib", None, "without `cite.bib`"),
    ("a/cite.ris", None, "without `cite.ris`"),
    ("a/cite.json", None, "without `cite.json`"),
    ("a/linkset.json", None, "without `linkset.json`"),
    ("a/index.md", None, "without `index.md`"),
    ("a/index.html", None, "without `index.html`"),
    ("a/matrix.csv", None, "without `matrix.csv`"),
    ("a/comparison.json", None, "without `comparison.json`"),
    ("feed.xml", None, "no `feed.xml`"),
    ("feed.json", None, "no `feed.json`"),
    ("llms.txt", None, "no `llms.txt`"),
    ("b/matrix.csv", "a,b\nc,d\n", "a comparison that is no brief"),
    ("a/cite.bib", GOOD["a/cite.bib"] * 2, "line 7"),
    ("a/cite.bib", GOOD["a/cite.bib"] + GOOD["a/cite.bib"].replace("test2026", "other"), "2 entries"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("techreport", "misc"), "not a report"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("year", "yaer"), "neither a date nor a year"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("author", "editor"), "no author"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("institution", "publisher"), "without its institution"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("Tests}}", "Tests}"), "line 1"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("year = {2026}", "year = {2026},\n  year = {2027}"), "line 1"),
    ("a/cite.bib", GOOD["a/cite.bib"].replace("test2026", "tést 2026"), "no key"),
    ("a/cite.ris", GOOD["a/cite.ris"].replace("RPRT", "JOUR"), "the type is `JOUR`"),
    ("a/cite.ris", "\r\n".join(GOOD["a/cite.ris"].split("\r\n")[:-2]), "does not end"),
    ("a/cite.ris", GOOD["a/cite.ris"] * 2, "2 records"),
    ("a/cite.ris", GOOD["a/cite.ris"].replace("TI  - A brief", "TI  - A brief\r\nand more"), "no line of RIS"),
    ("a/cite.ris", GOOD["a/cite.ris"].replace("TI  -", "N1  -"), "no title"),
    ("a/cite.ris", GOOD["a/cite.ris"].replace("T-1", "2228-2076"), "an ISSN"),
    ("a/cite.ris", GOOD["a/cite.ris"].replace("PB  -", "QQ  -"), "unknown"),
    ("a/cite.json", json.dumps(CSL), "no list of one item"),
    ("a/cite.json", json.dumps([CSL, CSL]), "no list of one item"),
    ("a/cite.json", f"[{changed(CSL, type='reports')}]", "is no type"),
    ("a/cite.json", f"[{changed(CSL, id=None)}]", "no `id`"),
    ("a/cite.json", f"[{changed(CSL, url='x')}]", "`url`: is no variable"),
    ("a/cite.json", f"[{changed(CSL, title=['x'])}]", "must be a string"),
    ("a/cite.json", f"[{changed(CSL, author=[{'name': 'x'}])}]", "a name has no `name`"),
    ("a/cite.json", f"[{changed(CSL, author=[{'family': 'x', 'ORCID': 'y'}])}]", "a name has no `ORCID`"),
    ("a/cite.json", f"[{changed(CSL, author='x')}]", "a list of names"),
    ("a/cite.json", f"[{changed(CSL, issued={'date-parts': [[2026, 13]]})}]", "is no date"),
    ("a/cite.json", f"[{changed(CSL, issued={'date-parts': []})}]", "one date or two"),
    ("a/cite.json", f"[{changed(CSL, issued='2026')}]", "must be an object"),
    ("a/cite.json", '[{"id": "a", "id": "b"}]', "stands twice"),
    ("a/cite.json", "[{]", "cannot be read"),
    ("a/linkset.json", json.dumps({"linkset": {}}), "a list"),
    ("a/linkset.json", linkset({"describedby": [{"href": "https://x.org"}]}), "the anchor `None`"),
    ("a/linkset.json", linkset({"anchor": "https://x.org", "item": {"href": "https://x.org"}}), "a list of objects"),
    ("a/linkset.json", linkset({"anchor": "https://x.org", "item": [{"href": "x.pdf"}]}), "no whole address"),
    ("a/linkset.json", linkset({"anchor": "https://x.org", "item": [{"href": "https://x.org", "hreflang": "en"}]}), "`hreflang` has the wrong form"),
    ("a/linkset.json", linkset({"anchor": "https://x.org"}), "without relations"),
    ("a/index.md", "Text.\n", "front matter"),
    ("a/index.md", "---\ntitle: A\n---\n\n", "no text"),
    ("a/index.md", GOOD["a/index.md"] + "<SCRIPT>x</SCRIPT>", "a script"),
    ("a/comparison.json", json.dumps({"cases": ["x"]}), "not a relative path"),
    ("a/comparison.json", json.dumps({"$schema": "nowhere.json", "cases": ["x"]}), "not in the folder"),
    ("a/comparison.json", json.dumps({"$schema": "../schemas/comparison.json", "cases": []}), "$.cases"),
    ("schemas/comparison.json", json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "thing"}), "cannot be read: SchemaError"),
    ("schemas/comparison.json", json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "https://example.org/other.json"}), "cannot be read"),
    ("a/matrix.csv", "a,b\nc\n", "row 2 has 1 cells"),
    ("a/matrix.csv", 'a,b\n"c"d,e\n', "cannot be read"),
    ("a/matrix.csv", "a,b\n", "no rows"),
    ("a/crossref.xml", "<doi_batch><body></doi_batch>", "cannot be read"),
    ("a/crossref.xml", "<doi_batch/>", "the root is"),
    ("a/crossref.xml", GOOD["a/crossref.xml"].replace('version="5.4.0"', 'version="4.4.2"'), "in the namespace"),
    ("a/crossref.xml", GOOD["a/crossref.xml"].replace("10.5555/a", "a"), "no DOI"),
    ("sitemap.xml", "<urlset>", "cannot be read"),
    ("a/index.html", "<p>Text</p>", "0 Reports"),
    ("a/index.html", html_of(json.dumps(LD)) * 2, "2 Reports"),
    ("a/index.html", html_of(changed(LD, **{"@type": "Article"})), "0 Reports"),
    ("a/index.html", html_of(changed(LD, author=None)), "no author"),
    ("a/index.html", html_of(changed(LD, publisher={"@type": "Organization"})), "the publisher of the Report has no name"),
    ("a/index.html", html_of(changed(LD, headline=None)), "no name or headline"),
    ("a/index.html", html_of(changed(LD, datePublished="20 November")), "datePublished is"),
    ("a/index.html", html_of(changed(LD, **{"@context": "https://example.org/context"})), "cannot be read"),
    ("a/index.html", html_of(changed(LD, **{"@context": None})), "not of schema.org"),
    ("a/index.html", html_of(changed(LD, **{"https://example.org/own": "x"})), "not of schema.org"),
    ("a/index.html", html_of("{"), "cannot be read"),
    ("a/index.html", html_of("{}"), "says nothing"),
    ("index.html", GOOD["index.html"] + html_of(json.dumps(LD)), "no brief"),
    ("feed.xml", GOOD["feed.xml"].replace("</entry>", ""), "is ill"),
    ("feed.xml", GOOD["feed.xml"].replace("https://example.org/s/b/", "../b/"), "`../b/` is a relative address"),
    ("feed.xml", GOOD["feed.xml"].replace("https://example.org/s/b/", "#note_1"), "`#note_1` is a relative address"),
    ("feed.xml", GOOD["feed.xml"].replace("Text", '&lt;img src="a.png"&gt;'), "`a.png` is a relative address"),
    ("feed.xml", re.sub(r"<content.*</content>", "", GOOD["feed.xml"]), "no content"),
    ("feed.xml", re.sub(r">&lt;p.*</content>", "> </content>", GOOD["feed.xml"]), "content"),
    ("feed.xml", GOOD["feed.xml"].replace("<id>https://example.org/s/a/</id>", ""), "no id"),
    ("feed.xml", GOOD["feed.xml"].replace("<title>A</title>", "<title>A</title><title>B</title>"), "must stand once"),
    ("feed.xml", GOOD["feed.xml"].replace("2026-11-20T00:00:00Z", "20 November 2026"), "no date of Atom"),
    ("feed.xml", GOOD["feed.xml"].replace('<link href="https://example.org/s/a/"/>', ""), "no link to its page"),
    ("feed.xml", GOOD["feed.xml"].replace("<author><name>T</name></author>", ""), "no author"),
    ("feed.xml", GOOD["feed.xml"].replace('rel="self"', 'rel="via"'), "where it is itself"),
    ("feed.json", GOOD["feed.json"].replace("version/1.1", "version/1"), "the version is"),
    ("feed.json", GOOD["feed.json"].replace('"items"', '"entries"'), "no items"),
    ("feed.json", feed_item(id=None), "no id"),
    ("feed.json", feed_item(id=7), "`id` has the wrong form"),
    ("feed.json", feed_item(content_html=None), "no content_html"),
    ("feed.json", feed_item(content_html="<p> </p>"), "content is empty"),
    ("feed.json", feed_item(content_html='<a href="b/">x</a>'), "relative address"),
    ("feed.json", feed_item(url="a/"), "`url` has the wrong form"),
    ("feed.json", feed_item(date_published="2026-11-20"), "`date_published` has the wrong form"),
    ("feed.json", feed_item(author={"name": "x"}), "not of JSON Feed 1.1"),
    ("feed.json", feed_item(authors=[{}]), "`authors` has the wrong form"),
    ("feed.json", feed_item(attachments=[{"url": "https://x.org/a.pdf"}]), "`attachments` has the wrong form"),
    ("llms.txt", "T\n[A](a/)", "does not begin"),
    ("llms.txt", "# T\n", "no links"),
    ("llms.txt", "# T\n[A](https://example.org/s/none/)", "leads nowhere"),
    ("llms.txt", "# T\n[A](../../x)", "leads nowhere"),
    ("_headers", "/*\n  Link: <https://example.org/>;\n    rel=\"item\"\n", "no whole Link"),
    ("_headers", "  X-A: b\n", "of no path"),
    ("_headers", "/*\n  nonsense\n", "no header"),
    ("_headers", "/*\n/a\n  X-A: b\n", "no headers for"),
    ("_redirects", "/old\n", "no redirect"),
    ("_redirects", "old new\n", "no redirect"),
    ("_redirects", "/a /b 999\n", "no redirect"),
    ("_redirects", "/a /a\n", "to itself"),
]


def write(folder, files):
    for name, words in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words.encode("utf-8"))


def selftest():
    wrong = []

    def judged(files):
        with tempfile.TemporaryDirectory() as scratch:
            write(pathlib.Path(scratch), files)
            return check(scratch)

    good = judged(GOOD)
    wrong += [f"the good sample: {line}" for line in good.wrong]
    if not any("there were no briefs" in line for line in judged({"index.html": "<p>x</p>"}).wrong):
        wrong.append("an empty site passes")
    for name, words, said in BAD:
        files = {**GOOD, name: words}
        if words is None:
            del files[name]
        elif words == GOOD.get(name):
            wrong.append(f"{name}: the bad sample for `{said}` is the good one")
        lines = judged(files).wrong
        if not any(said in line for line in lines):
            wrong.append(f"{name}: `{said}` is not said, but {lines or 'nothing'}")
    for line in wrong:
        print(line)
    print(f"selftest of the readers: 1 good sample, {len(BAD) + 1} bad ones; {len(wrong)} wrong")
    return 1 if wrong else 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("public", type=pathlib.Path, nargs="?", help="the published folder")
    arguments.add_argument("--selftest", action="store_true")
    given = arguments.parse_args()
    logging.disable()  # the readers say it to us, we say it
    if given.selftest:
        return selftest()
    if given.public is None:
        arguments.error("which folder?")
    found = check(given.public)
    for line in found.wrong:
        print(line)
    said = ", ".join(f"{count} {what}" for what, count in found.counts.items())
    print(f"records of {given.public}: {said}; {len(found.wrong)} wrong")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
