//! Fills the records of a comparison from the resolved site.

use super::model::{
    Author, Case, Cited, Comparison, Condition, Event, Evidence, Finding, Held, Lesson, Likeness, Outcome,
    Question, Recommendation, Rivals,
};
use crate::draft;
use crate::draft::body::{Block, BlockKind, Body, Inline};
use crate::draft::chronology::Chronology;
use crate::draft::citations::Citation;
use crate::draft::front_matter::RoleWord;
use crate::draft::structure::{self, Section, SectionKind};
use crate::output::Edition;
use crate::output::markdown::{Keys, Writer};
use crate::output::prose::Tables;
use crate::output::views::filler::stance;
use crate::output::views::names::Names;
use crate::site::{Brief, RecordRef};
use crate::words::address::escape_path;

/// The bytes of `comparison.json`.
pub(super) fn write(edition: &Edition, index: usize, schema: &str) -> Vec<u8> {
    let all = read(edition, index, schema);
    let mut bytes = serde_json::to_vec_pretty(&all).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// The records of a comparison; `schema` is where its schema is, from the site's top.
pub(super) fn read(edition: &Edition, index: usize, schema: &str) -> Comparison {
    let brief = &edition.site.briefs[index];
    let front = brief.front();
    let language = edition.language(&front.lang);
    let body = draft::body(&brief.outline);
    let base = edition.settings.base_url.as_ref();
    let root = base.cloned().unwrap_or_else(|| brief.address.root());
    let mut citing = Keys;
    let tables = edition.tables(brief, &root, &language);
    let names = Names::of(brief, &language);
    let mut out = Comparison {
        schema: format!("{}{schema}", brief.address.root()),
        url: base.map(|it| format!("{it}{}", escape_path(brief.address.path()))),
        title: brief.outline.texts.title.clone(),
        standfirst: front.standfirst.clone(),
        lang: front.lang.clone(),
        date: front.date.map(|it| it.to_string()),
        updated: front.updated.map(|it| it.to_string()),
        as_of: front.as_of.map(|it| it.to_string()),
        authors: authors(edition, brief),
        license: front.imprint.license.clone(),
        question: front.question.clone(),
        cases: cases(brief),
        questions: Vec::new(),
        outcomes: Vec::new(),
        lessons: Vec::new(),
        likenesses: Vec::new(),
        differences: Vec::new(),
        rivals: None,
        recommendations: Vec::new(),
        chronology: Vec::new(),
        sources: brief.cited.iter().map(|it| it.reference.item.csl_json()).collect(),
    };
    let rows = brief.chronology.as_ref().map(|it| Tables {
        headings: &[],
        links: &brief.chronology_links,
        citations: &it.citations,
        ..tables
    });
    let mut filler = Filler { brief, body: &body, writer: Writer::new(tables, &body, &mut citing), names };
    for section in &brief.outline.structure.sections {
        filler.section(section, &mut out);
    }
    if let Some((chronology, rows)) = brief.chronology.as_ref().zip(rows) {
        let events = (0..chronology.rows.len()).map(|it| filler.event(chronology, it, rows));
        out.chronology = events.collect();
    }
    out
}

/// Who wrote it.
fn authors(edition: &Edition, brief: &Brief) -> Vec<Author> {
    let all = brief.authors.iter().map(|it| &edition.site.people[it.person]);
    all.map(|it| Author { name: it.name.clone(), orcid: it.orcid.clone() }).collect()
}

/// The cases. Other names by which an author knows them are for checks alone.
fn cases(brief: &Brief) -> Vec<Case> {
    let all = brief.front().cases.iter().map(|it| Case {
        id: it.id.clone(),
        name: it.name.clone(),
        short: it.short.clone(),
        period: it.period.as_ref().map(|it| it.written.clone()),
        role: it.role.map(|it| match it {
            RoleWord::Source => "source",
            RoleWord::Target => "target",
            RoleWord::Contrast => "contrast",
        }),
        why: it.why.clone(),
    });
    all.collect()
}

/// What filling needs.
struct Filler<'a> {
    /// The brief.
    brief: &'a Brief,
    /// Its body.
    body: &'a Body,
    /// Writes its texts.
    writer: Writer<'a>,
    /// Ids of its records.
    names: Names,
}

impl<'a> Filler<'a> {
    /// Blocks as Markdown; the notes that they refer to follow in brackets no more: they stand on the
    /// page.
    fn text(&mut self, blocks: &[Block]) -> String {
        self.writer.blocks(blocks)
    }

