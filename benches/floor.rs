//! What no tool of this kind can do without: read every brief, parse it, write its page. `build.py` measures it
//! beside the others.
//!
//! ```sh
//! cargo build --release --example floor
//! target/release/examples/floor SOURCE OUTPUT [--like PUBLISHED] [--with templates|references|promises]
//! ```
//!
//! With `--like` it also writes as many files of the same size as lie in a folder that was published. With
//! `--with templates` it reads front matter with serde and makes each page with Tera, from a template that does what
//! those of the peers do; with `--with references` it sets the reference of each brief as well, in the citation
//! style that a publication has by itself. With `--with promises` it does what a publication promises beside its pages:
//! the lists and the feed that the peers make, a fingerprint of each source, so that the next build can leave alone
//! what did not change, a list of all that is ours, and everything in its place at once. What a program costs that is
//! built on these libraries cannot be less.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it writes nothing that a publication holds")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use brief::cite::{Date, Day, Item, Memo, Name, Style};
use brief::words::Fingerprint;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tera::Tera;
use walkdir::WalkDir;

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What of Markdown is read.
const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_HEADING_ATTRIBUTES);

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let all = WalkDir::new(folder).into_iter().map(Result::unwrap);
    all.filter(|it| it.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Writes a file; its folder is made.
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Front matter, as the corpus has it.
#[derive(Deserialize, Serialize)]
struct Front {
    /// The title.
    title: String,
    /// The day.
    date: String,
    /// Ids of authors.
    authors: Vec<String>,
    /// Topics.
    topics: Vec<String>,
    /// The claim in a sentence.
    standfirst: String,
}

/// What those of the peers in `corpus.py` make, but for a list of contents.
const TEMPLATE: &str = r#"<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ front.title }}</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="{{ front.standfirst }}"></head>
<body><header><a href="/">Corpus</a></header><main><h1>{{ front.title }}</h1><p>{{ front.standfirst }}</p>
<p><time datetime="{{ front.date }}">{{ front.date }}</time>
{% for it in front.authors %}<a href="/authors/{{ it }}/">{{ it }}</a> {% endfor %}</p>
{{ html | safe }}
{% if reference %}<p>{{ reference }}</p>{% endif %}
<p>{% for it in front.topics %}<a href="/topics/{{ it }}/">{{ it }}</a> {% endfor %}</p></main></body></html>
"#;

/// Makes pages with the libraries that the program is built on.
struct Libraries {
    /// The template.
    tera: Tera,
    /// The citation engine; `None` if no references are wanted.
    engine: Option<(Memo, Arc<Style>)>,
}

impl Libraries {
    /// With references or without.
    fn new(with_references: bool) -> Libraries {
        let mut tera = Tera::new();
        tera.add_raw_template("page.html", TEMPLATE).unwrap();
        let engine = with_references.then(|| (Memo::default(), Style::named("chicago-notes").unwrap()));
        Libraries { tera, engine }
    }

    /// The page of a brief.
    fn page(&self, front: &str, html: &str) -> Vec<u8> {
        let front: Front = serde_saphyr::from_str(front).unwrap();
        let mut context = tera::Context::new();
        context.insert("front", &front);
        context.insert("html", html);
        context.insert(
            "reference",
            &self.engine.as_ref().map(|(memo, style)| {
                let mut item = Item::default();
                item.id.clone_from(&front.title);
                item.kind = "report";
                item.set("title", &front.title);
                item.set("publisher", "Corpus");
                item.set("URL", format!("https://example.org/{}/", front.title));
                item.names.insert("author", front.authors.iter().cloned().map(Name::Literal).collect());
                let mut parts = front.date.split('-').map(|it| it.parse::<i16>().unwrap());
                let mut next = || parts.next().unwrap();
                let day = Day { year: next(), month: Some(next() as u8), day: Some(next() as u8) };
                item.dates.insert("issued", Date { start: Some(day), ..Date::default() });
                memo.reference(style, "en-GB", &item, Fingerprint::of(front.title.as_bytes())).words()
            }),
        );
        let mut out = Vec::with_capacity(html.len() + 1024);
        self.tera.render_to("page.html", &context, &mut out).unwrap();
        out
    }
}

/// A brief in lists: printed once, as the program's themes do it.
const CARD: &str = r#"<article><h2><a href="/{{ name }}/">{{ front.title }}</a></h2><p>{{ front.standfirst }}</p></article>"#;

/// A page of a list.
const LIST: &str = r#"<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width"></head>
<body><header><a href="/">Corpus</a></header><main><h1>{{ title }}</h1>
{% for it in cards %}{{ it | safe }}{% endfor %}
{% if number > 1 %}<a href="../{{ number - 1 }}/">before</a>{% endif %}{% if number < count %}<a href="../{{ number + 1 }}/">after</a>{% endif %}</main></body></html>
"#;

/// How many briefs a page of a list has, and the feed.
const PER_PAGE: usize = 20;

/// What lists and the feed need of a brief.
struct Listed {
    /// The last part of its address.
    name: String,
    /// Its front matter.
    front: Front,
    /// As lists print it.
    card: String,
    /// Its text, for the feed.
    html: String,
    /// The line of the list of what is ours.
    line: String,
}

/// A file of the publication: written on the stage, with the line that tells the next build what it was made from.
fn publish(stage: &Path, path: &str, key: Fingerprint, bytes: &[u8]) -> String {
    write(&stage.join(path), bytes);
    format!("file {key} {} {path}\n", bytes.len())
}

/// A template with its context, as bytes.
fn print(tera: &Tera, name: &str, context: &tera::Context, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    tera.render_to(name, context, &mut out).unwrap();
    out
}

/// The page of a brief, and what lists need of it.
fn listed(tera: &Tera, path: &Path, stage: &Path) -> Listed {
    let text = fs::read_to_string(path).unwrap();
    let key = Fingerprint::of(text.as_bytes());
    let mut parts = text.splitn(3, "---\n").skip(1);
    let front: Front = serde_saphyr::from_str(parts.next().unwrap()).unwrap();
    let body = parts.next().unwrap();
    let (mut contents, mut is_heading) = (String::from("<ul>"), false);
    // The list of contents needs the headings, the page both.
    let events = Parser::new_ext(body, OPTIONS).inspect(|event| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => {
            is_heading = true;
            contents.extend(["<li><a href=\"#", id, "\">"]);
        }
        Event::Text(words) if is_heading => contents.push_str(words),
        Event::End(TagEnd::Heading(_)) => is_heading = false,
        _ => {}
    });
    let mut html = String::with_capacity(body.len() + body.len() / 8);
    html::push_html(&mut html, events);
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut context = tera::Context::new();
    context.insert("name", &name);
    context.insert("front", &front);
    let card = String::from_utf8(print(tera, "card.html", &context, 512)).unwrap();
    context.insert("html", &html);
    context.insert("contents", &contents);
    let bytes = print(tera, "page.html", &context, html.len() + 2048);
    let line = publish(stage, &format!("{name}/index.html"), key, &bytes);
    Listed { name, front, card, html, line }
}

