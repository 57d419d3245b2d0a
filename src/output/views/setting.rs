//! Sets the page of a brief: frame from the resolved site, parts from its body, then notes and
//! references, which know only at the end where they were used.

use super::brief::{
    AttachmentView, AuthorView, BackView, BriefFrame, BriefView, CorrectionView, CoverView, DataFile,
    NoteView, NoticeView, Part, PictureView, ReferenceView, SeriesNav, TitlePath,
};
use super::comparison::ComparisonView;
use super::layout::{Layout, Piece};
use super::{Card, DateView, size_text};
use crate::draft::body::{Body, View};
use crate::draft::front_matter::{Kind, NoticeKind};
use crate::draft::structure::SectionKind;
use crate::language::Language;
use crate::output::Edition;
use crate::output::apparatus::{Apparatus, Met, NoteOf};
use crate::output::prose::{Setter, Use, note_id, reference_id, text_html};
use crate::output::records::Work;
use crate::site::Brief;
use crate::words::CivilDate;
use crate::words::address::escape_path;
use std::ops::Range;

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
        let cover = front.cover.as_ref().zip(brief.cover.as_ref()).map(|((cover, _), shown)| CoverView {
            picture: PictureView::of(shown),
            alt: cover.alt.clone(),
            caption: cover.caption.clone(),
            credit: cover.credit.clone(),
        });
        let attachments = brief.attachments.iter().map(|(title, path, size)| AttachmentView {
            title: title.clone(),
            path: escape_path(path.as_str()),
            size_text: size_text(*size),
        });
        let mut versions: Vec<AttachmentView> = brief
            .versions
            .iter()
            .map(|(name, path, size)| AttachmentView {
                // A name that is a day is said as one.
                title: CivilDate::parse(name)
                    .map_or_else(|_| name.clone(), |it| DateView::of(it, &language).text),
                path: escape_path(path.as_str()),
                size_text: size_text(*size),
            })
            .collect();
        // Names begin with days or numbers: the last is the newest.
        versions.reverse();
        let card = Card { authors: Vec::new(), ..Card::clone(&self.card(index, &language)) };
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
            versions,
            pdf: self.paper_of(brief).map(|it| super::frame::beside(brief, &escape_path(&it))),
            data: self.data_files(brief),
            regions: front.regions.clone(),
            keywords: front.keywords.clone(),
            minutes: brief.outline.words.div_ceil(WORDS_A_MINUTE).max(1),
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

    /// The briefs before and after a brief in its series.
    pub fn neighbours(&self, index: usize) -> [Option<usize>; 2] {
        let all = self.site.briefs[index].series.map_or(&[][..], |it| &self.site.series[it].briefs);
        let Some(place) = all.iter().position(|it| *it == index) else { return [None; 2] };
        [place.checked_sub(1).map(|it| all[it]), all.get(place + 1).copied()]
    }

    /// Where a brief stands in its series.
    fn series_nav(&self, index: usize) -> Option<SeriesNav> {
        let number = self.site.briefs[index].series?;
        let [previous, next] = self.neighbours(index);
        let link = |it: usize| {
            let brief = &self.site.briefs[it];
            TitlePath { title: brief.outline.texts.title.clone(), path: self.path_of(&brief.address) }
        };
        Some(SeriesNav {
            series: self.series_link(number, self.site.briefs[index].front().number.clone()),
            previous: previous.map(link),
            next: next.map(link),
        })
    }

    /// A whole brief: its prose set, its records laid out. Its facts are `None` where nobody cites it.
    pub fn brief_view(
        &self,
        index: usize,
        frame: BriefFrame,
        body: &Body,
        root: &str,
        work: Option<&Work>,
    ) -> BriefView {
        let brief = &self.site.briefs[index];
        let language = self.language(&brief.front().lang);
        let page = PageOf { edition: self, brief, body, root, language: &language };
        let apparatus = page.apparatus();
        let mut setter = Setter::new(self.tables(brief, root, &language), body, Some(&apparatus));
        // One at the head is what is seen first.
        setter.has_picture = brief.cover.is_some();
        let set = page.set(&mut setter);
        let mut view = BriefView {
            frame,
            summary: set.summary,
            notice: set.notice,
            corrections: set.corrections,
            contents: Vec::new(),
            parts: set.parts,
            notes: notes(brief, body, &apparatus, &mut setter),
            references: Vec::new(),
            cite_as: work.map(|it| self.cite_as(it, &brief.style)),
            comparison: set.comparison,
            related: Vec::new(),
        };
        if view.frame.withdrawn {
            return view;
        }
        if brief.front().toc {
            view.contents = Layout::of(brief, body).contents(brief, body, &language);
        }
        view.references = self.references(brief, &apparatus, &setter.uses, root);
        view
    }

    /// The apparatus of a brief's page, for shapes that number as the page does.
    pub fn apparatus_of(&self, brief: &Brief, body: &Body, language: &Language) -> Apparatus {
        PageOf { edition: self, brief, body, root: "", language }.apparatus()
    }

    /// What a page cites, as its style prints it, each with the places where it is used.
    fn references(
        &self,
        brief: &Brief,
        apparatus: &Apparatus,
        uses: &[Use],
        root: &str,
    ) -> Vec<ReferenceView> {
        let views = apparatus.references().iter().map(|(index, mark, text)| {
            let cited = &brief.cited[*index];
            let reference = &cited.reference;
            let here = uses.iter().filter(|it| it.key == reference.key).enumerate();
            let backs = here.map(|(number, it)| BackView {
                href: format!("#{}", it.id),
                label: if it.label.is_empty() { (number + 1).to_string() } else { it.label.clone() },
            });
            let mut backs: Vec<BackView> = backs.collect();
            // The author's own notes are set after the text, and their citations with them.
            backs.sort_by_key(|it| it.label.parse::<u32>().unwrap_or(u32::MAX));
            ReferenceView {
                id: reference_id(&reference.key),
                key: reference.key.clone(),
                label: apparatus.labels.get(&reference.key).cloned().unwrap_or_default(),
                mark_html: mark.as_ref().map(text_html),
                html: text_html(text),
                url: reference.item.url(),
                archived: reference.archived.clone(),
                path: self.source_path(&reference.key).map(|it| format!("{root}{it}")),
                backs,
            }
        });
        views.collect()
    }
}

