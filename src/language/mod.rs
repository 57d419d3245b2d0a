//! The words of a language: labels and terms that authors type, and what readers see of them.
//!
//! They come from a theme's `strings/<lang>.toml`; what a language lacks is English.

mod dates;
mod numbers;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::data::{self, Form};
use crate::report::Diagnostic;
use crate::words::{Fingerprint, Source, names};
pub use dates::Dates;
pub use numbers::Numbers;

/// A theme's words in one language, as written.
#[derive(Deserialize, Serialize, Clone, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// Words of the interface.
    pub text: BTreeMap<String, String>,
    /// Terms of scales as readers see them: scale, term, words.
    pub terms: BTreeMap<String, BTreeMap<String, String>>,
    /// Labels as authors write them: name, word.
    pub labels: BTreeMap<String, String>,
    /// Terms of scales as authors write them: scale, term, word.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// How dates are written.
    pub dates: Dates,
    /// How numbers are written.
    pub numbers: Numbers,
    /// `Figure {n}` and `Table {n}`.
    pub numbered: BTreeMap<String, String>,
    /// The language's tag; not part of the file.
    #[serde(skip_deserializing)]
    pub tag: String,
}

/// All languages of a theme.
#[derive(Clone, Debug)]
pub struct Languages {
    /// By tag, lower-cased.
    by_tag: BTreeMap<String, Arc<Language>>,
    /// Of all of them.
    pub fingerprint: Fingerprint,
}

impl Languages {
    /// Reads the strings of a theme.
    pub fn read<'a>(sources: impl IntoIterator<Item = &'a Source>, said: &mut Vec<Diagnostic>) -> Languages {
        // Drafts wait for them, and each takes as long as half a dozen briefs.
        let read = |source: &'a Source| {
            let mut said = Vec::new();
            let read =
                data::read_part(Form::Toml, source, 0..source.text.len(), "theme's strings", &mut said);
            (Language { tag: source.path.stem().to_lowercase(), ..read.unwrap_or_default() }, said)
        };
        let sources: Vec<&Source> = sources.into_iter().collect();
        let mut all: BTreeMap<String, Language> = BTreeMap::new();
        for (language, some) in sources.into_par_iter().map(read).collect::<Vec<_>>() {
            said.extend(some);
            all.insert(language.tag.clone(), language);
        }
        let english = all.get("en").cloned().unwrap_or_default();
        let fingerprint = Fingerprint::of_value(&all);
        let by_tag = all.into_iter().map(|(tag, it)| (tag, Arc::new(it.over(&english)))).collect();
        Languages { by_tag, fingerprint }
    }

    /// The language of a tag: itself, else its primary part, else English.
    pub fn of(&self, tag: &str) -> Arc<Language> {
        let tag = tag.to_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let found: Option<&Arc<Language>> =
            self.by_tag.get(&tag).or_else(|| self.by_tag.get(primary)).or_else(|| self.by_tag.get("en"));
        found.cloned().unwrap_or_default()
    }
}

impl Language {
    /// This language, with what it lacks from another.
    fn over(mut self, other: &Language) -> Language {
        /// Adds what is missing.
        fn fill(mine: &mut BTreeMap<String, String>, theirs: &BTreeMap<String, String>) {
            for (key, value) in theirs {
                mine.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        fill(&mut self.text, &other.text);
        fill(&mut self.labels, &other.labels);
        fill(&mut self.numbered, &other.numbered);
        for (scale, terms) in &other.terms {
            fill(self.terms.entry(scale.clone()).or_default(), terms);
        }
        for (scale, terms) in &other.values {
            fill(self.values.entry(scale.clone()).or_default(), terms);
        }
        self.dates = self.dates.over(&other.dates);
        self.numbers = self.numbers.over(&other.numbers);
        self
    }

    /// What readers see of a term; the term itself if the theme has no words for it.
    pub fn term(&self, scale: &str, term: &str) -> String {
        self.terms.get(scale).and_then(|it| it.get(term)).cloned().unwrap_or_else(|| term.replace('-', " "))
    }

    /// A word of the interface; the key itself if the theme has none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.text.get(key).map_or(key, String::as_str)
    }

    /// The heading of a view that the author gave none.
    pub fn view(&self, view: &str) -> String {
        self.word(view).to_owned()
    }

    /// `Figure 2`.
    pub fn numbered(&self, kind: &str, number: u32) -> String {
        let form = self.numbered.get(kind).map_or("{n}", String::as_str);
        form.replace("{n}", &number.to_string())
    }

    /// The label that a word is, by its name, such as `rests_on`.
    pub fn label(&self, word: &str) -> Option<&'static str> {
        let word = names::level(word);
        LABELS
            .iter()
            .find(|(name, english)| {
                names::level(english) == word
                    || self.labels.get(*name).is_some_and(|it| names::level(it) == word)
            })
            .map(|(name, _)| *name)
    }

