//! Fills a comparison's views from its records and its body, in the order in which they stand.

use super::comparison::{
    CaseView, CaseWithOutcome, ChainView, ComparisonView, FindingView, LikenessView, OutcomeView, PeriodView,
    QuestionView, SectionView, TakeawayView,
};
use super::names::Names;
use super::{ConfidenceView, DateView, SourceView};
use crate::draft::body::{Block, BlockKind, Body, View};
use crate::draft::citations::{CitePart, Stance};
use crate::draft::front_matter::RoleWord;
use crate::draft::structure::{Finding, Likeness, Section, SectionKind, Takeaway, TakeawayPlace};
use crate::language::Language;
use crate::output::Edition;
use crate::output::prose::{Setter, reference_id, simple};
use crate::site::{Brief, RecordRef};

/// The id and words of a view's heading: the author's where there is a section, else the theme's.
pub fn heading(view: &View, brief: &Brief, language: &Language) -> (String, String) {
    let section =
        |is: fn(&SectionKind) -> bool| brief.outline.structure.sections.iter().find(|it| is(&it.kind));
    let found: Option<&Section> = match view {
        View::Outcomes => section(|it| matches!(it, SectionKind::Outcome(_))),
        View::Lessons => section(|it| matches!(it, SectionKind::Lessons(_))),
        View::Likenesses => section(|it| matches!(it, SectionKind::Likenesses(_)))
            .or_else(|| section(|it| matches!(it, SectionKind::Differences(_)))),
        View::Rivals => section(|it| matches!(it, SectionKind::Rivals(_))),
        View::Recommendations => section(|it| matches!(it, SectionKind::Recommendations(_))),
        View::Takeaways => section(|it| matches!(it, SectionKind::Takeaways(_))),
        View::Matrix | View::Chain(_) | View::Timelines | View::Evidence => None,
    };
    if let Some(section) = found {
        let heading = &brief.outline.headings[section.heading];
        return (heading.id.clone(), simple(&heading.title));
    }
    let escape = crate::output::prose::escape;
    match view {
        View::Matrix => ("view_matrix".into(), escape(&language.view("matrix"))),
        View::Timelines => ("view_timelines".into(), escape(&language.view("timelines"))),
        View::Chain(case) => {
            let case = &brief.front().cases[*case];
            (
                format!("view_chain_{}", case.id),
                escape(&language.view("chain").replace("{case}", &case.short)),
            )
        }
        View::Likenesses => ("view_likenesses".into(), escape(&language.view("likenesses"))),
        other => (
            format!("view_{other:?}").to_lowercase(),
            escape(&language.view(&format!("{other:?}").to_lowercase())),
        ),
    }
}

impl ComparisonView {
    /// The frame of a comparison: its question and cases.
    pub fn of(edition: &Edition, brief: &Brief, language: &Language) -> ComparisonView {
        let cases = (0..brief.front().cases.len())
            .map(|it| CaseWithOutcome { case: edition.case_view(brief, it, language), outcome: None });
        ComparisonView {
            question: brief.front().question.clone(),
            cases: cases.collect(),
            ..ComparisonView::default()
        }
    }

    /// Adds what a view shows.
    #[expect(clippy::too_many_arguments, reason = "the materials of one page, each used by some view")]
    pub fn fill<'a>(
        &mut self,
        view: &View,
        edition: &'a Edition,
        brief: &'a Brief,
        body: &'a Body,
        setter: &mut Setter<'a>,
        root: &'a str,
        language: &'a Language,
    ) {
        let names = Names::of(brief, language);
        let (id, title_html) = heading(view, brief, language);
        let name = match view {
            View::Matrix => Some("matrix"),
            View::Timelines => Some("timelines"),
            _ => None,
        };
        if let Some(name) = name {
            self.sections.insert(name, SectionView { id, title_html, note_html: None });
        }
        let mut filler = Filler { edition, brief, body, setter, language, names, root };
        for section in &brief.outline.structure.sections {
            filler.section(self, view, section);
        }
        match view {
            View::Chain(case) => {
                let steps = brief.records.chain(*case).into_iter().map(|it| filler.step(it)).collect();
                let case = edition.case_view(brief, *case, language);
                let (id, title_html) = heading(view, brief, language);
                self.chains.push(ChainView { id, title_html, case, steps });
            }
            View::Timelines => self.timelines = filler.timelines(),
            View::Evidence => self.evidence = filler.evidence(),
            _ => {}
        }
    }
}

