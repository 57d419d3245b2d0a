//! Goldens: a small site and what must come of it, in one text file each.
//!
//! A file begins with a sentence that says what it shows; words in brackets ask for something:
//! `[drafts]` shows what is withheld, `[notes]` prints notes too, `[at=2027-01-01T00:00Z]` sets the
//! clock, `[pdf]` and `[no-pdf]` are for a program that can or cannot make PDFs, `[workers]` lets its processes make them. Then files follow as `-- path --` sections, and what is expected:
//!
//! - `-- report --`: the messages, as a terminal shows them;
//! - `-- files --`: the paths of the output, without the theme's assets;
//! - `-- main PATH --`: the `<main>` of a page; `-- text PATH --` the same without head and foot.
//!
//! Sections that make odd things: `-- path (crlf) --`, `-- path (bytes) --` with `\xNN`, `\n`,
//! `\(300*text)` and a final `\` that joins lines, `-- path (png 40x30) --`, `-- link PATH -> TARGET --`, `-- socket PATH --`,
//! `-- promised --` with one address a line. A path may hold `\xNN` too.
//!
//! `UPDATE=1 cargo t --test it golden` writes what came in the place of what was expected.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::pixels::plain_png;
use crate::small_site::{Ask, Outcome, SmallSite};

/// A golden taken apart.
struct Golden {
    /// The sentences at its head.
    head: String,
    /// Titles and contents of sections, in order.
    sections: Vec<(String, String)>,
}

impl Golden {
    /// Takes a golden apart.
    fn parse(text: &str) -> Golden {
        let mut golden = Golden { head: String::new(), sections: Vec::new() };
        for line in text.split_inclusive('\n') {
            match line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --")) {
                Some(title) => golden.sections.push((title.to_owned(), String::new())),
                None => match golden.sections.last_mut() {
                    Some((_, text)) => text.push_str(line),
                    None => golden.head.push_str(line),
                },
            }
        }
        golden
    }

    /// Puts it together again.
    fn text(&self) -> String {
        let mut text = self.head.clone();
        for (title, content) in &self.sections {
            text.push_str(&format!("-- {title} --\n{content}"));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        text
    }

    /// Whether the head asks for something.
    fn asks(&self, word: &str) -> bool {
        self.head.contains(&format!("[{word}]"))
    }

    /// Lays the site out and builds it.
    fn build(&self) -> (Outcome, String) {
        let site = SmallSite::empty();
        let mut ask = Ask { drafts: self.asks("drafts"), ..Ask::default() };
        if let Some((_, rest)) = self.head.split_once("[at=") {
            ask.at = rest.split(']').next().unwrap().to_owned();
        }
        if self.asks("pdf") {
            ask.only = Some(vec!["html".to_owned(), brief::output::paper::OUTPUT.to_owned()]);
        }
        #[cfg(feature = "pdf")]
        if self.asks("workers") {
            ask.lent = crate::small_site::with_workers();
        }
        let mut has_settings = true;
        for (title, text) in &self.sections {
            if is_expected(title) {
                continue;
            }
            if title == "promised" {
                ask.promised = text.lines().map(str::to_owned).collect();
            } else if title == "no brief.toml" {
                has_settings = false;
            } else if let Some(rest) = title.strip_prefix("link ") {
                let (path, target) = rest.split_once(" -> ").unwrap();
                link(&site.root().join(path), target);
            } else if let Some(path) = title.strip_prefix("socket ") {
                socket(&site.root().join(path));
            } else if let Some(path) = title.strip_suffix(" (crlf)") {
                site.write(path, text.replace('\n', "\r\n").as_bytes());
            } else if let Some((path, size)) = title.strip_suffix(')').and_then(|it| it.split_once(" (png "))
            {
                let (width, height) = size.split_once('x').unwrap();
                site.write(path, &plain_png(width.parse().unwrap(), height.parse().unwrap()));
            } else if let Some(path) = title.strip_suffix(" (bytes)") {
                let bytes = unescape(text);
                write_odd(&site.root(), path, &bytes);
            } else {
                site.write(title, text.as_bytes());
            }
        }
        if has_settings {
            site.settle();
        }
        let root = site.root().display().to_string();
        (site.build(&ask), root)
    }

    /// The golden with what came of it.
    fn run(&self) -> Golden {
        let (outcome, root) = self.build();
        let mut came = Golden { head: self.head.clone(), sections: Vec::new() };
        for (title, text) in &self.sections {
            let text = if title == "report" {
                outcome.report(self.asks("notes")).replace(&root, "SITE")
            } else if title == "files" {
                let shown = outcome
                    .files
                    .keys()
                    .filter(|it| !it.starts_with("assets/") || it.starts_with("assets/site/"));
                shown.map(|it| format!("{it}\n")).collect()
            } else if outcome.files.is_empty() && is_expected(title) {
                "nothing was made\n".into()
            } else if let Some(path) = title.strip_prefix("main ") {
                outcome.main(path) + "\n"
            } else if let Some(path) = title.strip_prefix("text ") {
                between_head_and_foot(&outcome.main(path))
            } else {
                text.clone()
            };
            came.sections.push((title.clone(), text));
        }
        came
    }
}

