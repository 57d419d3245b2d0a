//! What pages that list show: home, topics, people, series, archive, lessons, recommendations.

use std::sync::Arc;

use serde::Serialize;

use super::brief::BriefView;
use super::comparison::CaseWithOutcome;
use super::records::{AddresseeView, LessonView, RecommendationView};
use super::{Card, Pagination, ShownCard};

/// The home page.
#[derive(Serialize)]
pub struct Home {
    /// The text of `briefings/index.md`.
    pub intro_html: Option<String>,
    /// The same as a brief, for its notes and references.
    pub brief: Option<BriefView>,
    /// The newest comparison.
    pub lead: Option<Lead>,
    /// Briefs, newest first, without the lead.
    pub latest: Vec<ShownCard>,
    /// Topics.
    pub topics: Vec<TopicLine>,
    /// Series.
    pub series: Vec<SeriesLine>,
}

/// The newest comparison on the home page.
#[derive(Serialize)]
pub struct Lead {
    /// As in a list.
    pub card: Arc<Card>,
    /// What it compares.
    pub question: Option<String>,
    /// Its cases, with what came of them.
    pub cases: Vec<CaseWithOutcome>,
    /// Its first lessons.
    pub lessons: Vec<LessonView>,
}

/// A topic in a list.
#[derive(Serialize)]
pub struct TopicLine {
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// How many briefs it has.
    pub count: usize,
}

/// A series in a list.
#[derive(Serialize)]
pub struct SeriesLine {
    /// Its name.
    pub title: String,
    /// Its page.
    pub path: String,
    /// A sentence on it.
    pub description: Option<String>,
    /// How many briefs it has.
    pub count: usize,
}

/// All topics.
#[derive(Serialize)]
pub struct Topics {
    /// By name.
    pub topics: Vec<TopicLine>,
}

/// One topic.
#[derive(Serialize)]
pub struct Topic {
    /// The topic.
    pub topic: TopicName,
    /// Its briefs, newest first.
    pub briefs: Vec<ShownCard>,
    /// Where this page stands.
    pub pages: Pagination,
}

/// A topic's name.
#[derive(Serialize)]
pub struct TopicName {
    /// The name.
    pub name: String,
}

/// Everyone.
#[derive(Serialize)]
pub struct People {
    /// By name.
    pub people: Vec<PersonLine>,
}

/// Someone in a list.
#[derive(Serialize)]
pub struct PersonLine {
    /// The name.
    pub name: String,
    /// Their page.
    pub path: String,
    /// `person` or `organisation`.
    pub kind: &'static str,
    /// Where they work.
    pub affiliation: Option<String>,
    /// How many briefs they wrote.
    pub count: usize,
}

/// Someone's page.
#[derive(Serialize)]
pub struct PersonPage {
    /// The person.
    pub person: PersonView,
    /// Their briefs, newest first.
    pub briefs: Vec<ShownCard>,
    /// Where this page stands.
    pub pages: Pagination,
}

/// Someone at length.
#[derive(Serialize)]
pub struct PersonView {
    /// The name.
    pub name: String,
    /// `person` or `organisation`.
    pub kind: &'static str,
    /// What they do.
    pub role: Option<String>,
    /// Where they work.
    pub affiliation: Option<String>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// A few sentences.
    pub bio_html: Option<String>,
    /// A web address.
    pub url: Option<String>,
}

/// All series.
#[derive(Serialize)]
pub struct SeriesList {
    /// In the order of the settings.
    pub series: Vec<SeriesLine>,
}

/// One series.
#[derive(Serialize)]
pub struct SeriesPage {
    /// The series.
    pub series: crate::settings::Series,
    /// Its briefs by number.
    pub briefs: Vec<ShownCard>,
    /// Where this page stands.
    pub pages: Pagination,
}

/// Everything by date.
#[derive(Serialize)]
pub struct Archive {
    /// Newest first.
    pub years: Vec<ArchiveYear>,
    /// Where this page stands.
    pub pages: Pagination,
}

/// A year.
#[derive(Serialize)]
pub struct ArchiveYear {
    /// The year; empty for what has no date.
    pub year: String,
    /// Its briefs, newest first.
    pub briefs: Vec<ShownCard>,
}

/// All lessons.
#[derive(Serialize)]
pub struct Lessons {
    /// By brief, newest first.
    pub briefs: Vec<LessonsOfBrief>,
}

/// The lessons of a brief.
#[derive(Serialize)]
pub struct LessonsOfBrief {
    /// The brief.
    pub card: Arc<Card>,
    /// Its lessons.
    pub lessons: Vec<LessonView>,
}

/// All recommendations.
#[derive(Serialize)]
pub struct Recommendations {
    /// By addressee.
    pub addressees: Vec<AddresseeRecommendations>,
}

/// What someone should do.
#[derive(Serialize)]
pub struct AddresseeRecommendations {
    /// Who.
    #[serde(flatten)]
    pub addressee: AddresseeView,
    /// For links.
    pub id: String,
    /// What.
    pub recommendations: Vec<RecommendationOfBrief>,
}

/// A recommendation with its brief.
#[derive(Serialize)]
pub struct RecommendationOfBrief {
    /// The recommendation.
    #[serde(flatten)]
    pub recommendation: RecommendationView,
    /// The brief.
    pub card: Arc<Card>,
}

/// Everything that was corrected, newest first.
#[derive(Serialize)]
pub struct Corrections {
    /// Corrections and withdrawals.
    pub corrections: Vec<CorrectionOfBrief>,
}

/// A correction with its brief.
#[derive(Serialize)]
pub struct CorrectionOfBrief {
    /// What was corrected.
    #[serde(flatten)]
    pub correction: super::brief::CorrectionView,
    /// The brief.
    pub card: Arc<Card>,
}

/// The page of a site that is not there.
#[derive(Serialize)]
pub struct Missing {}

/// A page at an old address.
#[derive(Serialize)]
pub struct Alias {
    /// Where it leads.
    pub target: AliasTarget,
}

/// Where an old address leads.
#[derive(Serialize)]
pub struct AliasTarget {
    /// The page's title.
    pub title: String,
    /// From the old address.
    pub href: String,
}
