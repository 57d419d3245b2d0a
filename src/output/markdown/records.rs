//! The whole of a brief as Markdown: its parts in the order of its page, then notes, then sources.
//!
//! A section of records is written as its author wrote it: headings, facts as a list, grids as
//! tables. So a twin reads like the source, with the ids that the page has.

use super::Writer;
use crate::draft::body::{Body, View};
use crate::draft::chronology::Row;
use crate::draft::structure::SectionKind;
use crate::language::Language;
use crate::output::Edition;
use crate::output::prose::Tables;
use crate::output::views::filler;
use crate::output::views::layout::{Layout, Piece};
use crate::site::Brief;

impl<'a> Writer<'a> {
    /// Everything after the head.
    pub fn whole(
        &mut self,
        edition: &'a Edition,
        brief: &'a Brief,
        body: &'a Body,
        language: &'a Language,
    ) -> String {
        let mut parts: Vec<String> = Vec::new();
        let texts = &brief.outline.texts;
        if brief.is_withdrawn() {
            let notice = self.inlines(&texts.notice);
            return if notice.is_empty() { language.word("withdrawn_text").to_owned() } else { notice };
        }
        if !texts.notice.is_empty() {
            parts.push(format!("> {}", self.inlines(&texts.notice)));
        }
        for (day, text, _) in crate::output::views::corrections::newest_first(brief) {
            let words = self.inlines(text);
            parts.push(format!("> **{}, {day}:** {words}", language.word("correction")));
        }
        if !texts.summary.is_empty() {
            let lines: Vec<String> =
                texts.summary.iter().map(|it| format!("- {}", self.inlines(it))).collect();
            parts.push(format!("**{}**\n\n{}", language.word("key_takeaways"), lines.join("\n")));
        }
        if let Some(question) = &brief.front().question {
            parts.push(format!("**{}:** {}", language.word("question"), super::escape::text(question)));
        }
        for piece in Layout::of(brief, body).pieces {
            match piece {
                Piece::Prose(ranges) => {
                    parts.extend(ranges.into_iter().map(|it| self.blocks(&body.blocks[it])));
                }
                Piece::View(view) => {
                    let tables = Tables {
                        headings: &[],
                        links: &brief.chronology_links,
                        citations: brief.chronology.as_ref().map_or(&[][..], |it| &it.citations),
                        ..edition.tables(brief, self.tables.root, language)
                    };
                    parts.push(self.view(&view, brief, body, tables));
                }
            }
        }
        parts.push(self.notes());
        let references = self.citing.references(brief);
        if !references.is_empty() {
            let lines: Vec<String> = references.iter().map(|it| format!("- {it}")).collect();
            parts.push(format!(
                "## {} {{#view_references}}\n\n{}",
                language.word("references"),
                lines.join("\n")
            ));
        }
        parts.retain(|it| !it.is_empty());
        parts.join("\n\n")
    }

    /// A view of the comparison: the sections that it shows, or the rows of its chronology.
    fn view(&mut self, view: &View, brief: &Brief, body: &Body, rows: Tables<'a>) -> String {
        let shows = |it: &SectionKind| {
            matches!(
                (view, it),
                (View::Outcomes, SectionKind::Outcome(_))
                    | (View::Matrix, SectionKind::Question(_))
                    | (View::Lessons, SectionKind::Lessons(_))
                    | (View::Likenesses, SectionKind::Likenesses(_) | SectionKind::Differences(_))
                    | (View::Rivals, SectionKind::Rivals(_))
                    | (View::Recommendations, SectionKind::Recommendations(_))
                    | (View::Takeaways, SectionKind::Takeaways(_))
            )
        };
        let order = match view {
            View::Chain(case) => brief.records.chain(*case),
            View::Timelines => {
                let all = brief.chronology.as_ref().map_or(&[][..], |it| &it.rows);
                let mut order: Vec<usize> = (0..all.len()).collect();
                // Rows of one day keep the author's order.
                order.sort_by_key(|it| all[*it].date.order());
                order
            }
            _ => {
                let sections = brief.outline.structure.sections.iter().filter(|it| shows(&it.kind));
                let texts = sections.map(|it| self.blocks(&body.blocks[it.blocks.start - 1..it.blocks.end]));
                return texts.collect::<Vec<_>>().join("\n\n");
            }
        };
        let Some(chronology) = &brief.chronology else { return String::new() };
        let (id, title) = filler::heading(view, brief, rows.language);
        let title = super::escape::words_of_html(&title);
        let lines: Vec<String> = order
            .into_iter()
            .map(|index| {
                let case = brief.records.row_cases[index].map(|it| brief.front().cases[it].short.as_str());
                self.with_chronology(rows, |writer| writer.row_of(&chronology.rows[index], case))
            })
            .collect();
        format!("## {title} {{#{id}}}\n\n{}", lines.join("\n"))
    }

    /// A row of the chronology: when, in which case, what, and its sources.
    fn row_of(&mut self, row: &Row, case: Option<&str>) -> String {
        let when = super::escape::text(&self.tables.language.dates.edtf(&row.date));
        let case = case.map_or(String::new(), |it| format!(", {}", super::escape::text(it)));
        let title = self.inlines(&row.title);
        let text = self.inlines(&row.text);
        let cite = row.cite.map_or(String::new(), |it| format!(" {}", self.cite(it, "", false)));
        format!("- **{when}{case}:** {} {}{cite}", stopped(title.trim()), text.trim()).trim_end().to_owned()
    }
}

/// A title with a stop after it, so that a sentence can follow.
fn stopped(title: &str) -> String {
    if title.ends_with(['.', '?', '!', '…']) { title.to_owned() } else { format!("{title}.") }
}
