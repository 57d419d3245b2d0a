//! What `brief` says to people about their files: one kind of message, gathered in one report.
//!
//! A message's words are made in [`mistakes`], one function each; [`mod@print`] gives them shape.

pub mod mistakes;
pub mod print;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::words::{Source, SourcePath, Span};

/// How much a message weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Published all the same, unless `--strict`.
    Warning,
    /// For completeness.
    Note,
}

/// Something that an author should know, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// A stable name, for `[checks]`, `accept` and search engines: `cite-unknown`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Short, lower case, no full stop; what was expected first, what was found second.
    pub message: String,
    /// The place to mend; `None` when the whole site is meant.
    pub at: Option<Span>,
    /// Other places that matter, such as the first of two equal addresses.
    pub others: Vec<(Span, String)>,
    /// What to type.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A message of this weight.
    fn new(
        severity: Severity,
        code: &'static str,
        at: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic { code, severity, message: message.into(), at: at.into(), others: Vec::new(), help: None }
    }

    /// The same with what to type.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// The same with the nearest name offered, or with the names that there are.
    pub fn did_you_mean(self, nearest: Option<&str>, otherwise: impl Into<String>) -> Diagnostic {
        match nearest {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self.help(otherwise),
        }
    }

    /// The same with another place that matters.
    pub fn other(mut self, at: Span, label: impl Into<String>) -> Diagnostic {
        self.others.push((at, label.into()));
        self
    }
}

/// What the settings or a brief want done with a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Fails the build.
    Error,
    /// Warns.
    Warning,
    /// Is mentioned.
    Note,
    /// Is silent.
    Off,
}

/// All messages of one build.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// In the order in which they were found; sorted by [`Report::settle`].
    said: Vec<Diagnostic>,
}

impl Report {
    /// Adds a message.
    pub fn say(&mut self, it: Diagnostic) {
        self.said.push(it);
    }

    /// Adds messages remembered with a result, or gathered elsewhere.
    pub fn say_all(&mut self, all: impl IntoIterator<Item = Diagnostic>) {
        self.said.extend(all);
    }

    /// The messages.
    pub fn all(&self) -> &[Diagnostic] {
        &self.said
    }

    /// Whether anything stands against publishing.
    pub fn has_errors(&self) -> bool {
        self.said.iter().any(|it| it.severity == Severity::Error)
    }

    /// How many messages of a weight there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.said.iter().filter(|it| it.severity == severity).count()
    }

    /// Applies the site's levels for checks and what single briefs accept, then sorts by place and
    /// drops repeats. Errors stay errors: a level can only change what began as less.
    pub fn settle(
        &mut self,
        levels: &BTreeMap<String, Level>,
        accepted: &[(SourcePath, String)],
        strict: bool,
    ) {
        self.said.retain_mut(|it| {
            if it.severity == Severity::Error {
                return true;
            }
            match levels.get(it.code) {
                Some(Level::Off) => return false,
                Some(Level::Error) => it.severity = Severity::Error,
                Some(Level::Warning) => it.severity = Severity::Warning,
                Some(Level::Note) => it.severity = Severity::Note,
                None => {}
            }
            let at = it.at.as_ref().map(|it| &it.file);
            let is_accepted = accepted.iter().any(|(file, code)| Some(file) == at && code == it.code);
            if is_accepted && it.severity != Severity::Error {
                return false;
            }
            if strict && it.severity == Severity::Warning {
                it.severity = Severity::Error;
            }
            true
        });
        self.said.sort_by(|a, b| {
            let key = |it: &Diagnostic| (it.at.is_none(), it.at.clone(), it.severity);
            (key(a), a.code, &a.message).cmp(&(key(b), b.code, &b.message))
        });
        self.said.dedup();
    }
}

/// Keeps the first of messages that say the same of the same place: a mistake in a template comes up
/// with every page that is made by it.
pub fn once_each(all: &mut Vec<Diagnostic>) {
    let mut said = BTreeSet::new();
    all.retain(|it| said.insert((it.code, it.at.clone(), it.message.clone())));
}

/// The texts that messages point into.
#[derive(Clone, Default, Debug)]
pub struct Excerpts(Arc<BTreeMap<SourcePath, Arc<Source>>>);

impl Excerpts {
    /// From the texts of a site, and other files.
    pub fn new(
        mut texts: BTreeMap<SourcePath, Arc<Source>>,
        others: impl IntoIterator<Item = Arc<Source>>,
    ) -> Excerpts {
        texts.extend(others.into_iter().map(|it| (it.path.clone(), it)));
        Excerpts(texts.into())
    }

    /// The text of a file, if it was one.
    pub fn get(&self, file: &SourcePath) -> Option<&Source> {
        self.0.get(file).map(|it| &**it)
    }
}