/// Whether a section is what must come of the others.
fn is_expected(title: &str) -> bool {
    title == "report" || title == "files" || title.starts_with("main ") || title.starts_with("text ")
}

/// What stands between a page's opening and its imprint, which are the theme's.
fn between_head_and_foot(main: &str) -> String {
    let start = main.find("</header>").map_or(0, |it| it + "</header>".len());
    let end = main.rfind("<footer").unwrap_or(main.len());
    let lines = main[start..end.max(start)].lines().filter(|it| !it.trim().is_empty());
    lines.map(|it| format!("{it}\n")).collect()
}

/// Bytes of a text with escapes.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        match escape.as_bytes()[0] {
            b'x' => out.push(u8::from_str_radix(&escape[1..3], 16).unwrap()),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'\\' => out.push(b'\\'),
            b'\n' => {}
            b'(' => {
                let (inside, _) = escape[1..].split_once(')').unwrap();
                let (count, what) = inside.split_once('*').unwrap();
                out.extend(unescape(what).repeat(count.parse().unwrap()));
                rest = &escape[inside.len() + 2..];
                continue;
            }
            other => panic!("no escape `\\{}`", other as char),
        }
        rest = &escape[if escape.starts_with('x') { 3 } else { 1 }..];
    }
    out.extend(rest.as_bytes());
    out
}

/// Writes a file whose name may hold bytes that are no text.
#[cfg(unix)]
fn write_odd(root: &Path, path: &str, bytes: &[u8]) {
    use std::os::unix::ffi::OsStringExt;
    let disk = root.join(std::ffi::OsString::from_vec(unescape(path)));
    fs::create_dir_all(disk.parent().unwrap()).unwrap();
    fs::write(disk, bytes).unwrap();
}

/// Writes a file.
#[cfg(not(unix))]
fn write_odd(root: &Path, path: &str, bytes: &[u8]) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), bytes).unwrap();
}

/// Makes a link of the file system.
fn link(path: &Path, target: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, path).unwrap();
    #[cfg(not(unix))]
    assert!(!target.is_empty() && path.is_absolute());
}

/// Makes something that is neither file nor folder.
fn socket(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    #[cfg(unix)]
    drop(std::os::unix::net::UnixListener::bind(path).unwrap());
}

/// The goldens of a folder.
fn goldens(folder: &str) -> Vec<(PathBuf, Golden)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == "txt"));
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), Golden::parse(&fs::read_to_string(&it).unwrap()))).collect()
}

/// Runs a folder of goldens; every difference is shown at once, or written when that is wanted.
fn check(folder: &str) {
    let update = std::env::var_os("UPDATE").is_some();
    let all = goldens(folder);
    assert!(!all.is_empty(), "no goldens in `{folder}`");
    let faults: Vec<String> = all
        .par_iter()
        .filter(|(path, _)| cfg!(unix) || !path.to_string_lossy().contains("unix-"))
        .filter(|(_, golden)| {
            let can = brief::output::paper::CAN_PRINT;
            (can || !golden.asks("pdf")) && !(can && golden.asks("no-pdf"))
        })
        .filter_map(|(path, golden)| {
            let run = || golden.run();
            let name = path.file_name().unwrap().to_string_lossy();
            let Ok(came) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) else {
                return Some(format!("=== {name}: a panic\n"));
            };
            let (expected, came) = (golden.text(), came.text());
            if expected == came {
                return None;
            }
            if update {
                fs::write(path, came).unwrap();
                return None;
            }
            Some(format!("=== {name}\n{}", difference(&expected, &came)))
        })
        .collect();
    assert!(faults.is_empty(), "{} of {} differ\n\n{}", faults.len(), all.len(), faults.join("\n"));
}

