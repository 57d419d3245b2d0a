//! Questions and outcomes: a part for each case, none missing, none twice.

use super::sections::Part;
use super::{Finding, Outcome, Reader};
use crate::draft::body::{BlockKind, InBody, plain};
use crate::draft::citations::Stance;
use crate::language::Scale;
use crate::report::{Diagnostic, mistakes::comparison as mistakes};
use crate::words::{Span, names};

/// Words that the first paragraph of a finding may have: more does not stand in a matrix.
const LEAD_WORDS_MAX: usize = 60;

/// What the facts of a finding may be.
const FINDING_LABELS: [&str; 3] = ["status", "confidence", "as_of"];

/// What the facts of an outcome may be.
const OUTCOME_LABELS: [&str; 4] = ["intended", "actual", "verdict", "confidence"];

impl Reader<'_> {
    /// The findings of a question, in the order of the cases.
    pub(super) fn findings(&mut self, question: usize, parts: &[Part]) -> Vec<Finding> {
        self.check_question(question);
        let found = self.by_case(question, parts, mistakes::case_missing);
        found.into_iter().map(|(case, part)| self.finding(case, part)).collect()
    }

    /// The outcomes, in the order of the cases.
    pub(super) fn outcomes(&mut self, section: usize, parts: &[Part]) -> Vec<Outcome> {
        let found = self.by_case(section, parts, mistakes::outcome_missing);
        let mut all = Vec::new();
        for (case, part) in found {
            self.check_classes(part.heading, &[]);
            let (facts, rest) = self.facts(part.blocks.clone(), &OUTCOME_LABELS, "an outcome");
            if facts.0.is_empty() && rest.is_empty() {
                let at = self.parsed.headings[part.heading].at.clone();
                self.say(mistakes::outcome_empty(at));
            }
            self.check_stray(rest.clone(), &OUTCOME_LABELS, "an outcome");
            all.push(Outcome {
                case,
                heading: part.heading,
                intended: facts.get("intended").map(|it| it.inlines.clone()),
                actual: facts.get("actual").map(|it| it.inlines.clone()),
                verdict: self.term(&facts, "verdict", Scale::Verdict).map(|it| it.term),
                confidence: self.term(&facts, "confidence", Scale::Confidence).map(|it| it.term),
                rest: InBody(rest),
                cites: self.cites(part.blocks.clone()),
            });
        }
        all
    }

    /// Parts by case, in the order of the cases; what is no case, missing or given twice is said.
    fn by_case<'p>(
        &mut self,
        section: usize,
        parts: &'p [Part],
        missing: fn(Span, &str, Span) -> Diagnostic,
    ) -> Vec<(usize, &'p Part)> {
        let mut found: Vec<(usize, &Part)> = Vec::new();
        // Without cases nothing can be named; that was said.
        if self.cases().is_empty() {
            return found;
        }
        let mut misspelt = Vec::new();
        for part in parts {
            let heading = &self.parsed.headings[part.heading];
            let (name, at) = (plain(&heading.title), heading.at.clone());
            match self.case_named(&name) {
                None if self.doubtful_cases => {}
                None => {
                    let nearest = self.nearest_case(&name);
                    misspelt.extend(nearest.as_ref().and_then(|it| self.case_named(it)));
                    let known: Vec<String> = self.cases().iter().map(|it| it.short.clone()).collect();
                    self.say(mistakes::case_unknown(at, &name, nearest.as_deref(), &known));
                }
                Some(case) => match found.iter().find(|it| it.0 == case) {
                    Some((_, first)) => {
                        let first = self.parsed.headings[first.heading].at.clone();
                        self.say(mistakes::case_repeated(at, &name, first));
                    }
                    None => found.push((case, part)),
                },
            }
        }
        let at = self.parsed.headings[section].at.clone();
        for case in 0..self.cases().len() {
            // A case whose name was misspelt is there: that was said.
            if !found.iter().any(|it| it.0 == case) && !misspelt.contains(&case) {
                let (short, declared) = (self.cases()[case].short.clone(), self.cases()[case].at.clone());
                self.say(missing(at.clone(), &short, declared));
            }
        }
        found.sort_by_key(|it| it.0);
        found
    }

    /// One finding.
    fn finding(&mut self, case: usize, part: &Part) -> Finding {
        self.check_classes(part.heading, &["none"]);
        let heading = &self.parsed.headings[part.heading];
        let (at, none) = (heading.at.clone(), heading.classes.iter().any(|it| it == "none"));
        if let Some((_, id_at)) = heading.explicit.clone() {
            self.say(mistakes::finding_id(id_at));
        }
        let (facts, text) = self.facts(part.blocks.clone(), &FINDING_LABELS, "a finding");
        self.check_stray(text.clone(), &FINDING_LABELS, "a finding");
        let lead =
            text.clone().find(|it| matches!(self.parsed.body.blocks[*it].kind, BlockKind::Paragraph(_)));
        let lead = lead.filter(|it| *it == text.start);
        let rest = lead.map_or(text.clone(), |it| it + 1..text.end);
        let status = self.term(&facts, "status", Scale::Status);
        let confidence = self.term(&facts, "confidence", Scale::Confidence);
        let cites = self.cites(part.blocks.clone());
        if text.is_empty() {
            self.say(if none {
                mistakes::none_without_reason(at.clone())
            } else {
                mistakes::finding_empty(at.clone())
            });
        }
        if let Some(index) = lead {
            let block = &self.parsed.body.blocks[index];
            if let BlockKind::Paragraph(inlines) = &block.kind {
                let words = plain(inlines).split_whitespace().count();
                if words > LEAD_WORDS_MAX {
                    let span = self.span(&block.at.clone());
                    self.say(mistakes::lead_long(span, words, LEAD_WORDS_MAX));
                }
            }
        }
        let is_known = status.as_ref().is_none_or(|it| it.term == "known");
        let supported = cites
            .iter()
            .flat_map(|it| &self.parsed.citations[*it as usize].parts)
            .any(|it| it.stance == Stance::For);
        if is_known
            && !none
            && !text.is_empty()
            && !supported
            && facts.get("status").is_none_or(|_| status.is_some())
        {
            self.say(mistakes::finding_unsourced(at));
        }
        if let (Some(status), Some(confidence)) = (&status, &confidence)
            && status.term == "presumed"
            && confidence.term == "high"
        {
            self.say(mistakes::presumed_high(confidence.at.clone(), status.at.clone()));
        }
        Finding {
            case,
            heading: part.heading,
            none,
            status: status.map_or("known", |it| it.term),
            confidence: confidence.map(|it| it.term),
            as_of: self.day(&facts, "as_of"),
            lead,
            rest: InBody(rest),
            cites,
        }
    }

    /// Says a question that names one of the cases: it is then not the same question for all
    /// (George and Bennett, "structured, focused comparison").
    fn check_question(&mut self, question: usize) {
        let heading = &self.parsed.headings[question];
        let (text, at) = (names::level(&plain(&heading.title)), heading.at.clone());
        let named =
            self.cases().iter().flat_map(|it| it.names()).find(|name| holds_word(&text, &names::level(name)));
        if let Some(name) = named.map(str::to_owned) {
            self.say(mistakes::question_names_case(at, &name));
        }
    }
}

/// Whether a text holds a phrase as whole words.
pub(super) fn holds_word(text: &str, phrase: &str) -> bool {
    let edge = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
    !phrase.is_empty()
        && text
            .match_indices(phrase)
            .any(|(at, _)| edge(text[..at].chars().last()) && edge(text[at + phrase.len()..].chars().next()))
}