/// What filling a view needs.
pub(super) struct Filler<'a, 's> {
    /// The edition.
    pub edition: &'a Edition,
    /// The brief.
    pub brief: &'a Brief,
    /// Its body.
    pub body: &'a Body,
    /// Sets its prose.
    pub setter: &'s mut Setter<'a>,
    /// Its language.
    pub language: &'a Language,
    /// What its records are called.
    pub names: Names,
    /// Leads to the site's top.
    pub root: &'a str,
}

impl Filler<'_, '_> {
    /// Adds a section to the view that shows it.
    fn section(&mut self, out: &mut ComparisonView, view: &View, section: &Section) {
        match (&section.kind, view) {
            (SectionKind::Question(all), View::Matrix) => {
                let number = out.questions.len();
                let heading = &self.brief.outline.headings[section.heading];
                let (id, title_html) = (heading.id.clone(), self.setter.inlines(&heading.title));
                let note_html = self.optional(section.intro.0.clone());
                let findings = all.iter().map(|it| self.finding(number, it)).collect();
                out.questions.push(QuestionView { id, number: number + 1, title_html, note_html, findings });
            }
            (SectionKind::Outcome(all), View::Outcomes) => {
                self.heading(out, "outcomes", section);
                for it in all {
                    let id = self.brief.outline.headings[it.heading].id.clone();
                    let outcome = OutcomeView {
                        id,
                        intended_html: it.intended.as_ref().map(|it| self.setter.inlines(it)),
                        actual_html: it.actual.as_ref().map(|it| self.setter.inlines(it)),
                        verdict: it.verdict,
                        verdict_text: it.verdict.map(|it| self.language.term("verdict", it)),
                        confidence: it.confidence.map(|it| ConfidenceView::of(it, self.language)),
                        html: self.setter.blocks(&self.body.blocks[it.rest.clone().0]),
                        sources: self.sources(&it.cites),
                        used_in: self.names.users(RecordRef::Outcome(it.case), self.brief),
                    };
                    out.cases[it.case].outcome = Some(outcome);
                }
            }
            (SectionKind::Lessons(all), View::Lessons) => {
                self.heading(out, "lessons", section);
                for lesson in all {
                    let lesson = self.lesson(lesson, out.lessons.len());
                    out.lessons.push(lesson);
                }
            }
            (SectionKind::Likenesses(all), View::Likenesses) => {
                self.heading(out, "likenesses", section);
                out.likenesses = self.likenesses(all, true);
            }
            (SectionKind::Differences(all), View::Likenesses) => {
                self.heading(out, "differences", section);
                out.differences = self.likenesses(all, false);
            }
            (SectionKind::Rivals(rivals), View::Rivals) => {
                self.heading(out, "rivals", section);
                out.rivals = self.rivals(rivals);
            }
            (SectionKind::Recommendations(all), View::Recommendations) => {
                self.heading(out, "recommendations", section);
                for it in all {
                    let it = self.recommendation(it, out.recommendations.len());
                    out.recommendations.push(it);
                }
            }
            (SectionKind::Takeaways(all), View::Takeaways) => {
                self.heading(out, "takeaways", section);
                out.takeaways = all.iter().enumerate().map(|(index, it)| self.takeaway(index, it)).collect();
            }
            _ => {}
        }
    }

    /// Notes the author's heading of a view.
    fn heading(&mut self, out: &mut ComparisonView, name: &'static str, section: &Section) {
        let heading = &self.brief.outline.headings[section.heading];
        let (id, title_html) = (heading.id.clone(), self.setter.inlines(&heading.title));
        let note_html = self.optional(section.intro.0.clone());
        out.sections.insert(name, SectionView { id, title_html, note_html });
    }

    /// Blocks as HTML, unless there are none.
    pub(super) fn optional(&mut self, blocks: std::ops::Range<usize>) -> Option<String> {
        let html = self.setter.blocks(&self.body.blocks[blocks]);
        Some(html).filter(|it| !it.is_empty())
    }

    /// Sources of a record, each key once for each stance.
    pub(super) fn sources(&self, cites: &[u32]) -> Vec<SourceView> {
        self.sources_of(cites.iter().flat_map(|it| &self.setter.tables.citations[*it as usize].parts))
    }