/// The pages of all lists; gives their lines.
fn lists(tera: &Tera, all: &[Listed], stage: &Path) -> Vec<String> {
    let mut lists: BTreeMap<String, Vec<usize>> =
        BTreeMap::from([("archive".to_owned(), (0..all.len()).collect())]);
    for (index, it) in all.iter().enumerate() {
        let topics = it.front.topics.iter().map(|it| format!("topics/{it}"));
        for list in topics.chain(it.front.authors.iter().map(|it| format!("people/{it}"))) {
            lists.entry(list).or_default().push(index);
        }
    }
    let pages: Vec<(&str, usize, usize, &[usize])> = lists
        .iter()
        .flat_map(|(list, briefs)| {
            let count = briefs.len().div_ceil(PER_PAGE);
            briefs.chunks(PER_PAGE).enumerate().map(move |(at, some)| (list.as_str(), at + 1, count, some))
        })
        .collect();
    let lines = pages.par_iter().map(|(list, number, count, briefs)| {
        let mut context = tera::Context::new();
        context.insert("title", list);
        context.insert("cards", &briefs.iter().map(|it| all[*it].card.as_str()).collect::<Vec<_>>());
        context.insert("number", number);
        context.insert("count", count);
        let path = format!("{list}/page/{number}/index.html");
        let key = Fingerprint::of(context.get("cards").unwrap().to_string().as_bytes());
        publish(stage, &path, key, &print(tera, "list.html", &context, 16 * 1024))
    });
    lines.collect()
}