/// The page of a brief while it is set.
struct PageOf<'a> {
    /// The edition.
    edition: &'a Edition,
    /// The brief.
    brief: &'a Brief,
    /// Its body.
    body: &'a Body,
    /// Leads to the site's top.
    root: &'a str,
    /// Its language.
    language: &'a Language,
}

/// What of a page is prose.
struct Set {
    /// Key takeaways.
    summary: Vec<String>,
    /// A notice at the head.
    notice: Option<NoticeView>,
    /// What was corrected.
    corrections: Vec<CorrectionView>,
    /// The body in order.
    parts: Vec<Part>,
    /// The comparison's records.
    comparison: Option<ComparisonView>,
}

impl<'a> PageOf<'a> {
    /// The apparatus: it takes to know in which order notes and citations are met.
    fn apparatus(&self) -> Apparatus {
        let PageOf { edition, brief, body, language, .. } = *self;
        let met = match Layout::of(brief, body).met_in_order(brief, body) {
            Some(met) => {
                debug_assert_eq!(met, self.met_when_set(), "what is written in order is set in order");
                met
            }
            None => self.met_when_set(),
        };
        edition.apparatus(brief, body, &met, language)
    }

    /// What is met where the page is set: it is set once to learn it.
    fn met_when_set(&self) -> Vec<Met> {
        let PageOf { edition, brief, body, root, language } = *self;
        let mut first = Setter::new(edition.tables(brief, root, language), body, None);
        self.set(&mut first);
        first.met
    }