    /// The same for parts of citations.
    pub(super) fn sources_of<'p>(&self, parts: impl IntoIterator<Item = &'p CitePart>) -> Vec<SourceView> {
        let mut all: Vec<SourceView> = Vec::new();
        for part in parts {
            let stance = stance(part.stance);
            if all.iter().any(|it| it.key == part.key && it.stance == stance) {
                continue;
            }
            all.push(self.source(&part.key, stance));
        }
        all
    }

    /// A source by its short name, leading to its reference.
    pub(super) fn source(&self, key: &str, stance: &'static str) -> SourceView {
        let label = self.setter.apparatus.and_then(|it| it.labels.get(key));
        SourceView {
            href: format!("#{}", reference_id(key)),
            key: key.to_owned(),
            text: label.map_or(key, String::as_str).to_owned(),
            stance,
        }
    }

    /// One finding.
    fn finding(&mut self, question: usize, it: &Finding) -> FindingView {
        let lead_html = it.lead.map_or(String::new(), |index| self.setter.lead(&self.body.blocks[index]));
        // The question above it heads a row of a table, where HTML has no place for a heading.
        let rest = &self.body.blocks[it.rest.clone().0];
        let rest_html = Some(self.setter.raised(|setter| setter.blocks(rest))).filter(|it| !it.is_empty());
        FindingView {
            id: self.brief.outline.headings[it.heading].id.clone(),
            case: self.edition.case_view(self.brief, it.case, self.language),
            none: it.none,
            // A finding that begins with a list or a table stands in the matrix whole.
            lead_html: if it.lead.is_none() { rest_html.clone().unwrap_or_default() } else { lead_html },
            rest_html: if it.lead.is_none() { None } else { rest_html },
            status: it.status,
            status_text: self.language.term("status", it.status),
            confidence: it.confidence.map(|it| ConfidenceView::of(it, self.language)),
            as_of: it.as_of.map(|it| DateView::of(it, self.language)),
            sources: self.sources(&it.cites),
            used_in: self.names.users(RecordRef::Finding(question, it.case), self.brief),
        }
    }

    /// Likenesses or differences.
    fn likenesses(&mut self, all: &[Likeness], alike: bool) -> Vec<LikenessView> {
        let joined = if alike { &self.brief.records.likenesses } else { &self.brief.records.differences };
        let mut views = Vec::new();
        for (index, it) in all.iter().enumerate() {
            let (rests, strengthens, weakens) = joined.get(index).cloned().unwrap_or_default();
            let BlockKind::List { items, .. } = &self.body.blocks[it.item.0].kind else { continue };
            let item = &items[it.item.1];
            let has_facts = !it.rests_on.is_empty() || !it.strengthens.is_empty() || !it.weakens.is_empty();
            let text: &[Block] = if has_facts { &item.blocks[..item.blocks.len() - 1] } else { &item.blocks };
            let html = match text {
                [one] => self.setter.lead(one),
                more => self.setter.blocks(more),
            };
            let lessons =
                |numbers: &[usize], names: &Names| numbers.iter().map(|it| names.lesson(*it)).collect();
            views.push(LikenessView {
                id: format!("{}_{}", if alike { "likeness" } else { "difference" }, index + 1),
                html,
                rests_on: rests.iter().map(|it| self.names.pointer(*it)).collect(),
                strengthens: lessons(&strengthens, &self.names),
                weakens: lessons(&weakens, &self.names),
            });
        }
        views
    }

    /// One takeaway.
    fn takeaway(&mut self, index: usize, it: &Takeaway) -> TakeawayView {
        let (id, title_html) = match it.place {
            TakeawayPlace::Heading(heading) => {
                let heading = &self.brief.outline.headings[heading];
                (heading.id.clone(), self.setter.inlines(&heading.title))
            }
            TakeawayPlace::Item(block, item) => {
                let BlockKind::List { items, .. } = &self.body.blocks[block].kind else {
                    return TakeawayView {
                        id: String::new(),
                        number: index + 1,
                        title_html: String::new(),
                        html: String::new(),
                    };
                };
                let html = match &items[item].blocks[..] {
                    [one] => self.setter.lead(one),
                    more => self.setter.blocks(more),
                };
                (format!("takeaway_{}", index + 1), html)
            }
        };
        TakeawayView {
            id,
            number: index + 1,
            title_html,
            html: self.setter.blocks(&self.body.blocks[it.text.clone().0]),
        }
    }
}

/// The word for a stance.
pub fn stance(it: Stance) -> &'static str {
    match it {
        Stance::For => "for",
        Stance::Against => "against",
        Stance::Context => "context",
    }
}

impl Edition {
    /// A case of a brief.
    pub fn case_view(&self, brief: &Brief, index: usize, language: &Language) -> CaseView {
        let case = &brief.front().cases[index];
        let role = case.role.map(|it| match it {
            RoleWord::Source => "source",
            RoleWord::Target => "target",
            RoleWord::Contrast => "contrast",
        });
        CaseView {
            id: case.id.clone(),
            number: index + 1,
            name: case.name.clone(),
            short: case.short.clone(),
            aka: case.aka.clone(),
            period: case
                .period
                .as_ref()
                .map(|it| PeriodView { text: language.dates.edtf(it), iso: it.written.clone() }),
            role,
            role_text: role.map(|it| language.term("role", it)),
            why: case.why.clone(),
        }
    }
}
