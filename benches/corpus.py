#!/usr/bin/env python3
"""Writes the same briefs as a site for `brief`, once with its own theme, once with the peers' pages, for Hugo and for Zola.

    corpus.py FOLDER [--briefs 10000] [--words 1700] [--topics 20] [--authors 50]
              [--citations 0] [--comparisons 0] [--for brief,plain,hugo,zola]

What a parameter asks for is the same for all three, but for citations and comparisons, which only
`brief` has. The peers' templates do the same work as each other and as `plain/`, the theme
of `plain`: a page with a list of contents, topic and author pages in pages of twenty, the newest twenty in one feed. The words are drawn by a seeded generator, so
that a corpus is the same on every machine.
"""

import argparse
import datetime
import json
import pathlib
import random
import shutil

WORDS = """the ferry crossed a river before bridge was built and nobody asked who would pay for either of
them council minister treaty harbour winter budget letter question answer evidence lesson border gas
pipeline summit talks island plan office report weight measure policy agreement partner rival distance
between north south east west region trade visit offer return claim source record number year month under
without against because although whether therefore perhaps slowly openly again still never often""".split()

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "tests/sites/citations/briefings/references.json"
HOST = "https://example.org/"


def plain(draw, length):
    """So many words, the first with a capital."""
    return " ".join(draw.choice(WORDS) for _ in range(length)).capitalize()


def sentence(draw, length):
    """A sentence of so many words, with something in it now and then."""
    words = [draw.choice(WORDS) for _ in range(length)]
    at = draw.randrange(length)
    match draw.randrange(8):
        case 0:
            words[at] = f"*{words[at]}*"
        case 1:
            words[at] = f"**{words[at]}**"
        case 2:
            words[at] = f"[{words[at]}](https://example.com/{words[at]})"
        case 3 if at > 0:
            words[at - 1] += ","
    text = " ".join(words)
    return (text[0].upper() + text[1:] if text[0].isalpha() else text) + "."


def paragraph(draw, words):
    """Sentences of about so many words."""
    said = []
    while words > 0:
        length = min(words, draw.randrange(8, 24)) if words > 8 else words
        said.append(sentence(draw, length))
        words -= length
    return said


