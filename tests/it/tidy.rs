//! The house rules that no compiler checks: who may import whom, which engine works in which room,
//! how long a file may grow, and that every file says what it is for. `ARCHITECTURE.md` explains
//! them; this table holds them.

use std::fs;
use std::path::{Path, PathBuf};

/// The floor plan. A room may import the rooms listed beside it and no others.
const FLOOR_PLAN: &[(&str, &[&str])] = &[
    ("words", &[]),
    ("report", &["words"]),
    ("data", &["words", "report"]),
    ("settings", &["words", "report", "data"]),
    ("language", &["words", "report", "data"]),
    ("cite", &["words"]),
    ("picture", &[]),
    ("typeset", &["words"]),
    ("input", &["words", "report", "picture"]),
    ("draft", &["words", "report", "data", "settings", "language", "cite"]),
    ("site", &["words", "report", "settings", "cite", "picture", "draft", "input"]),
    (
        "output",
        &[
            "words", "report", "data", "settings", "language", "cite", "picture", "typeset", "input",
            "draft", "site",
        ],
    ),
    (
        "pipeline",
        &[
            "words", "report", "data", "settings", "language", "cite", "picture", "input", "draft", "site",
            "output",
        ],
    ),
    ("cache", &["words", "cite"]),
    ("publish", &["words", "report", "output", "pipeline"]),
    ("serve", &["words", "report", "output", "pipeline"]),
    ("watch", &["words", "report", "cite", "input", "cache", "output", "pipeline", "serve"]),
    (
        "cli",
        &[
            "words", "report", "settings", "typeset", "draft", "input", "output", "pipeline", "cache",
            "publish", "serve", "watch",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// An engine and the only files that may name it.
const ENGINES: &[(&str, &[&str])] = &[
    ("tera::", &["src/output/templates/"]),
    ("typst::", &["src/typeset/engine.rs"]),
    ("fontdb::", &["src/input/fonts.rs"]),
    ("typst_layout::", &["src/typeset/engine.rs"]),
    ("typst_pdf::", &["src/typeset/engine.rs"]),
    ("typst_render::", &["src/typeset/engine.rs"]),
    ("html5ever::", &["src/output/paper/nodes.rs"]),
    ("pulldown_cmark::", &["src/draft/markdown/"]),
    ("walkdir::", &["src/input/", "src/publish/", "src/watch/"]),
    ("notify::", &["src/watch/"]),
    ("axum::", &["src/serve/"]),
    ("hyper::", &["src/serve/connections.rs"]),
    ("hyper_util::", &["src/serve/connections.rs"]),
    ("serde_saphyr::", &["src/data/yaml_form.rs"]),
    ("toml::", &["src/data/toml_form.rs"]),
    ("csv::", &["src/draft/cells.rs", "src/output/data/matrix.rs"]),
    ("hayagriva::", &["src/cite/"]),
    ("quick_xml::", &["src/output/", "src/cite/inspect.rs", "src/picture/drawing.rs"]),
    ("ammonia::", &["src/draft/markdown/html.rs", "src/output/feeds/content.rs"]),
    ("annotate_snippets::", &["src/report/print.rs"]),
    ("clap::", &["src/cli/"]),
    ("indicatif::", &["src/cli/terminal.rs", "src/cli/watch.rs"]),
    ("jiff::", &["src/words/"]),
    ("imagesize::", &["src/picture/header.rs"]),
    ("exif::", &["src/picture/header.rs"]),
    ("image::", &["src/picture/resize.rs", "src/picture/encode.rs"]),
    ("fast_image_resize::", &["src/picture/resize.rs"]),
    ("zune_jpeg::", &["src/picture/resize.rs"]),
    ("jpeg_encoder::", &["src/picture/encode.rs"]),
    ("png::", &["src/picture/encode.rs"]),
    ("cssparser::", &["src/output/style_sheets/"]),
    ("rust_embed::", &["src/input/theme.rs"]),
];

/// What names the disk, and the only files that may. `input` reads the site and `publish` writes the
/// output; `brief new` makes files, `watch` looks whether to build, `cli` asks where the site is.
const DISK: &[(&str, &[&str])] = &[
    ("std::fs", &OWNERS),
    ("fs::", &OWNERS),
    ("File::", &OWNERS),
    ("OpenOptions", &OWNERS),
    (".exists()", &LOOKERS),
    (".try_exists()", &LOOKERS),
    (".is_file()", &LOOKERS),
    (".is_dir()", &LOOKERS),
    (".is_symlink()", &LOOKERS),
    (".canonicalize()", &LOOKERS),
    (".metadata()", &LOOKERS),
    (".symlink_metadata()", &LOOKERS),
    (".read_dir()", &LOOKERS),
    (".read_link()", &LOOKERS),
];

/// Who may open, make, change and list files.
const OWNERS: [&str; 6] =
    ["src/input/", "src/publish/", "src/cache/", "src/cli/new.rs", "src/watch/look.rs", "src/watch/bell.rs"];

/// Who may ask whether and where there is one.
const LOOKERS: [&str; 4] = ["src/input/", "src/publish/", "src/cli/", "src/watch/"];

/// Formats of the output are strangers: none may name another.
const FORMATS: &[&str] = &[
    "html",
    "alias",
    "assets",
    "pictures",
    "ledger",
    "feeds",
    "data",
    "citations",
    "twin",
    "llms",
    "paper",
    "sitemap",
    "hosting",
];

/// A file that needs more lines than this needs two names.
const LINES_MAX: usize = 400;

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = rust_files(&root.join("src"));
    assert!(files.len() > 50, "the house was found");
    let mut faults = Vec::new();
    for path in files {
        let shown = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        inspect(&shown, &fs::read_to_string(&path).unwrap(), &mut faults);
    }
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n\n"));
}

#[test]
fn the_inspector_sees_what_it_should() {
    let faults_of = |shown: &str, text: &str| {
        let mut faults = Vec::new();
        inspect(shown, text, &mut faults);
        faults
    };
    assert!(faults_of("src/draft/x.rs", "//! Fine.\nuse crate::words::Span;\n").is_empty());
    for (shown, text) in [
        ("src/draft/x.rs", "use crate::words::Span;\n"),
        ("src/draft/x.rs", "//! X.\nuse crate::output::Page;\n"),
        ("src/draft/x.rs", "//! X.\nuse crate::{words, site};\n"),
        ("src/site/x.rs", "//! X.\nlet t = tera::Tera::new();\n"),
        ("src/site/x.rs", "//! X.\nuse std::fs;\n"),
        ("src/draft/x.rs", "//! X.\nlet f = File::open(path);\n"),
        ("src/cli/build.rs", "//! X.\nfs::remove_dir_all(out)?;\n"),
        ("src/output/x.rs", "//! X.\nif path.exists() {}\n"),
        ("src/attic/x.rs", "//! X.\n"),
        ("src/draft/x.rs", "//! X.\n    _ = fails();\n"),
        ("src/draft/x.rs", &format!("//! X.\n// {}: later\n", "TODO")),
        ("src/output/sitemap.rs", "//! X.\nuse super::html;\n"),
        ("src/draft/x.rs", &format!("//! X.\n{}", "\n".repeat(LINES_MAX + 1))),
    ] {
        assert!(!faults_of(shown, text).is_empty(), "{shown}: {text}");
    }
}

/// Adds what is wrong with one file.
fn inspect(shown: &str, text: &str, faults: &mut Vec<String>) {
    let inside = shown.strip_prefix("src/").unwrap();
    let room = inside.split('/').next().unwrap().trim_end_matches(".rs");
    if !text.starts_with("//! ") {
        faults
            .push(format!("{shown}:1: no module doc\n  help: start with `//!` and say what the file is for"));
    }
    let lines = text.lines().count();
    if LINES_MAX < lines {
        faults.push(format!(
            "{shown}:{LINES_MAX}: {lines} lines, at most {LINES_MAX}\n  help: split it by what it talks about"
        ));
    }
    let Some((_, allowed)) = FLOOR_PLAN.iter().find(|(name, _)| *name == room) else {
        faults.push(format!("{shown}:1: `{room}` is not on the floor plan\n  help: add it to FLOOR_PLAN"));
        return;
    };
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let code = line.split("//").next().unwrap_or_default();
        for other in rooms_named(code) {
            if other != room && !allowed.contains(&other) {
                faults.push(format!(
                    "{shown}:{number}: `{room}` imports `{other}`\n  help: data flows one way; move the type down or pass it in"
                ));
            }
        }
        for (name, places) in DISK {
            let named = code.match_indices(name).any(|(at, _)| {
                name.starts_with('.')
                    || !code[..at].ends_with("input::")
                        && !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_')
            });
            if named && !places.iter().any(|it| shown.starts_with(it)) {
                faults.push(format!(
                    "{shown}:{number}: `{name}` outside the rooms that own the disk\n  help: take a `Snapshot`, or return an `OutputFile`"
                ));
            }
        }
        for (engine, places) in ENGINES {
            let named = code.match_indices(engine).any(|(at, _)| {
                !code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == ':')
            });
            if named && !places.iter().any(|it| shown.starts_with(it)) {
                faults.push(format!(
                    "{shown}:{number}: `{engine}` outside its room\n  help: it belongs to {places:?}"
                ));
            }
        }
        if let Some(format) = FORMATS.iter().find(|it| {
            shown == format!("src/output/{it}.rs") || shown.starts_with(&format!("src/output/{it}/"))
        }) {
            for other in FORMATS.iter().filter(|it| *it != format) {
                if code.contains(&format!("super::{other}")) || code.contains(&format!("output::{other}")) {
                    faults.push(format!(
                        "{shown}:{number}: `{format}` names `{other}`\n  help: formats are strangers"
                    ));
                }
            }
        }
        if code.trim_start().starts_with("_ = ") || code.contains("; _ = ") {
            faults.push(format!(
                "{shown}:{number}: a result is thrown away\n  help: handle it, or say why not with `.ok()` and a comment"
            ));
        }
        for word in ["TODO", "FIXME", "XXX", "todo!(", "dbg!("] {
            if line.contains(word) {
                faults.push(format!("{shown}:{number}: `{word}`\n  help: do it, or open an issue"));
            }
        }
    }
}

/// The rooms that a line of code names, in `crate::room` or `crate::{a, b}`.
fn rooms_named(code: &str) -> Vec<&str> {
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => rooms.extend(list.split([',', '}']).map(first_word).filter(|it| !it.is_empty())),
            None => rooms.push(first_word(after)),
        }
    }
    rooms
}

/// The identifier at the start of `text`.
fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// Every Rust file under `folder`, in a stable order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}
