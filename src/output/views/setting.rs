//! Sets the page of a brief: frame from the resolved site, parts from its body, then notes and
//! references, which know only at the end where they were used.

use super::brief::{
    AttachmentView, AuthorView, BackView, BriefFrame, BriefView, CorrectionView, CoverView, DataFile, NoteView,
    NoticeView, Part, ReferenceView, SeriesNav, TitlePath,
};
use super::comparison::ComparisonView;
use super::layout::{Layout, Piece};
use super::{DateView, size_text};
use crate::draft::bibliography::Reference;
use crate::draft::body::{Body, View};
use crate::draft::front_matter::{Kind, NoticeKind};
use crate::draft::structure::SectionKind;
use crate::output::Edition;
use crate::output::prose::{Setter, escape, note_id, reference_id};
use crate::site::Brief;

/// Words that are read in a minute.
const WORDS_A_MINUTE: usize = 230;

impl Edition {
    /// What of a brief comes from front matter and neighbours.
    pub fn frame(&self, index: usize) -> BriefFrame {
        let brief = &self.site.briefs[index];
        let front = brief.front();
        let language = self.language(&front.lang);
        let people = brief.authors.iter().map(|author| {
            let person = &self.site.people[author.person];
            AuthorView {
                name: person.name.clone(),
                path: (!person.briefs.is_empty()).then(|| self.path_of(&person.address)),
                role: author.role.clone().or_else(|| person.role.clone()),
                affiliation: author.affiliation.clone().or_else(|| person.affiliation.clone()),
                orcid: person.orcid.clone(),
                bio: person.bio.clone(),
            }
        });
        let cover = front.cover.as_ref().zip(brief.cover.as_ref()).map(|((cover, _), path)| CoverView {
            path: crate::words::address::escape_path(path.as_str()),
            alt: cover.alt.clone(),
            caption: cover.caption.clone(),
            credit: cover.credit.clone(),
        });
        let attachments = brief.attachments.iter().map(|(title, path, size)| AttachmentView {
            title: title.clone(),
            path: crate::words::address::escape_path(path.as_str()),
            size_text: size_text(*size),
        });
        let mut card = self.card(index, &language);
        card.authors = Vec::new();
        BriefFrame {
            card,
            people: people.collect(),
            as_of: front.as_of.map(|it| DateView::of(it, &language)),
            withdrawn: brief.is_withdrawn(),
            imprint: front.imprint.clone(),
            doi: front.doi.clone(),
            isbn: front.isbn.clone(),
            issn: front.issn.clone(),
            cover,
            attachments: attachments.collect(),
            data: self.data_files(brief),
            regions: front.regions.clone(),
            keywords: front.keywords.clone(),
            minutes: brief.outline.words.div_ceil(WORDS_A_MINUTE).max(1),
            related: brief.related.iter().map(|it| self.card(*it, &language)).collect(),
            series_nav: self.series_nav(index),
            extra: front.extra.clone(),
        }
    }

    /// Files with the records of a comparison, if they are made.
    fn data_files(&self, brief: &Brief) -> Vec<DataFile> {
        if !self.makes_data(brief) {
            return Vec::new();
        }
        let file = |name, format| DataFile { path: super::frame::beside(brief, name), format };
        let mut all = vec![file("comparison.json", "JSON")];
        if brief.has(|it| matches!(it, SectionKind::Question(_))) {
            all.push(file("matrix.csv", "CSV"));
        }
        all
    }

    /// Whether the records of a brief are given as data: a comparison whose text stands.
    pub fn makes_data(&self, brief: &Brief) -> bool {
        brief.front().kind == Kind::Comparison && !brief.is_withdrawn() && self.makes_of("data", brief)
    }

    /// Where a brief stands in its series.
    fn series_nav(&self, index: usize) -> Option<SeriesNav> {
        let number = self.site.briefs[index].series?;
        let all = &self.site.series[number].briefs;
        let place = all.iter().position(|it| *it == index)?;
        let link = |it: usize| {
            let brief = &self.site.briefs[it];
            TitlePath { title: brief.outline.texts.title.clone(), path: self.path_of(&brief.address) }
        };
        Some(SeriesNav {
            series: self.series_link(number, self.site.briefs[index].front().number.clone()),
            previous: place.checked_sub(1).map(|it| link(all[it])),
            next: all.get(place + 1).map(|it| link(*it)),
        })
    }