def body(draw, words, cites):
    """A brief's text: sections of paragraphs, a list, a table, two notes; citations where asked for."""
    out, section = [], 0
    left = words
    cites = list(cites)
    every = max(1, words // (60 * (len(cites) + 1)))
    while left > 0:
        if section % 5 == 0:
            out.append(f"## {plain(draw, 5)} {{#s{section // 5 + 1}}}")
        length = min(left, 60)
        said = paragraph(draw, length)
        left -= length
        if cites and section % every == 0:
            said[0] = f"{said[0][:-1]} [@{cites.pop(0)}, p. {section + 1}]."
        if section in (2, 9):
            said[-1] += f"[^{section}]"
        out.append(" ".join(said))
        if section in (2, 9):
            out.append(f"[^{section}]: {sentence(draw, 12)}")
        if section == 4:
            out.append("\n".join(f"- {sentence(draw, 9)}" for _ in range(4)))
        if section == 7:
            rows = [f"| {draw.choice(WORDS)} | {draw.randrange(2000)} | {draw.choice(WORDS)} |" for _ in range(5)]
            out.append("\n".join(["| Name | Number | Word |", "|---|---|---|", *rows]))
        section += 1
    for key in cites:
        out.append(f"{sentence(draw, 9)[:-1]} [@{key}].")
    return "\n\n".join(out) + "\n"


def comparison(draw, words, key):
    """The text of a comparison of two cases with four questions and a lesson; one source for all."""
    out, each = [], max(20, words // 9 - 20)
    for question in range(4):
        out.append(f"## {plain(draw, 6)}? {{#q{question + 1}}}")
        for case in ("North", "South"):
            out.append(f"### {case}\n- Confidence: moderate\n\n{plain(draw, 20)} [@{key}].")
            out.append(" ".join(paragraph(draw, each)))
    out.append("## What came of it {#outcome .outcome}")
    for case in ("North", "South"):
        out.append(f"### {case}\n- Intended: a shorter way\n- Actual: a longer one\n- Verdict: failed\n\n{plain(draw, 9)} [@{key}].")
    out.append("## Lessons {.lessons}\n\n### Ask first {#ask}\n- For: Councils\n- Rests on: q1, q2/north")
    out[-1] += "\n- Confidence: moderate\n- Transfer: with changes"
    out.append(" ".join(paragraph(draw, each)))
    out.append("| Condition | North | South |\n|---|---|---|\n| Somebody crosses | holds | unclear |")
    return "\n\n".join(out) + "\n"


class Corpus:
    """The briefs, drawn one by one."""

    def __init__(self, asked):
        self.asked = asked
        self.topics = [f"Topic {it + 1}" for it in range(asked.topics)]
        self.authors = [f"author-{it + 1}" for it in range(asked.authors)]
        self.keys = [it["id"] for it in json.loads(SOURCES.read_text(encoding="utf-8"))]

    def __iter__(self):
        asked = self.asked
        for index in range(asked.briefs):
            draw = random.Random(index)
            is_comparison = index < asked.comparisons
            cites = [self.keys[(index * 7 + it * it * 3 + it) % len(self.keys)] for it in range(asked.citations)]
            text = comparison(draw, asked.words, self.keys[index % len(self.keys)]) if is_comparison else body(draw, asked.words, cites)
            yield {
                "slug": f"brief-{index:06}",
                "title": f"{plain(draw, 6)} {index}",
                "date": datetime.date(2026, 1, 1) - datetime.timedelta(days=index % 3000),
                "topics": draw.sample(self.topics, min(2, len(self.topics))),
                "authors": draw.sample(self.authors, min(1 + index % 2, len(self.authors))),
                "standfirst": plain(draw, 18) + ".",
                "text": text,
                "is_comparison": is_comparison,
            }


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def quoted(all):
    return ", ".join(f'"{it}"' for it in all)


def for_plain(folder, corpus):
    """For `brief`, with a theme whose pages hold what those of the peers hold."""
    here = pathlib.Path(__file__).resolve().parent
    shutil.copytree(here / "plain", folder / "themes/plain", dirs_exist_ok=True)
    shutil.copytree(here.parent / "themes/default/strings", folder / "themes/plain/strings", dirs_exist_ok=True)
    for_brief(folder, corpus, 'theme = "plain"\n')


def for_brief(folder, corpus, more=""):
    settings = f'title = "Corpus"\nbase_url = "{HOST}"\ndescription = "Words."\n'
    # As the peers: one feed of the whole, in both of its formats.
    write(folder / "brief.toml", settings + more + 'feeds = { of = ["site"] }\n')
    people = (f"{it}:\n  name: Author {it.split('-')[1]}\n" for it in corpus.authors)
    write(folder / "briefings/people.yaml", "".join(people))
    write(folder / "briefings/references.json", SOURCES.read_text(encoding="utf-8"))
    for it in corpus:
        extra = ""
        if it["is_comparison"]:
            extra = (
                "kind: comparison\nquestion: What makes it worth its price?\ncases:\n"
                "  north: { name: North, period: 2001/2004, role: source }\n"
                "  south: { name: South, period: 2019/2024, role: target }\n"
            )
        name = f"{it['slug']}/index.md" if it["is_comparison"] else f"{it['slug']}.md"
        write(
            folder / "briefings" / name,
            f'---\ntitle: "{it["title"]}"\ndate: {it["date"]}\nauthors: [{", ".join(it["authors"])}]\n'
            f'topics: [{quoted(it["topics"])}]\nstandfirst: "{it["standfirst"]}"\n{extra}---\n\n{it["text"]}',
        )


HUGO = {
    "hugo.toml": f"""baseURL = "{HOST}"
title = "Corpus"
enableGitInfo = false
[pagination]
pagerSize = 20
[taxonomies]
topic = "topics"
author = "authors"
[services.rss]
limit = 20
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[markup.goldmark.parser.attribute]
block = true
""",
    "layouts/_default/baseof.html": """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ .Permalink }}">
<meta name="description" content="{{ .Params.standfirst }}"></head>
<body><header><a href="{{ "/" | relURL }}">Corpus</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "layouts/_default/single.html": """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.standfirst }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>
{{ .TableOfContents }}{{ .Content }}
<p>{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>{{ end }}
""",
    "layouts/_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Pages }}{{ if .IsHome }}{{ $pages = .Site.RegularPages }}{{ end }}{{ $p := .Paginate $pages }}
{{ range $p.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.standfirst }}</p></article>{{ end }}
{{ with $p.Prev }}<a href="{{ .URL }}">before</a>{{ end }}{{ with $p.Next }}<a href="{{ .URL }}">after</a>{{ end }}{{ end }}
""",
    "layouts/_default/rss.xml": """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{{ .Site.Title }}</title><link>{{ .Permalink }}</link>
{{ range first 20 .Site.RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>
""",
}


def for_hugo(folder, corpus):
    for path, text in HUGO.items():
        write(folder / path, text)
    for it in corpus:
        write(
            folder / "content/briefs" / f"{it['slug']}.md",
            f'+++\ntitle = "{it["title"]}"\ndate = {it["date"]}\nauthors = [{quoted(it["authors"])}]\n'
            f'topics = [{quoted(it["topics"])}]\nstandfirst = "{it["standfirst"]}"\n+++\n\n{it["text"]}',
        )


ZOLA = {
    "config.toml": f"""base_url = "{HOST}"
title = "Corpus"
generate_feeds = true
feed_filenames = ["atom.xml"]
feed_limit = 20
taxonomies = [{{ name = "topics", paginate_by = 20 }}, {{ name = "authors", paginate_by = 20 }}]
[markdown]
""",
    "content/_index.md": '+++\ntitle = "Corpus"\n+++\n',
    "content/briefs/_index.md": '+++\ntitle = "Briefs"\nsort_by = "date"\npaginate_by = 20\n+++\n',
    "templates/base.html": """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{% block title %}Corpus{% endblock %}</title>
<meta name="viewport" content="width=device-width"></head>
<body><header><a href="{{ config.base_url }}">Corpus</a></header><main>{% block main %}{% endblock %}</main></body></html>
""",
    "templates/index.html": '{% extends "base.html" %}{% block main %}<a href="briefs/">Briefs</a>{% endblock %}\n',
    "templates/page.html": """{% extends "base.html" %}{% block title %}{{ page.title }}{% endblock %}
{% block main %}<h1>{{ page.title }}</h1><p>{{ page.extra.standfirst }}</p><p><time>{{ page.date }}</time>
{% for it in page.taxonomies.authors %}<a href="{{ get_taxonomy_url(kind="authors", name=it) }}">{{ it }}</a> {% endfor %}</p>
<nav>{% for h in page.toc %}<a href="{{ h.permalink }}">{{ h.title }}</a>{% endfor %}</nav>{{ page.content | safe }}
<p>{% for it in page.taxonomies.topics %}<a href="{{ get_taxonomy_url(kind="topics", name=it) }}">{{ it }}</a> {% endfor %}</p>{% endblock %}
""",
    "templates/list.html": """{% macro pages(paginator) %}{% for page in paginator.pages %}<article><h2><a href="{{ page.permalink }}">{{ page.title }}</a></h2>
<p>{{ page.extra.standfirst }}</p></article>{% endfor %}
{% if paginator.previous %}<a href="{{ paginator.previous }}">before</a>{% endif %}{% if paginator.next %}<a href="{{ paginator.next }}">after</a>{% endif %}{% endmacro %}
""",
    "templates/section.html": """{% extends "base.html" %}{% import "list.html" as list %}
{% block main %}<h1>{{ section.title }}</h1>{{ list::pages(paginator=paginator) }}{% endblock %}
""",
    "templates/taxonomy_list.html": """{% extends "base.html" %}
{% block main %}{% for term in terms %}<a href="{{ term.permalink }}">{{ term.name }}</a>{% endfor %}{% endblock %}
""",
    "templates/taxonomy_single.html": """{% extends "base.html" %}{% import "list.html" as list %}
{% block main %}<h1>{{ term.name }}</h1>{{ list::pages(paginator=paginator) }}{% endblock %}
""",
}


def for_zola(folder, corpus):
    for path, text in ZOLA.items():
        write(folder / path, text)
    for it in corpus:
        write(
            folder / "content/briefs" / f"{it['slug']}.md",
            f'+++\ntitle = "{it["title"]}"\ndate = {it["date"]}\n[taxonomies]\nauthors = [{quoted(it["authors"])}]\n'
            f'topics = [{quoted(it["topics"])}]\n[extra]\nstandfirst = "{it["standfirst"]}"\n+++\n\n{it["text"]}',
        )


def main():
    asks = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asks.add_argument("folder", type=pathlib.Path)
    for name, usual in dict(briefs=10000, words=1700, topics=20, authors=50, citations=0, comparisons=0).items():
        asks.add_argument(f"--{name}", type=int, default=usual)
    asks.add_argument("--for", dest="peers", default="brief,plain,hugo,zola")
    asked = asks.parse_args()
    corpus = Corpus(asked)
    writers = {"brief": for_brief, "plain": for_plain, "hugo": for_hugo, "zola": for_zola}
    for peer in asked.peers.split(","):
        writers[peer](asked.folder / peer, corpus)
    print(f"{asked.briefs} briefs of {asked.words} words in {asked.folder} for {asked.peers}")


if __name__ == "__main__":
    main()