    /// A range of blocks, unless it is empty.
    fn optional(&mut self, range: std::ops::Range<usize>) -> Option<String> {
        let text = self.text(&self.body.blocks[range]);
        Some(text).filter(|it| !it.is_empty())
    }

    /// Running text.
    fn line(&mut self, inlines: &[Inline]) -> String {
        self.writer.inlines(inlines).trim().to_owned()
    }

    /// The id of a heading.
    fn id(&self, heading: usize) -> String {
        self.brief.outline.headings[heading].id.clone()
    }

    /// The words of a heading.
    fn title(&mut self, heading: usize) -> String {
        let brief = self.brief;
        self.line(&brief.outline.headings[heading].title)
    }

    /// The id of a case.
    fn case(&self, index: usize) -> String {
        self.brief.front().cases[index].id.clone()
    }

    /// Ids of records: what their links name.
    fn ids(&self, records: &[RecordRef]) -> Vec<String> {
        records.iter().map(|it| self.names.pointer(*it).href.trim_start_matches('#').to_owned()).collect()
    }

    /// Sources of a record of the text.
    fn sources(&self, cites: &[u32]) -> Vec<Cited> {
        cited(&self.brief.outline.citations, cites)
    }

    /// Adds the records of a section.
    fn section(&mut self, section: &Section, out: &mut Comparison) {
        match &section.kind {
            SectionKind::Prose | SectionKind::Takeaways(_) => {}
            SectionKind::Question(all) => {
                let (id, title) = (self.id(section.heading), self.title(section.heading));
                let note = self.optional(section.intro.0.clone());
                let findings = all.iter().map(|it| self.finding(it)).collect();
                out.questions.push(Question { id, title, note, findings });
            }
            SectionKind::Outcome(all) => out.outcomes.extend(all.iter().map(|it| Outcome {
                id: self.id(it.heading),
                case: self.case(it.case),
                intended: it.intended.as_ref().map(|it| self.line(it)),
                actual: it.actual.as_ref().map(|it| self.line(it)),
                verdict: it.verdict,
                confidence: it.confidence,
                text: self.optional(it.rest.0.clone()),
                sources: self.sources(&it.cites),
            })),
            SectionKind::Lessons(all) => {
                for it in all {
                    let lesson = self.lesson(it, out.lessons.len());
                    out.lessons.push(lesson);
                }
            }
            SectionKind::Likenesses(all) => out.likenesses = self.likenesses(all, true),
            SectionKind::Differences(all) => out.differences = self.likenesses(all, false),
            SectionKind::Rivals(it) => out.rivals = self.rivals(it),
            SectionKind::Recommendations(all) => {
                for it in all {
                    let rests = self.brief.records.recommendations.get(out.recommendations.len());
                    let rests_on = self.ids(rests.map_or(&[][..], |it| it));
                    let texts: Vec<String> =
                        it.argument.iter().filter_map(|it| self.optional(it.clone())).collect();
                    out.recommendations.push(Recommendation {
                        id: self.id(it.heading),
                        title: self.title(it.heading),
                        addressees: it.addressees.iter().map(|it| it.0.clone()).collect(),
                        rests_on,
                        by: it.by.map(|it| it.to_string()),
                        status: it.status,
                        reviewed: it.reviewed.map(|it| it.to_string()),
                        text: texts.join("\n\n"),
                        sources: self.sources(&it.cites),
                    });
                }
            }
        }
    }

    /// A finding.
    fn finding(&mut self, it: &structure::Finding) -> Finding {
        let body = self.body;
        let lead = it.lead.map(|index| self.text(std::slice::from_ref(&body.blocks[index])));
        let rest = self.optional(it.rest.0.clone());
        // A finding that begins with a list or a table is its own lead.
        let (lead, rest) = match lead {
            Some(lead) => (lead, rest),
            None => (rest.unwrap_or_default(), None),
        };
        Finding {
            id: self.id(it.heading),
            case: self.case(it.case),
            none: it.none,
            status: it.status,
            confidence: it.confidence,
            as_of: it.as_of.map(|it| it.to_string()),
            lead,
            rest,
            sources: self.sources(&it.cites),
        }
    }