    /// A whole brief: its prose set, its records laid out.
    pub fn brief_view(&self, index: usize, frame: BriefFrame, body: &Body, root: &str) -> BriefView {
        let brief = &self.site.briefs[index];
        let front = brief.front();
        let language = self.language(&front.lang);
        let mut setter = Setter::new(self.tables(brief, root, &language), body);
        let summary = brief.outline.texts.summary.iter().map(|it| setter.inlines(it)).collect();
        let corrections = super::corrections::newest_first(brief);
        let corrections = corrections.into_iter().map(|(day, text, severity)| CorrectionView {
            date: DateView::of(day, &language),
            text_html: format!("<p>{}</p>", setter.inlines(text)),
            severity,
            severity_text: language.term("severity", severity),
        });
        let corrections = corrections.collect();
        let notice = front.notice.as_ref().map(|(day, _, kind)| NoticeView {
            date: DateView::of(*day, &language),
            text_html: format!("<p>{}</p>", setter.inlines(&brief.outline.texts.notice)),
            kind: if *kind == NoticeKind::Superseded { "superseded" } else { "editor" },
        });
        let mut view = BriefView {
            frame,
            summary,
            notice,
            corrections,
            contents: Vec::new(),
            parts: Vec::new(),
            notes: Vec::new(),
            references: Vec::new(),
            comparison: None,
        };
        if view.frame.withdrawn {
            view.summary.clear();
            view.corrections.clear();
            return view;
        }
        let order = Layout::of(brief, body);
        for piece in &order.pieces {
            view.parts.push(match piece {
                Piece::Prose(ranges) => {
                    let html: String =
                        ranges.iter().map(|it| setter.blocks(&body.blocks[it.clone()])).collect();
                    Part::Prose { html }
                }
                Piece::View(it) => Part::View { view: name(it), case: case_of(it, brief) },
            });
            // Records are set where their view stands, so that notes and citations count in order.
            if let Piece::View(it) = piece {
                let comparison =
                    view.comparison.get_or_insert_with(|| ComparisonView::of(self, brief, &language));
                comparison.fill(it, self, brief, body, &mut setter, root, &language);
            }
        }
        if front.kind == Kind::Comparison && view.comparison.is_none() {
            view.comparison = Some(ComparisonView::of(self, brief, &language));
        }
        if front.toc {
            view.contents = order.contents(brief, body, &language);
        }
        view.notes = notes(body, &mut setter);
        view.references = references(brief, &setter);
        view
    }
}

/// The name of a view for templates.
fn name(view: &View) -> &'static str {
    match view {
        View::Outcomes => "outcomes",
        View::Matrix => "matrix",
        View::Chain(_) => "chain",
        View::Timelines => "timelines",
        View::Lessons => "lessons",
        View::Likenesses => "likenesses",
        View::Rivals => "rivals",
        View::Recommendations => "recommendations",
        View::Takeaways => "takeaways",
        View::Evidence => "evidence",
    }
}

/// The case of a chain.
fn case_of(view: &View, brief: &Brief) -> Option<String> {
    match view {
        View::Chain(case) => brief.front().cases.get(*case).map(|it| it.id.clone()),
        _ => None,
    }
}

/// Footnotes that the page refers to, set after everything else; a note can refer to another.
fn notes(body: &Body, setter: &mut Setter<'_>) -> Vec<NoteView> {
    let mut set: Vec<Option<String>> = vec![None; body.notes.len()];
    while let Some(index) = (0..set.len()).find(|it| set[*it].is_none() && !setter.notes[*it].is_empty()) {
        set[index] = Some(setter.blocks(&body.notes[index].blocks));
    }
    let all = set.into_iter().enumerate().filter_map(|(index, html)| {
        let backs = setter.notes[index]
            .iter()
            .enumerate()
            .map(|(number, id)| BackView { href: format!("#{id}"), label: (number + 1).to_string() });
        Some(NoteView {
            id: note_id(index as u32),
            number: index as u32 + 1,
            html: html?,
            backs: backs.collect(),
        })
    });
    all.collect()
}

/// What the page cites, by author and title.
fn references(brief: &Brief, setter: &Setter<'_>) -> Vec<ReferenceView> {
    let mut all: Vec<(String, ReferenceView)> = Vec::new();
    for cited in &brief.cited {
        let it = &cited.reference;
        let mut places: Vec<&String> = Vec::new();
        for (key, id) in &setter.cites {
            if *key == it.key && !places.contains(&id) {
                places.push(id);
            }
        }
        let backs = places
            .iter()
            .enumerate()
            .map(|(number, id)| BackView { href: format!("#{id}"), label: (number + 1).to_string() });
        let order = it.item.makers().first().map(|it| it.listed()).unwrap_or_default();
        all.push((
            crate::words::names::fold(&format!(
                "{order} {} {}",
                it.item.dates.get("issued").and_then(|it| it.iso()).unwrap_or_default(),
                it.key
            )),
            ReferenceView {
                id: reference_id(&it.key),
                key: it.key.clone(),
                html: reference_html(it),
                url: it.item.url(),
                backs: backs.collect(),
            },
        ));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|it| it.1).collect()
}

/// A reference in the plainest form: who, what, where, when.
pub(super) fn reference_html(it: &Reference) -> String {
    let mut out = format!("<span class=\"key\">{}</span> ", escape(&it.key));
    let item = &it.item;
    let authors = item.makers().iter().map(|it| it.listed()).collect::<Vec<_>>().join("; ");
    if !authors.is_empty() {
        out.push_str(&escape(&authors));
        out.push_str(if authors.ends_with('.') { " " } else { ". " });
    }
    let title = format!("<cite>{}</cite>", escape(item.text("title").unwrap_or_default()));
    match item.url() {
        Some(url) => out.push_str(&format!("<a href=\"{}\">{title}</a>", escape(&url))),
        None => out.push_str(&title),
    }
    let date = item.dates.get("issued").and_then(|it| it.iso());
    let container = item.text("container-title").or(item.text("publisher")).map(str::to_owned);
    for (class, more) in [("container", container), ("date", date)] {
        let Some(more) = more else { continue };
        out.push_str(&format!(", <span class=\"{class}\">{}</span>", escape(&more)));
    }
    out.push('.');
    out
}