/// Lines that differ, with two lines of what stands around them.
fn difference(expected: &str, came: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), came.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    let mut tell =
        |mark: &str, lines: &[&str]| lines.iter().for_each(|it| out.push_str(&format!("{mark}{it}\n")));
    tell("  ", &old[start.saturating_sub(2)..start]);
    tell("- ", &old[start..old.len() - end]);
    tell("+ ", &new[start..new.len() - end]);
    tell("  ", &old[old.len() - end..(old.len() - end + 2).min(old.len())]);
    out
}

#[test]
fn golden_mistakes() {
    check("mistakes");
}

#[test]
fn golden_tables() {
    check("tables");
}

#[test]
fn golden_pages() {
    check("pages");
}

/// The messages that goldens expect: code and words.
fn reported() -> BTreeSet<(String, String)> {
    let mut said = BTreeSet::new();
    for (_, golden) in goldens("mistakes") {
        for (_, text) in golden.sections.iter().filter(|it| it.0 == "report") {
            for line in text.lines() {
                let found = ["error[", "warning[", "note["].iter().find_map(|it| line.strip_prefix(it));
                if let Some((code, words)) = found.and_then(|it| it.split_once("]: ")) {
                    said.insert((code.to_owned(), words.to_owned()));
                }
            }
        }
    }
    said
}

#[test]
fn golden_for_every_code() {
    let reported: BTreeSet<String> = reported().into_iter().map(|it| it.0).collect();
    let known: BTreeSet<String> =
        brief::report::mistakes::codes().iter().map(|it| (*it).to_owned()).collect();
    let missing: Vec<&String> = known.difference(&reported).collect();
    let unknown: Vec<&String> = reported.difference(&known).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "without a golden: {missing:?}; of no constructor: {unknown:?}"
    );
}

/// Each constructor's code and the parts of its message that are always there, read from source.
fn constructors() -> Vec<(String, String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/mistakes");
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        // However the formatter breaks a call, its code follows the bracket.
        let text = text
            .replace("(\n        \"", "(\"")
            .replace("(\n            \"", "(\"")
            .replace("(\n                \"", "(\"");
        for function in text.split("\npub fn ").skip(1) {
            let name = function.split('(').next().unwrap();
            let Some(made) =
                [" error(\"", " warning(\"", " note(\""].iter().find_map(|it| function.split_once(it))
            else {
                continue;
            };
            let (code, rest) = made.1.split_once('"').unwrap();
            let message = rest.split(".help(").next().unwrap().split(".did_you_mean(").next().unwrap();
            let literal =
                message.split_once('"').map_or("", |it| it.1.rsplit_once('"').map_or("", |it| it.0));
            // With `\"` or several literals, only the first is looked for.
            let literal = literal.split('"').next().unwrap();
            let fixed =
                literal.split('{').map(|it| it.split_once('}').map_or(it, |it| it.1).to_owned()).collect();
            all.push((name.to_owned(), code.to_owned(), fixed));
        }
    }
    all
}

#[test]
fn golden_for_every_constructor() {
    let reported = reported();
    let holds_all = |words: &str, parts: &[String]| {
        let mut from = 0;
        parts.iter().all(|part| match words[from..].find(part.as_str()) {
            Some(at) => {
                from += at + part.len();
                true
            }
            None => false,
        })
    };
    let all = constructors();
    let coded: BTreeSet<&str> = all.iter().map(|it| it.1.as_str()).collect();
    let listed: BTreeSet<&str> = brief::report::mistakes::codes().iter().copied().collect();
    assert_eq!(coded, listed, "the list of codes is what the functions say");
    assert!(all.len() > 150, "constructors were found");
    let missing: Vec<String> = all
        .iter()
        .filter(|(_, code, parts)| !reported.iter().any(|it| it.0 == *code && holds_all(&it.1, parts)))
        .map(|(name, code, parts)| format!("{name} [{code}]: {}", parts.join("…")))
        .collect();
    assert!(missing.is_empty(), "no golden shows the words of\n{}", missing.join("\n"));
}

#[test]
fn golden_names_are_codes() {
    let known = brief::report::mistakes::codes();
    for (path, golden) in goldens("mistakes") {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let code = stem
            .rsplit_once('-')
            .filter(|it| it.1.bytes().all(|it| it.is_ascii_digit()))
            .map_or(&*stem, |it| it.0);
        assert!(known.contains(&code), "`{stem}` is named after no code");
        let report = &golden.sections.iter().find(|it| it.0 == "report").unwrap().1;
        assert!(report.contains(&format!("[{code}]: ")), "`{stem}` does not show its code");
    }
}
