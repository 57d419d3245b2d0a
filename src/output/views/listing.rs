//! Fills the pages that list, from the resolved site.

use super::brief::{BriefView, Part};
use super::cards::ListKind;
use super::comparison::{CaseWithOutcome, OutcomeView};
use super::frame::Head;
use super::lists::{
    AddresseeRecommendations, ArchiveYear, Home, Lead, Lessons, LessonsOfBrief, PersonLine, PersonView,
    RecommendationOfBrief, Recommendations, SeriesLine, TopicLine,
};
use super::names::Names;
use super::records::LessonView;
use super::{PageLink, Pagination};
use crate::draft::front_matter::Kind;
use crate::draft::people::PersonKind;
use crate::draft::structure::SectionKind;
use crate::language::Language;
use crate::output::prose::{escape, simple};
use crate::output::{Edition, NotMade};
use crate::words::{Address, names};

/// How many lessons the home page shows of its lead.
const LEAD_LESSONS: usize = 3;

/// How many briefs the home page shows.
const HOME_BRIEFS: usize = 12;

impl Edition {
    /// The home page; `intro` is the text of `briefings/index.md`.
    ///
    /// # Errors
    /// Mistakes of the theme's `card.html`.
    pub fn home(&self, intro: Option<BriefView>, head: &Head) -> Result<Home, NotMade> {
        let language = &self.site_language;
        Ok(Home {
            intro_html: intro.as_ref().map(|it| it.parts.iter().filter_map(Part::prose).collect()),
            brief: intro,
            latest: self.cards(&self.latest_of_home(), ListKind::Home, head)?,
            lead: self.lead_of_home().map(|it| self.lead(it, language)),
            topics: self.topic_lines(),
            series: self.series_lines(),
        })
    }

    /// The comparison with which the home page opens: the newest.
    pub fn lead_of_home(&self) -> Option<usize> {
        self.site.newest.iter().copied().find(|it| {
            let brief = &self.site.briefs[*it];
            brief.front().kind == Kind::Comparison && !brief.is_withdrawn()
        })
    }

    /// The briefs that the home page lists.
    pub fn latest_of_home(&self) -> Vec<usize> {
        let lead = self.lead_of_home();
        self.site.newest.iter().copied().filter(|it| Some(*it) != lead).take(HOME_BRIEFS).collect()
    }

    /// A comparison on the home page: what was asked, what came of it, what follows.
    fn lead(&self, index: usize, language: &Language) -> Lead {
        let brief = &self.site.briefs[index];
        let names = Names::of(brief, language).seen_from_elsewhere(self.path_of(&brief.address));
        let mut cases: Vec<CaseWithOutcome> = (0..brief.front().cases.len())
            .map(|it| CaseWithOutcome { case: self.case_view(brief, it, language), outcome: None })
            .collect();
        let mut lessons = Vec::new();
        for section in &brief.outline.structure.sections {
            match &section.kind {
                SectionKind::Outcome(all) => {
                    for it in all {
                        cases[it.case].outcome = Some(OutcomeView {
                            id: brief.outline.headings[it.heading].id.clone(),
                            intended_html: it.intended.as_ref().map(|it| simple(it)),
                            actual_html: it.actual.as_ref().map(|it| simple(it)),
                            verdict: it.verdict,
                            verdict_text: it.verdict.map(|it| language.term("verdict", it)),
                            confidence: None,
                            html: String::new(),
                            sources: Vec::new(),
                            used_in: Vec::new(),
                        });
                    }
                }
                SectionKind::Lessons(all) => {
                    for lesson in all.iter().take(LEAD_LESSONS) {
                        lessons.push(self.lesson_frame(brief, lesson, lessons.len(), &names, language));
                    }
                }
                _ => {}
            }
        }
        Lead { card: self.card(index, language), question: brief.front().question.clone(), cases, lessons }
    }

    /// Topics by name.
    pub fn topic_lines(&self) -> Vec<TopicLine> {
        let all = self.site.topics.iter();
        all.map(|it| TopicLine {
            name: it.name.clone(),
            path: self.path_of(&it.address),
            count: it.briefs.len(),
        })
        .collect()
    }

