//! What no tool of this kind can do without: read every brief, parse it, write its page. `build.py` measures it
//! beside the others.
//!
//! ```sh
//! cargo build --release --example floor
//! target/release/examples/floor SOURCE OUTPUT [--like PUBLISHED] [--with templates|references]
//! ```
//!
//! With `--like` it also writes as many files of the same size as lie in a folder that was published. With
//! `--with templates` it reads front matter with serde and makes each page with Tera, from a template that does what
//! those of the peers do; with `--with references` it sets the reference of each brief as well, in the citation
//! style that a publication has by itself. What a program costs that is built on these libraries cannot be less.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it writes nothing that a publication holds")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use brief::cite::{Date, Day, Item, Memo, Name, Style};
use brief::words::Fingerprint;
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tera::Tera;
use walkdir::WalkDir;

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

fn main() {
    let mut told: Vec<PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let mut option = |name: &str| {
        let at = told.iter().position(|it| it.as_os_str() == name)?;
        told.remove(at);
        (at < told.len()).then(|| told.remove(at))
    };
    let (like, with) = (option("--like"), option("--with"));
    let libraries = with.map(|it| match it.to_str() {
        Some("templates") => Libraries::new(false),
        Some("references") => Libraries::new(true),
        _ => panic!("`--with templates` or `--with references`"),
    });
    let [source, output] = &told[..] else { panic!("floor SOURCE OUTPUT [--like PUBLISHED] [--with …]") };
    let is_brief = |it: &PathBuf| it.extension().is_some_and(|it| it == "md");
    let briefs: Vec<PathBuf> = files(source).into_iter().filter(is_brief).collect();
    briefs.par_iter().for_each(|path| {
        let text = fs::read_to_string(path).unwrap();
        let mut parts = text.splitn(3, "---\n").skip(1);
        let (front, body) = (parts.next().unwrap(), parts.next().unwrap());
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut html = String::with_capacity(2 * body.len());
        html::push_html(&mut html, Parser::new_ext(body, options));
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
