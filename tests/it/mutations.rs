//! The shipped briefs with lines deleted, doubled, swapped and filled with odd signs, by a seeded
//! generator: no panic, every place is in its file, and no heading vanishes in silence.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use brief::output::{Contents, Wave};
use brief::pipeline::{self, Built, Memory, Wish};
use brief::report::Severity;
use brief::report::print::{self, Format, Terminal};
use brief::words::Instant;
use rayon::prelude::*;

use crate::dice::Dice;
use crate::small_site::{NOW, SmallSite};
use crate::tags::resolved;

/// How many sites are broken, by each of which many edits are made.
const SEEDS: u64 = 6;

/// How many texts each seed makes.
const TEXTS: usize = 40;

/// What is put into texts: marks of every layer, and signs that are several bytes or none.
const ODD: [&str; 44] = [
    "\n",
    "\t",
    "\r",
    " ",
    "---",
    "+++",
    "```",
    ":::",
    "::: box",
    "::: figure #f src=x",
    "::: matrix",
    "::::",
    "{",
    "}",
    "{#x}",
    "{.lessons}",
    "#",
    "##",
    "###",
    "- ",
    "> ",
    "|",
    "[",
    "]",
    "[@",
    "[^1]",
    "[^1]: x",
    "(",
    ")",
    "@",
    "\"",
    "'",
    "\\",
    "&",
    "<",
    "<!--",
    "*",
    "~",
    "^",
    "é",
    "日本",
    "🔥",
    "\u{0}",
    "\u{202e}",
];

/// A text with a few edits.
fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for _ in 0..=dice.below(3) {
        let (at, other) = (dice.below(lines.len()), dice.below(lines.len()));
        match dice.below(8) {
            0 if lines.len() > 1 => {
                lines.remove(at);
            }
            1 => lines.insert(at, lines[other].clone()),
            2 => lines.swap(at, other),
            3 => lines.truncate(at.max(1)),
            4 => lines[at] = String::new(),
            5 => {
                let joined = format!("{}{}", lines[at], lines[other]);
                lines[at] = joined;
            }
            _ => {
                let line = &lines[at];
                let mut place = dice.below(line.len() + 1);
                while !line.is_char_boundary(place) {
                    place -= 1;
                }
                let odd = dice.of(&ODD);
                let skipped = line[place..].chars().take(dice.below(3)).map(char::len_utf8).sum::<usize>();
                lines[at] = format!("{}{odd}{}", &line[..place], &line[place + skipped..]);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn broken_briefs_give_messages_with_places() {
    let files = [
        "briefings/japan-europe/index.md",
        "briefings/japan-europe/timeline.csv",
        "briefings/alliance-narrative.md",
        "briefings/people.yaml",
        "briefings/references.bib",
        "brief.toml",
    ];
    let faults: Vec<String> = (1..=SEEDS)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let site = SmallSite::shipped();
            let mut memory = Memory::default();
            let mut faults = Vec::new();
            for round in 0..TEXTS {
                // The comparison has most to break.
                let file = if dice.below(2) == 0 { files[0] } else { dice.of(&files) };
                let disk = site.root().join(file);
                let sound = fs::read_to_string(&disk).unwrap();
                let text = mutated(&sound, &mut dice);
                fs::write(&disk, &text).unwrap();
                let mut run = || look(&site.root(), &mut memory, file, &text);
                let fault =
                    catch_unwind(AssertUnwindSafe(&mut run)).unwrap_or_else(|_| Some("a panic".into()));
                if let Some(fault) = fault {
                    faults.push(format!(
                        "seed {seed}, round {round}, {file}: {fault}\n{}",
                        changed(&sound, &text)
                    ));
                    memory = Memory::default();
                }
                fs::write(&disk, &sound).unwrap();
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}

/// The lines that differ.
fn changed(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let some = |mark: &str, lines: &[&str]| {
        lines.iter().take(6).map(|it| format!("{mark}{it:?}\n")).collect::<String>()
    };
    format!(
        "line {}\n{}{}",
        start + 1,
        some("- ", &old[start..old.len() - end]),
        some("+ ", &new[start..new.len() - end])
    )
}

/// Builds a site and says what is wrong with how the program took it.
fn look(root: &Path, memory: &mut Memory, file: &str, text: &str) -> Option<String> {
    let wish = Wish {
        root: root.to_owned(),
        at: Instant::parse(NOW).unwrap(),
        show_withheld: false,
        lenient_with_drafts: true,
        only: None,
        strict: false,
        promised: Vec::new(),
    };
    let built = pipeline::build(&wish, memory).unwrap();
    for it in built.report.all() {
        for at in it.at.iter().chain(it.others.iter().map(|it| &it.0)) {
            let Some(source) = built.excerpts.get(&at.file) else { continue };
            if source.text.get(at.start as usize..at.end as usize).is_none() {
                return Some(format!("{}: {at:?} is no place of its file", it.code));
            }
        }
        for format in [Format::Human, Format::Json] {
            let shown = print::message(it, &built.excerpts, format, Terminal::default());
            if shown.trim().is_empty() {
                return Some(format!("{} has no words", it.code));
            }
        }
    }
    lost_heading(&built, file, text)
}

/// A heading that stands in the source, is not in the page, and of which nothing was said.
fn lost_heading(built: &Built, file: &str, text: &str) -> Option<String> {
    let publication = built.publication.as_ref()?;
    let is_brief = file.ends_with(".md") && built.report.count(Severity::Warning) == 0;
    let mut pages = String::new();
    for it in publication.files().iter().filter(|it| it.wave == Wave::Page) {
        if let Contents::Bytes(bytes) = (it.make)().ok()? {
            pages.push_str(&String::from_utf8(bytes).ok()?);
        }
    }
    let pages = words(&pages);
    let mut code = false;
    // A line `#` of front matter is a comment.
    let body = text.splitn(3, "---").nth(2).unwrap_or_default();
    for line in body.lines().filter(|_| is_brief) {
        code ^= line.starts_with("```");
        let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")).filter(|_| !code)
        else {
            continue;
        };
        let title = words(title.split('{').next().unwrap_or_default());
        let is_plain =
            !title.is_empty() && !line.contains(['<', '[', '*', '`', '\\', '&', '_', '~', '^', '|']);
        if is_plain && !pages.contains(&title) {
            return Some(format!("the heading {line:?} is lost"));
        }
    }
    None
}

/// The letters and digits of a text without its tags, so that quotes and dashes do not matter.
fn words(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        let text = piece.split_once('>').map_or(piece, |it| it.1);
        out.extend(resolved(text).chars().filter(|it| it.is_alphanumeric()));
    }
    out.to_lowercase()
}