    /// Series in the order of the settings.
    pub fn series_lines(&self) -> Vec<SeriesLine> {
        let all = self.site.series.iter().map(|it| SeriesLine {
            title: it.series.title.clone(),
            path: self.path_of(&it.address),
            description: it.series.description.clone(),
            count: it.briefs.len(),
        });
        all.collect()
    }

    /// Everyone by name; families' names first where they are known.
    pub fn people_lines(&self) -> Vec<PersonLine> {
        let mut people: Vec<_> = self.site.people.iter().filter(|it| !it.briefs.is_empty()).collect();
        people.sort_by_key(|it| {
            let name = it.family_given.as_ref().map_or(it.name.clone(), |(family, given)| {
                format!("{family} {}", given.as_deref().unwrap_or_default())
            });
            names::fold(&name)
        });
        let lines = people.into_iter().map(|it| PersonLine {
            name: it.name.clone(),
            path: self.path_of(&it.address),
            kind: kind(it.kind),
            affiliation: it.affiliation.clone(),
            count: it.briefs.len(),
        });
        lines.collect()
    }

    /// Someone at length.
    pub fn person_view(&self, index: usize) -> PersonView {
        let it = &self.site.people[index];
        PersonView {
            name: it.name.clone(),
            kind: kind(it.kind),
            role: it.role.clone(),
            affiliation: it.affiliation.clone(),
            orcid: it.orcid.clone(),
            bio_html: it.bio.as_ref().map(|it| format!("<p>{}</p>", escape(it))),
            url: it.url.clone(),
        }
    }

    /// Briefs by year.
    ///
    /// # Errors
    /// Mistakes of the theme's `card.html`.
    pub fn years(&self, briefs: &[usize], head: &Head) -> Result<Vec<ArchiveYear>, NotMade> {
        let mut years: Vec<ArchiveYear> = Vec::new();
        for (&index, card) in briefs.iter().zip(self.cards(briefs, ListKind::Archive, head)?) {
            let year = self.site.briefs[index].day().map_or(String::new(), |it| it.year().to_string());
            match years.last_mut() {
                Some(last) if last.year == year => last.briefs.push(card),
                _ => years.push(ArchiveYear { year, briefs: vec![card] }),
            }
        }
        Ok(years)
    }

    /// All lessons, seen from a page with this way to the top.
    pub fn all_lessons(&self, root: &str) -> Lessons {
        let language = &self.site_language;
        let mut briefs = Vec::new();
        for &index in self.site.newest.iter().filter(|it| !self.site.briefs[**it].is_withdrawn()) {
            let brief = &self.site.briefs[index];
            let names = Names::of(brief, language)
                .seen_from_elsewhere(format!("{root}{}", self.path_of(&brief.address)));
            let all = brief.outline.structure.sections.iter().filter_map(|it| match &it.kind {
                SectionKind::Lessons(all) => Some(all),
                _ => None,
            });
            let lessons: Vec<LessonView> = all
                .flatten()
                .enumerate()
                .map(|(number, it)| self.lesson_frame(brief, it, number, &names, language))
                .collect();
            if !lessons.is_empty() {
                briefs.push(LessonsOfBrief { card: self.card(index, language), lessons });
            }
        }
        Lessons { briefs }
    }

    /// All recommendations by addressee, seen from a page with this way to the top.
    pub fn all_recommendations(&self, root: &str) -> Recommendations {
        let language = &self.site_language;
        let mut addressees: Vec<AddresseeRecommendations> = Vec::new();
        for &index in self.site.newest.iter().filter(|it| !self.site.briefs[**it].is_withdrawn()) {
            let brief = &self.site.briefs[index];
            let names = Names::of(brief, language)
                .seen_from_elsewhere(format!("{root}{}", self.path_of(&brief.address)));
            let all = brief.outline.structure.sections.iter().filter_map(|it| match &it.kind {
                SectionKind::Recommendations(all) => Some(all),
                _ => None,
            });
            for (number, it) in all.flatten().enumerate() {
                let view = self.recommendation_frame(brief, it, number, &names, language);
                for addressee in &view.addressees {
                    let level = names::level(&addressee.name);
                    let entry = RecommendationOfBrief {
                        recommendation: view.clone(),
                        card: self.card(index, language),
                    };
                    match addressees.iter_mut().find(|it| names::level(&it.addressee.name) == level) {
                        Some(known) => {
                            if known.addressee.full.is_none() {
                                known.addressee.full.clone_from(&addressee.full);
                                known.addressee.href.clone_from(&addressee.href);
                            }
                            known.recommendations.push(entry);
                        }
                        None => addressees.push(AddresseeRecommendations {
                            id: format!("for_{}", addressees.len() + 1),
                            addressee: addressee.clone(),
                            recommendations: vec![entry],
                        }),
                    }
                }
            }
        }
        addressees.sort_by_key(|it| names::fold(&it.addressee.name));
        Recommendations { addressees }
    }