    /// The words of all labels, this language's first.
    pub fn label_words(&self) -> Vec<String> {
        let mut all: Vec<String> =
            LABELS.iter().filter_map(|(name, _)| self.labels.get(*name).cloned()).collect();
        all.extend(LABELS.iter().map(|(_, english)| (*english).to_owned()));
        all.dedup();
        all
    }

    /// The term of a scale that a text begins with or is; the rest of the text.
    pub fn value<'t>(&self, scale: Scale, text: &'t str) -> Option<(&'static str, &'t str)> {
        let mut best: Option<(&'static str, usize)> = None;
        for term in scale.terms() {
            let plain = term.replace('-', " ");
            let own = self.values.get(scale.name()).and_then(|it| it.get(*term));
            for word in [Some(&plain), own].into_iter().flatten() {
                let length = word.chars().count();
                let head: String = text.chars().take(length).collect();
                let next = text.chars().nth(length);
                let ends = next.is_none_or(|it| !it.is_alphanumeric());
                if ends
                    && names::level(&head) == names::level(word)
                    && best.is_none_or(|it| head.len() > it.1)
                {
                    best = Some((term, head.len()));
                }
            }
        }
        best.map(|(term, length)| {
            (term, text[length..].trim_start_matches([',', ':', ';', '.']).trim_start())
        })
    }

    /// The words of a scale as authors write them.
    pub fn value_words(&self, scale: Scale) -> Vec<String> {
        let own = |term: &&str| self.values.get(scale.name()).and_then(|it| it.get(*term)).cloned();
        scale.terms().iter().map(|term| own(term).unwrap_or_else(|| term.replace('-', " "))).collect()
    }
}

/// Labels of records: name, and English word.
pub const LABELS: [(&str, &str); 15] = [
    ("status", "Status"),
    ("confidence", "Confidence"),
    ("as_of", "As of"),
    ("intended", "Intended"),
    ("actual", "Actual"),
    ("verdict", "Verdict"),
    ("for", "For"),
    ("rests_on", "Rests on"),
    ("likelihood", "Likelihood"),
    ("mode", "Mode"),
    ("transfer", "Transfer"),
    ("strengthens", "Strengthens"),
    ("weakens", "Weakens"),
    ("by", "By"),
    ("reviewed", "Reviewed"),
];

/// A closed list of terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scale {
    /// Of a finding.
    Status,
    /// How sure.
    Confidence,
    /// Of an outcome.
    Verdict,
    /// What to do with a lesson.
    Mode,
    /// Whether a lesson carries over.
    Transfer,
    /// Whether a condition is met in a case.
    State,
    /// How evidence fits an explanation.
    Fit,
    /// Of a recommendation.
    Progress,
    /// Of an event.
    Stage,
    /// How strong a causal link is.
    Link,
}

impl Scale {
    /// Its name in a theme's strings.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Status => "status",
            Scale::Confidence => "confidence",
            Scale::Verdict => "verdict",
            Scale::Mode => "mode",
            Scale::Transfer => "transfer",
            Scale::State => "state",
            Scale::Fit => "rival",
            Scale::Progress => "recommendation",
            Scale::Stage => "stage",
            Scale::Link => "link",
        }
    }

    /// Its terms, in order.
    pub fn terms(self) -> &'static [&'static str] {
        match self {
            Scale::Status => &["known", "unclear", "presumed"],
            Scale::Confidence => &["high", "moderate", "low"],
            Scale::Verdict => &["failed", "partly", "succeeded", "too-early", "contested", "overtaken"],
            Scale::Mode => &["avoid", "adopt", "adapt", "test", "watch"],
            Scale::Transfer => &["yes", "with-changes", "no", "unknown"],
            Scale::State => &["holds", "fails", "unclear"],
            Scale::Fit => &["consistent", "inconsistent", "neutral"],
            Scale::Progress => &["open", "taken-up", "rejected", "overtaken"],
            Scale::Stage => &["carrier", "narrative", "assumption", "step", "reaction", "outcome", "context"],
            Scale::Link => &["strong", "moderate", "weak"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_known_by_their_words() {
        let it = Language::default();
        assert_eq!(it.value(Scale::Verdict, "too early"), Some(("too-early", "")));
        assert_eq!(it.value(Scale::State, "Holds [@a]"), Some(("holds", "[@a]")));
        assert_eq!(it.value(Scale::State, "holdsx"), None);
        assert_eq!(it.value(Scale::Fit, "inconsistent"), Some(("inconsistent", "")));
        assert_eq!(it.label("rests ON"), Some("rests_on"));
        assert_eq!(it.label("Rest on"), None);
    }
}