/// Makes what a publication promises, in the cheapest way.
fn keep_promises(briefs: &[PathBuf], output: &Path) {
    let mut tera = Tera::new();
    let page = TEMPLATE.replace("{{ html | safe }}", "{{ contents | safe }}{{ html | safe }}");
    tera.add_raw_templates([("page.html", &*page), ("card.html", CARD), ("list.html", LIST)]).unwrap();
    let stage = output.with_extension("stage");
    let mut all: Vec<Listed> = briefs.par_iter().map(|it| listed(&tera, it, &stage)).collect();
    all.par_sort_by(|a, b| b.front.date.cmp(&a.front.date).then_with(|| a.name.cmp(&b.name)));
    let mut manifest = lists(&tera, &all, &stage);
    let entry = |it: &Listed| {
        let html = it.html.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<entry><title>{}</title><id>/{}/</id><content>{html}</content></entry>\n",
            it.front.title, it.name
        )
    };
    let entries: String = all.iter().take(PER_PAGE).map(entry).collect();
    let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>\n");
    manifest.push(publish(&stage, "feed.xml", Fingerprint::of(entries.as_bytes()), feed.as_bytes()));
    manifest.extend(all.into_iter().map(|it| it.line));
    manifest.sort();
    write(&stage.join(".manifest"), manifest.concat().as_bytes());
    fs::rename(&stage, output).unwrap();
}

fn main() {
    let mut told: Vec<PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let mut option = |name: &str| {
        let at = told.iter().position(|it| it.as_os_str() == name)?;
        told.remove(at);
        (at < told.len()).then(|| told.remove(at))
    };
    let (like, with) = (option("--like"), option("--with"));
    let with = with.as_ref().map(|it| it.to_str().unwrap());
    let libraries = with.and_then(|it| match it {
        "templates" => Some(Libraries::new(false)),
        "references" => Some(Libraries::new(true)),
        "promises" => None,
        _ => panic!("`--with templates`, `--with references` or `--with promises`"),
    });
    let [source, output] = &told[..] else { panic!("floor SOURCE OUTPUT [--like PUBLISHED] [--with …]") };
    let is_brief = |it: &PathBuf| it.extension().is_some_and(|it| it == "md");
    let briefs: Vec<PathBuf> = files(source).into_iter().filter(is_brief).collect();
    if with == Some("promises") {
        return keep_promises(&briefs, output);
    }
    briefs.par_iter().for_each(|path| {
        let text = fs::read_to_string(path).unwrap();
        let mut parts = text.splitn(3, "---\n").skip(1);
        let (front, body) = (parts.next().unwrap(), parts.next().unwrap());
        let mut html = String::with_capacity(2 * body.len());
        html::push_html(&mut html, Parser::new_ext(body, OPTIONS));
        let inside = path.strip_prefix(source).unwrap().with_extension("");
        let target = output.join(inside).join("index.html");
        match &libraries {
            Some(libraries) => write(&target, &libraries.page(front, &html)),
            None => write(&target, html.as_bytes()),
        }
    });
    let Some(like) = &like else { return };
    files(like).par_iter().for_each(|path| {
        let target = output.join(path.strip_prefix(like).unwrap());
        let size = usize::try_from(path.metadata().unwrap().len()).unwrap();
        if !target.exists() {
            write(&target, &vec![b' '; size]);
        }
    });
}
