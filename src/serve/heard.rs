//! What a build had to say, as open pages hear it: the words that the terminal prints.

use crate::pipeline::Withheld;
use crate::report::print::Written;
use crate::report::{Diagnostic, Excerpts, Report, Severity};

/// More messages than this are counted only: a page is no place for ten thousand.
const NAMED_MESSAGES: usize = 100;

/// What a build had to say.
#[derive(Default, PartialEq, Eq)]
pub struct Heard {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// The first messages, errors before the rest.
    pub messages: Vec<Written>,
}

impl Heard {
    /// What a report says.
    pub fn of(report: &Report, excerpts: &Excerpts) -> Heard {
        let mut all: Vec<&Diagnostic> = report.all().iter().collect();
        all.sort_by_key(|it| it.severity);
        Heard {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            messages: all.into_iter().take(NAMED_MESSAGES).map(|it| Written::of(it, excerpts)).collect(),
        }
    }

    /// One error that no report holds: trouble with the machine, or a bug.
    pub fn trouble(code: &'static str, message: String) -> Heard {
        let (rendered, severity) = (message.clone(), Severity::Error);
        let (file, line, column, end, others, help) = (None, None, None, None, Vec::new(), None);
        let said = Written { severity, code, message, file, line, column, end, others, help, rendered };
        Heard { errors: 1, warnings: 0, messages: vec![said] }
    }

    /// The same without the words of messages about these briefs and what lies beside them, or that
    /// name them: an excerpt would show what is withheld. They still count.
    pub fn without(mut self, withheld: &[Withheld]) -> Heard {
        let is_inside = |file: &str| {
            withheld.iter().any(|it| match it.source.strip_suffix("index.md") {
                Some(folder) if folder.ends_with('/') => file.starts_with(folder),
                _ => file == it.source,
            })
        };
        let is_named = |text: &str| withheld.iter().any(|it| text.contains(&it.source));
        self.messages.retain(|it| {
            let mut files = it.file.iter().chain(it.others.iter().map(|it| &it.file));
            !files.any(|it| is_inside(it)) && !is_named(&it.rendered)
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_withheld_briefs_counts_and_is_not_told() {
        let about = |file: &str, other: &str| {
            let mut it = Heard::trouble("x", "zebra".into()).messages.remove(0);
            it.file = Some(file.to_owned());
            let (file, label) = (other.to_owned(), String::new());
            it.others.push(crate::report::print::WrittenOther { file, line: 1, column: 1, label });
            it
        };
        let withheld =
            |source: &str| Withheld { source: source.into(), title: "T".into(), why: "a draft".into() };
        let messages = vec![
            about("briefings/open.md", "briefings/open.md"),
            about("briefings/a.md", "briefings/open.md"),
            about("briefings/open.md", "briefings/a.md"),
            about("briefings/b/timeline.csv", "briefings/open.md"),
            about("briefings/bb/index.md", "briefings/a.md.md"),
            Heard::trouble("x", "`briefings/a.md` is a draft".into()).messages.remove(0),
        ];
        let heard = Heard { errors: 6, warnings: 0, messages };
        let told = heard.without(&[withheld("briefings/a.md"), withheld("briefings/b/index.md")]);
        let files: Vec<&str> = told.messages.iter().filter_map(|it| it.file.as_deref()).collect();
        assert_eq!(told.messages.len(), 2);
        assert_eq!((told.errors, files), (6, vec!["briefings/open.md", "briefings/bb/index.md"]));
    }
}