    /// A lesson.
    fn lesson(&mut self, it: &structure::Lesson, number: usize) -> Lesson {
        let rests = self.brief.records.lessons.get(number);
        let rests_on = self.ids(rests.map_or(&[][..], |it| it));
        let texts: Vec<String> = it.argument.iter().filter_map(|it| self.optional(it.clone())).collect();
        let mut conditions = Vec::new();
        let body = self.body;
        if let Some(found) = &it.conditions
            && let BlockKind::Table(table) = &body.blocks[found.block.0].kind
        {
            for (row, states) in table.rows.iter().zip(&found.rows) {
                let text = row.first().map_or(String::new(), |it| self.line(&it.content));
                let cells = row.iter().skip(1).zip(states).zip(&found.columns);
                let cases = cells.map(|((cell, state), case)| Held {
                    case: self.case(*case),
                    state,
                    text: self.line(&cell.content),
                });
                conditions.push(Condition { text, cases: cases.collect() });
            }
        }
        Lesson {
            id: self.id(it.heading),
            title: self.title(it.heading),
            addressees: it.addressees.iter().map(|it| it.0.clone()).collect(),
            rests_on,
            confidence: it.confidence,
            likelihood: it.likelihood.clone(),
            mode: it.mode,
            transfer: it.transfer.as_ref().map(|it| it.term),
            text: texts.join("\n\n"),
            conditions,
            caveats: it.caveats.0.clone().and_then(|it| self.optional(it)),
            doubts: it.doubts.0.clone().and_then(|it| self.optional(it)),
            sources: self.sources(&it.cites),
        }
    }

    /// Likenesses or differences.
    fn likenesses(&mut self, all: &[structure::Likeness], alike: bool) -> Vec<Likeness> {
        let records = &self.brief.records;
        let joined = if alike { &records.likenesses } else { &records.differences };
        let body = self.body;
        let mut out = Vec::new();
        for (index, it) in all.iter().enumerate() {
            let BlockKind::List { items, .. } = &body.blocks[it.item.0].kind else { continue };
            let blocks = &items[it.item.1].blocks;
            let has_facts = !it.rests_on.is_empty() || !it.strengthens.is_empty() || !it.weakens.is_empty();
            let text = if has_facts { &blocks[..blocks.len() - 1] } else { &blocks[..] };
            let (rests, strengthens, weakens) = joined.get(index).cloned().unwrap_or_default();
            let lessons = |all: Vec<usize>| all.into_iter().map(RecordRef::Lesson).collect::<Vec<_>>();
            out.push(Likeness {
                id: format!("{}_{}", if alike { "likeness" } else { "difference" }, index + 1),
                text: self.text(text),
                rests_on: self.ids(&rests),
                strengthens: self.ids(&lessons(strengthens)),
                weakens: self.ids(&lessons(weakens)),
                sources: self.sources(&it.cites),
            });
        }
        out
    }

    /// Evidence against explanations.
    fn rivals(&mut self, it: &structure::Rivals) -> Option<Rivals> {
        let body = self.body;
        let BlockKind::Table(table) = &body.blocks[it.block.0?].kind else { return None };
        let explanations = table.head.iter().skip(1).map(|it| self.line(&it.content)).collect();
        let rows = table.rows.iter().zip(&it.rows).zip(&it.evidence);
        let evidence = rows.map(|((row, fits), cite)| Evidence {
            sources: self.sources(&[*cite]),
            fits: fits.clone(),
            texts: row.iter().skip(1).map(|it| self.line(&it.content)).collect(),
        });
        let evidence = evidence.collect();
        Some(Rivals { explanations, evidence, note: self.optional(it.after.0.clone()) })
    }

    /// A row of the chronology.
    fn event(&mut self, chronology: &Chronology, index: usize, tables: Tables<'a>) -> Event {
        let row = &chronology.rows[index];
        let [title, text, how] = self.writer.with_chronology(tables, |writer| {
            [&row.title, &row.text, &row.how].map(|it| writer.inlines(it).trim().to_owned())
        });
        let after = self.brief.records.row_after[index].map(|it| chronology.rows[it].id.clone());
        let cites: Vec<u32> = row.cite.into_iter().collect();
        Event {
            id: row.id.clone(),
            date: row.date.written.clone(),
            case: self.brief.records.row_cases[index].map(|it| self.case(it)),
            stage: row.stage,
            title,
            text,
            by: row.by.clone(),
            to: row.to.clone(),
            confidence: row.confidence,
            how: Some(how).filter(|it| after.is_some() && !it.is_empty()),
            link: row.link.filter(|_| after.is_some()),
            after,
            sources: cited(&chronology.citations, &cites),
        }
    }
}

/// Sources of some citations, each once for each stance and place.
fn cited(table: &[Citation], cites: &[u32]) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for part in cites.iter().flat_map(|it| &table[*it as usize].parts) {
        let locator = Some(part.place().to_owned()).filter(|it| !it.is_empty());
        let one = Cited { source: part.key.clone(), stance: stance(part.stance), locator };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}