    /// Sets the prose in reading order.
    fn set(&self, setter: &mut Setter<'a>) -> Set {
        let PageOf { edition, brief, body, root, language } = *self;
        let front = brief.front();
        let texts = &brief.outline.texts;
        // As the page has it: the opening with its takeaways, notice and correction, the body, and
        // the earlier corrections at its foot.
        let withdrawn = brief.is_withdrawn();
        let summary: &[_] = if withdrawn { &[] } else { &texts.summary };
        let mut set = Set {
            summary: summary.iter().map(|it| setter.inlines(it)).collect(),
            notice: front.notice.as_ref().map(|(day, _, kind)| NoticeView {
                date: DateView::of(*day, language),
                text_html: format!("<p>{}</p>", setter.inlines(&texts.notice)),
                kind: if *kind == NoticeKind::Superseded { "superseded" } else { "editor" },
            }),
            corrections: corrections(brief, language, setter, 0..1),
            parts: Vec::new(),
            comparison: None,
        };
        if withdrawn {
            return set;
        }
        for piece in &Layout::of(brief, body).pieces {
            set.parts.push(match piece {
                Piece::Prose(ranges) => Part::Prose { html: setter.ranges(&body.blocks, ranges) },
                Piece::View(it) => Part::View { view: name(it), case: case_of(it, brief) },
            });
            // Records are set where their view stands, so that notes and citations count in order.
            if let Piece::View(it) = piece {
                let comparison =
                    set.comparison.get_or_insert_with(|| ComparisonView::of(edition, brief, language));
                comparison.fill(it, edition, brief, body, setter, root, language);
            }
        }
        if front.kind == Kind::Comparison && set.comparison.is_none() {
            set.comparison = Some(ComparisonView::of(edition, brief, language));
        }
        set.corrections.extend(corrections(brief, language, setter, 1..usize::MAX));
        set
    }
}

/// What was corrected, newest first: those at these places.
fn corrections<'a>(
    brief: &'a Brief,
    language: &Language,
    setter: &mut Setter<'a>,
    which: Range<usize>,
) -> Vec<CorrectionView> {
    // Of a withdrawn text only its title and the notice are left.
    let all = if brief.is_withdrawn() { Vec::new() } else { super::corrections::newest_first(brief) };
    let some = all.into_iter().skip(which.start).take(which.len());
    let views = some.map(|(day, text, severity)| CorrectionView {
        date: DateView::of(day, language),
        text_html: format!("<p>{}</p>", setter.inlines(text)),
        severity,
        severity_text: language.term("severity", severity),
    });
    views.collect()
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

/// The notes of a page in their order, the author's and those of citations.
fn notes(brief: &Brief, body: &Body, apparatus: &Apparatus, setter: &mut Setter<'_>) -> Vec<NoteView> {
    // Notes can refer to notes: all are set before any is asked where it is referred to.
    let mut texts = Vec::new();
    for (number, it) in (1..).zip(&apparatus.notes) {
        setter.in_note = Some(number);
        texts.push(match it {
            NoteOf::Own(index) => setter.blocks(&body.notes[*index as usize].blocks),
            NoteOf::Cite(place) => {
                let citation = brief.citation(*place);
                let html = citation.and_then(|it| setter.cite_note(*place, it)).unwrap_or_default();
                format!("<p>{html}</p>\n")
            }
        });
    }
    setter.in_note = None;
    let all = (1..).zip(&apparatus.notes).zip(texts).map(|((number, it), html)| {
        let places = match it {
            NoteOf::Own(index) => setter.notes[*index as usize].clone(),
            NoteOf::Cite(_) => vec![format!("noteref_{number}")],
        };
        let backs = places
            .iter()
            .enumerate()
            .map(|(number, id)| BackView { href: format!("#{id}"), label: (number + 1).to_string() });
        NoteView { id: note_id(number), number, html, backs: backs.collect() }
    });
    all.collect()
}
