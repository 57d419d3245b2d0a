//! What was corrected: on its brief, and on the page that gathers all of it.
//!
//! A correction is dated, names what changed and leads to the text (ICMJE Recommendations, III.A).

use super::DateView;
use super::brief::CorrectionView;
use super::lists::{CorrectionOfBrief, Corrections};
use crate::draft::body::Inline;
use crate::draft::citations::CitationForm;
use crate::draft::front_matter::SeverityWord;
use crate::language::Language;
use crate::output::Edition;
use crate::output::prose::simple_named;
use crate::site::Brief;
use crate::words::CivilDate;

/// The corrections of a brief, newest first; those of one day in the author's order.
pub fn newest_first(brief: &Brief) -> Vec<(CivilDate, &[Inline], &'static str)> {
    let texts = brief.front().corrections.iter().zip(&brief.outline.texts.corrections);
    let mut all: Vec<(CivilDate, &[Inline], &'static str)> = texts
        .map(|((day, _, severity), text)| {
            let severity = match severity {
                SeverityWord::Minor => "minor",
                SeverityWord::Source => "source",
                SeverityWord::Substantive => "substantive",
            };
            (*day, &text[..], severity)
        })
        .collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.0));
    all
}

/// The source that a sentence names, by its short name.
fn named(brief: &Brief, cite: u32, language: &Language) -> Option<String> {
    let citation = brief.outline.citations.get(cite as usize)?;
    if citation.form != CitationForm::Narrative {
        return None;
    }
    let key = &citation.parts.first()?.key;
    let cited = brief.cited.iter().find(|it| it.reference.key == *key)?;
    Some(crate::cite::label(&cited.reference.item, language.word("and"), language.word("undated")))
}

impl Edition {
    /// All corrections of all briefs, and briefs that were withdrawn with the reason, newest first.
    /// Notes and links of a correction's text stand on its own page alone.
    pub fn all_corrections(&self) -> Corrections {
        let language = &self.site_language;
        let mut all: Vec<(CivilDate, CorrectionOfBrief)> = Vec::new();
        for (index, brief) in self.site.briefs.iter().enumerate().filter(|it| it.1.has_corrections()) {
            let mut add = |day: CivilDate, text: &[Inline], severity, severity_text| {
                let correction = CorrectionView {
                    date: DateView::of(day, language),
                    text_html: format!("<p>{}</p>", simple_named(text, &|it| named(brief, it, language))),
                    severity,
                    severity_text,
                };
                all.push((day, CorrectionOfBrief { correction, card: self.card(index, language) }));
            };
            if brief.is_withdrawn() {
                if let Some((day, ..)) = &brief.front().notice {
                    let word = language.word("withdrawn").to_owned();
                    add(*day, &brief.outline.texts.notice, "withdrawn", word);
                }
                continue;
            }
            for (day, text, severity) in newest_first(brief) {
                add(day, text, severity, language.term("severity", severity));
            }
        }
        // Those of one day keep the order of their sources.
        all.sort_by_key(|it| std::cmp::Reverse(it.0));
        Corrections { corrections: all.into_iter().map(|it| it.1).collect() }
    }
}
