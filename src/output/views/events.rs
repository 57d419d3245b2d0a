//! Events for templates: steps of a chain, lanes and years of the timelines.

use super::ConfidenceView;
use super::comparison::{AfterView, LaneView, StepDate, StepView, TimelinesView, YearView};
use super::filler::Filler;
use crate::draft::body::plain;
use crate::draft::chronology::Row;
use crate::language::Language;
use crate::output::Edition;
use crate::output::apparatus::{Met, Table};
use crate::output::chart::timelines;
use crate::output::prose::{Tables, simple};
use crate::site::{Brief, RecordRef};

impl Filler<'_, '_> {
    /// A row of the chronology. Its links and citations stand in its own tables.
    pub(super) fn step(&mut self, index: usize) -> StepView {
        let brief = self.brief;
        let Some(chronology) = &brief.chronology else { unreachable!("only a chronology has rows") };
        let row: &Row = &chronology.rows[index];
        let after = brief.records.row_after[index].map(|cause| AfterView {
            pointer: self.names.pointer(RecordRef::Event(cause)),
            how_html: Some(simple(&row.how)).filter(|it| !it.is_empty()),
            link: row.link,
            link_text: row.link.map(|it| self.language.term("link", it)),
        });
        let case = brief.records.row_cases[index].map(|it| self.edition.case_view(brief, it, self.language));
        let parts = row.cite.map(|it| &chronology.citations[it as usize].parts[..]).unwrap_or_default();
        let sources = self.sources_of(parts);
        let place = row.id.clone();
        let date = self.language.dates.edtf(&row.date);
        self.setter.met.extend(row.cite.map(|it| Met::Source((Table::Chronology, it))));
        // Among the numbers of notes a bare year would read as one of them.
        let is_year = date.bytes().all(|it| it.is_ascii_digit());
        let label =
            if is_year { format!("{} {date}", self.language.view("timelines")) } else { date.clone() };
        for source in &sources {
            self.setter.add_use(&source.key, &place, &label);
        }
        let html = match chronology_tables(brief, self.root, self.language, self.edition) {
            // The same text stands in a chain and in the timelines; its citations count once.
            Some(tables) if !self.setter.rows.contains(&index) => {
                self.setter.rows.insert(index);
                self.setter.with(tables, |setter| setter.inlines(&row.text))
            }
            Some(tables) => self.setter.with(tables, |setter| setter.again(&row.text)),
            None => String::new(),
        };
        StepView {
            id: place,
            date: StepDate {
                iso: row.date.written.clone(),
                text: date,
                uncertain: [row.date.start, row.date.end]
                    .into_iter()
                    .flatten()
                    .any(|it| it.approximate || it.uncertain),
                span: row.date.is_interval(),
            },
            case,
            stage: row.stage,
            stage_text: self.language.term("stage", row.stage),
            title_html: simple(&row.title),
            html,
            sources,
            confidence: row.confidence.map(|it| ConfidenceView::of(it, self.language)),
            by: row.by.clone(),
            to: row.to.clone(),
            after,
            used_in: self.names.users(RecordRef::Event(index), brief),
        }
    }

    /// The events of all lanes on one axis.
    fn picture(&self, lanes: &[LaneView]) -> String {
        let Some(chronology) = &self.brief.chronology else { return String::new() };
        let number = |case: Option<usize>| {
            lanes.iter().position(|it| it.case.as_ref().map(|it| it.number) == case.map(|it| it + 1))
        };
        let events = chronology.rows.iter().zip(&self.brief.records.row_cases).filter_map(|(row, case)| {
            Some(timelines::Event {
                lane: number(*case)?,
                case: *case,
                date: row.date.clone(),
                title: plain(&row.title),
            })
        });
        timelines::picture(lanes.len(), &events.collect::<Vec<_>>())
    }

    /// Lanes and years.
    pub(super) fn timelines(&mut self) -> Option<TimelinesView> {
        let chronology = self.brief.chronology.clone()?;
        let mut order: Vec<usize> = (0..chronology.rows.len()).collect();
        // Rows of one day keep the author's order.
        order.sort_by_key(|it| chronology.rows[*it].date.order());
        let mut years: Vec<YearView> = Vec::new();
        for index in order {
            let year = chronology.rows[index].date.order().0;
            let step = self.step(index);
            match years.last_mut() {
                Some(last) if last.year == year => last.steps.push(step),
                _ => years.push(YearView { year, steps: vec![step] }),
            }
        }
        let has_context = self.brief.records.row_cases.contains(&None);
        let mut lanes: Vec<LaneView> = (0..self.brief.front().cases.len())
            .filter(|it| self.brief.records.row_cases.contains(&Some(*it)))
            .map(|it| LaneView { case: Some(self.edition.case_view(self.brief, it, self.language)) })
            .collect();
        if has_context {
            lanes.push(LaneView { case: None });
        }
        let picture = self.picture(&lanes);
        Some(TimelinesView { lanes, years, picture })
    }
}

/// The tables with which texts of a chronology are set.
fn chronology_tables<'a>(
    brief: &'a Brief,
    root: &'a str,
    language: &'a Language,
    edition: &'a Edition,
) -> Option<Tables<'a>> {
    let chronology = brief.chronology.as_ref()?;
    Some(Tables {
        headings: &[],
        links: &brief.chronology_links,
        plots: &[],
        citations: &chronology.citations,
        table: Table::Chronology,
        root,
        ..edition.tables(brief, root, language)
    })
}