    /// Where one of some pages of a list stands; the first lives at the list's own address.
    pub fn pagination(&self, address: &Address, number: usize, count: usize) -> Pagination {
        let path = |it: usize| self.path_of(&page_address(address, it));
        Pagination {
            number,
            count,
            previous: (number > 1).then(|| path(number - 1)),
            next: (number < count).then(|| path(number + 1)),
            pages: named_pages(number, count)
                .into_iter()
                .map(|(it, after_gap)| PageLink {
                    number: it,
                    path: path(it),
                    current: it == number,
                    after_gap,
                })
                .collect(),
        }
    }
}

/// Which of some pages one of them names, and whether others are left out before it: the first, the last, and two on
/// either side. A list of hundreds would be a page of its own, on every page.
fn named_pages(number: usize, count: usize) -> Vec<(usize, bool)> {
    let is_named = |it: usize| it == 1 || it == count || it.abs_diff(number) <= 2;
    // A sign for what is left out takes no less room than a single page.
    let is_shown = |it: usize| is_named(it) || (is_named(it - 1) && is_named(it + 1));
    let around = number.saturating_sub(4).max(1)..=(number + 4).min(count);
    let shown: Vec<usize> =
        std::iter::once(1).chain(around).chain([count]).filter(|it| is_shown(*it)).collect();
    let mut named: Vec<(usize, bool)> = Vec::new();
    for it in shown {
        let before = named.last().map_or(0, |it| it.0);
        if it > before {
            named.push((it, it > before + 1));
        }
    }
    named
}

/// Where a page of a list lives.
pub fn page_address(address: &Address, number: usize) -> Address {
    if number == 1 { address.clone() } else { address.child("page").child(&number.to_string()) }
}

/// The word for one or many.
fn kind(it: PersonKind) -> &'static str {
    match it {
        PersonKind::Person => "person",
        PersonKind::Organisation => "organisation",
    }
}

#[cfg(test)]
mod tests {
    use super::named_pages;

    /// Page numbers as a reader sees them.
    fn shown(number: usize, count: usize) -> String {
        let all = named_pages(number, count).into_iter();
        all.map(|(it, after_gap)| format!("{}{it}", if after_gap { "… " } else { "" }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_long_list_of_pages_names_its_ends_and_the_neighbours() {
        assert_eq!(shown(1, 1), "1");
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(4, 7), "1 2 3 4 5 6 7");
        assert_eq!(shown(5, 9), "1 2 3 4 5 6 7 8 9", "one page is named, not left out");
        assert_eq!(shown(1, 500), "1 2 3 … 500");
        assert_eq!(shown(6, 500), "1 … 4 5 6 7 8 … 500");
        assert_eq!(shown(250, 500), "1 … 248 249 250 251 252 … 500");
        assert_eq!(shown(497, 500), "1 … 495 496 497 498 499 500");
        assert_eq!(shown(500, 500), "1 … 498 499 500");
        for count in 1..40 {
            for number in 1..=count {
                let all = named_pages(number, count);
                assert!(all.is_sorted_by(|a, b| a.0 < b.0) && all.len() <= 9, "{number} of {count}");
                assert!(all.iter().any(|it| it.0 == number) && all[0] == (1, false));
                assert!(all.last().is_some_and(|it| it.0 == count));
            }
        }
    }
}
