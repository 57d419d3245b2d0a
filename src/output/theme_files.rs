//! A theme's files as they are published: under names that change with what they hold, so that hosts may
//! keep them for ever; style sheets point to those names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scripts::without_remarks;
use super::style_sheets::{packed, references};
use crate::input::theme::Theme;
use crate::report::{Diagnostic, mistakes::theme as mistakes};
use crate::words::{Fingerprint, OutPath, Source, SourcePath, Span, names};

/// Files by name: where each goes, and what it holds.
pub(super) type Assets = BTreeMap<String, (OutPath, Arc<[u8]>)>;

/// A theme's files while they are named.
struct Naming<'t> {
    /// All of them by name.
    files: BTreeMap<String, (Option<&'t SourcePath>, Vec<u8>)>,
    /// Those that have their names.
    named: Assets,
    /// Style sheets that wait for what they point to.
    waiting: Vec<String>,
    /// Texts that messages point into.
    texts: Vec<Arc<Source>>,
    /// What is wrong.
    said: Vec<Diagnostic>,
}

/// Names the files of a theme, the sheet of tokens with them. With what is wrong come the texts that it
/// points into.
pub(super) fn name(theme: &Theme, tokens: String, said: &mut Vec<Diagnostic>) -> (Assets, Vec<Arc<Source>>) {
    let files = theme.files.iter();
    let files = files.filter_map(|(inside, file)| Some((inside.strip_prefix("assets/")?, file)));
    let mut files: BTreeMap<String, (Option<&SourcePath>, Vec<u8>)> =
        files.map(|(name, file)| (name.to_owned(), (Some(&file.path), file.bytes.to_vec()))).collect();
    files.insert("tokens.css".to_owned(), (None, tokens.into_bytes()));
    let names: Vec<String> = files.keys().cloned().collect();
    let mut naming =
        Naming { files, named: BTreeMap::new(), waiting: Vec::new(), texts: Vec::new(), said: Vec::new() };
    for name in &names {
        naming.add(name);
    }
    said.append(&mut naming.said);
    (naming.named, naming.texts)
}

impl Naming<'_> {
    /// Names a file, and before it those that it points to.
    fn add(&mut self, name: &str) {
        if self.named.contains_key(name) {
            return;
        }
        let Some((at, bytes)) = self.files.get(name) else { return };
        let (at, mut bytes) = (at.cloned(), bytes.clone());
        let ends = |kind: &str| name.rsplit_once('.').is_some_and(|it| it.1.eq_ignore_ascii_case(kind));
        let (is_sheet, is_script) = (ends("css"), ends("js") || ends("mjs"));
        if let Some(at) = at.as_ref().filter(|_| is_sheet) {
            self.waiting.push(name.to_owned());
            // What is no text points to nothing.
            if let Ok(css) = std::str::from_utf8(&bytes) {
                bytes = self.sheet(name, at, css).into_bytes();
            }
            self.waiting.pop();
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            if is_sheet {
                bytes = packed(text).into_bytes();
            } else if is_script {
                bytes = without_remarks(text).into_bytes();
            }
        }
        let hash = Fingerprint::of(&bytes).to_string();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        match OutPath::new(&format!("assets/{stem}.{}.{extension}", &hash[..12])) {
            Some(path) => {
                self.named.insert(name.to_owned(), (path, bytes.into()));
            }
            None => self.said.extend(at.map(|at| mistakes::asset_name(Span::top(at), name))),
        }
    }

    /// A style sheet that points to published names.
    fn sheet(&mut self, name: &str, at: &SourcePath, css: &str) -> String {
        let mut out = String::with_capacity(css.len());
        let mut done = 0;
        let mut faults = Vec::new();
        for it in references(css) {
            let target = it.name(name);
            let fault = match &target {
                Some(target) if self.waiting.contains(target) => Some(None),
                Some(target) if self.files.contains_key(target) => {
                    self.add(target);
                    None
                }
                _ => Some(Some(target.clone().unwrap_or_default())),
            };
            if let Some(fault) = fault {
                faults.push((it.at, fault));
                continue;
            }
            // One that could not be named was said.
            let Some((path, _)) = target.and_then(|it| self.named.get(&it)) else { continue };
            out.push_str(&css[done..it.at.start]);
            out.push_str(&it.text(&format!("assets/{name}"), path.as_str()));
            done = it.at.end;
        }
        out.push_str(&css[done..]);
        if !faults.is_empty() {
            let source = Arc::new(Source::new(at.clone(), css.to_owned()));
            for (range, fault) in faults {
                let at = source.span(range);
                self.said.push(match fault {
                    None => mistakes::url_circle(at),
                    Some(target) => {
                        let near = names::nearest(&target, self.files.keys().map(String::as_str));
                        mistakes::url_missing(at, near)
                    }
                });
            }
            self.texts.push(source);
        }
        out
    }
}
