//! What a comparison shows: its cases, findings, explanations, events. [`super::filler`] fills it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ConfidenceView, DateView, Pointer, SourceView};

/// A comparison.
#[derive(Serialize, Default)]
pub struct ComparisonView {
    /// What the whole compares.
    pub question: Option<String>,
    /// Cases in order, with what came of them.
    pub cases: Vec<CaseWithOutcome>,
    /// Questions in order.
    pub questions: Vec<QuestionView>,
    /// The author's headings of views.
    pub sections: BTreeMap<&'static str, SectionView>,
    /// Lessons in order.
    pub lessons: Vec<super::records::LessonView>,
    /// Likenesses in order.
    pub likenesses: Vec<LikenessView>,
    /// Differences in order.
    pub differences: Vec<LikenessView>,
    /// Evidence against explanations.
    pub rivals: Option<RivalsView>,
    /// Recommendations in order.
    pub recommendations: Vec<super::records::RecommendationView>,
    /// Key takeaways.
    pub takeaways: Vec<TakeawayView>,
    /// Chains, as far as they are shown.
    pub chains: Vec<ChainView>,
    /// What happened when.
    pub timelines: Option<TimelinesView>,
    /// Sources with what rests on them.
    pub evidence: Vec<EvidenceView>,
}

/// A source with what rests on it.
#[derive(Serialize)]
pub struct EvidenceView {
    /// The source.
    pub source: SourceView,
    /// What it is, by author and title.
    pub html: String,
    /// Records that it supports.
    pub supports: Vec<Pointer>,
    /// Records that it speaks against.
    pub opposes: Vec<Pointer>,
}

/// A case.
#[derive(Serialize, Clone)]
pub struct CaseView {
    /// Its id.
    pub id: String,
    /// 1 to 6: its colour and shape.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Its name for narrow places.
    pub short: String,
    /// Other names.
    pub aka: Vec<String>,
    /// When.
    pub period: Option<PeriodView>,
    /// `source`, `target` or `contrast`.
    pub role: Option<&'static str>,
    /// The same in words.
    pub role_text: Option<String>,
    /// Why it was chosen.
    pub why: Option<String>,
}

/// A period.
#[derive(Serialize, Clone)]
pub struct PeriodView {
    /// In words.
    pub text: String,
    /// As written.
    pub iso: String,
}

/// A case with what came of it.
#[derive(Serialize, Clone)]
pub struct CaseWithOutcome {
    /// The case.
    #[serde(flatten)]
    pub case: CaseView,
    /// What came of it.
    pub outcome: Option<OutcomeView>,
}

/// What came of a case.
#[derive(Serialize, Clone)]
pub struct OutcomeView {
    /// Its id.
    pub id: String,
    /// What was meant.
    pub intended_html: Option<String>,
    /// What came.
    pub actual_html: Option<String>,
    /// The judgement.
    pub verdict: Option<&'static str>,
    /// The same in words.
    pub verdict_text: Option<String>,
    /// How sure.
    pub confidence: Option<ConfidenceView>,
    /// What else is said.
    pub html: String,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// What rests on it.
    pub used_in: Vec<Pointer>,
}

/// The author's heading of a view.
#[derive(Serialize)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title_html: String,
    /// Text before the first record.
    pub note_html: Option<String>,
}

/// A question.
#[derive(Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// Its words.
    pub title_html: String,
    /// Text before the first finding.
    pub note_html: Option<String>,
    /// A finding for each case, in their order.
    pub findings: Vec<FindingView>,
}

/// A finding.
#[derive(Serialize)]
pub struct FindingView {
    /// Its id.
    pub id: String,
    /// Its case.
    pub case: CaseView,
    /// Whether it is an honest gap.
    pub none: bool,
    /// What stands in the matrix.
    pub lead_html: String,
    /// What opens under it.
    pub rest_html: Option<String>,
    /// `known`, `unclear` or `presumed`.
    pub status: &'static str,
    /// The same in words.
    pub status_text: String,
    /// How sure.
    pub confidence: Option<ConfidenceView>,
    /// Checked up to this day.
    pub as_of: Option<DateView>,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// What rests on it.
    pub used_in: Vec<Pointer>,
}

/// A likeness or a difference.
#[derive(Serialize)]
pub struct LikenessView {
    /// Its id.
    pub id: String,
    /// What it says.
    pub html: String,
    /// What it rests on.
    pub rests_on: Vec<Pointer>,
    /// Lessons that it strengthens.
    pub strengthens: Vec<Pointer>,
    /// Lessons that it weakens.
    pub weakens: Vec<Pointer>,
}

/// Evidence against explanations.
#[derive(Serialize)]
pub struct RivalsView {
    /// The explanations, in the order of the columns.
    pub explanations: Vec<ExplanationView>,
    /// What stands at the head of the first column.
    pub head_html: String,
    /// Rows.
    pub rows: Vec<RivalRow>,
    /// Text after the table.
    pub note_html: Option<String>,
}

/// An explanation.
#[derive(Serialize)]
pub struct ExplanationView {
    /// What it says.
    pub html: String,
    /// How much evidence is inconsistent with it.
    pub inconsistent: usize,
}

/// A piece of evidence.
#[derive(Serialize)]
pub struct RivalRow {
    /// The source.
    pub source: SourceView,
    /// The source as it is cited.
    pub source_html: String,
    /// How it fits each explanation.
    pub cells: Vec<StateView>,
}

/// A cell that begins with a term.
#[derive(Serialize)]
pub struct StateView {
    /// The term.
    pub state: &'static str,
    /// The same in words.
    pub state_text: String,
    /// What follows it.
    pub html: String,
}

/// A key takeaway.
#[derive(Serialize)]
pub struct TakeawayView {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// What it says.
    pub title_html: String,
    /// What follows.
    pub html: String,
}

/// How one thing led to another in a case.
#[derive(Serialize)]
pub struct ChainView {
    /// The case.
    pub case: CaseView,
    /// Its heading's id.
    pub id: String,
    /// Its heading.
    pub title_html: String,
    /// Steps in order.
    pub steps: Vec<StepView>,
}

/// What happened when.
#[derive(Serialize)]
pub struct TimelinesView {
    /// The cases in order, then context.
    pub lanes: Vec<LaneView>,
    /// Years in order, with what began in each.
    pub years: Vec<YearView>,
    /// All of them on one axis, as SVG; for wide places.
    pub picture: String,
}

/// A lane.
#[derive(Serialize)]
pub struct LaneView {
    /// The case; `None` for context.
    pub case: Option<CaseView>,
}

/// A year.
#[derive(Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// What began in it.
    pub steps: Vec<StepView>,
}

/// Something that happened.
#[derive(Serialize, Clone)]
pub struct StepView {
    /// Its id.
    pub id: String,
    /// When.
    pub date: StepDate,
    /// The case; `None` for context.
    pub case: Option<CaseView>,
    /// What part it plays.
    pub stage: &'static str,
    /// The same in words.
    pub stage_text: String,
    /// A few words.
    pub title_html: String,
    /// A sentence or two.
    pub html: String,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// How sure.
    pub confidence: Option<ConfidenceView>,
    /// Who did it.
    pub by: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// What led to it.
    pub after: Option<AfterView>,
    /// What rests on it.
    pub used_in: Vec<Pointer>,
}

/// When something happened.
#[derive(Serialize, Clone)]
pub struct StepDate {
    /// As written.
    pub iso: String,
    /// In words.
    pub text: String,
    /// Whether it is doubtful or about.
    pub uncertain: bool,
    /// Whether it is a stretch of time.
    pub span: bool,
}

/// What led to something.
#[derive(Serialize, Clone)]
pub struct AfterView {
    /// The earlier step.
    pub pointer: Pointer,
    /// How it led here.
    pub how_html: Option<String>,
    /// `strong`, `moderate` or `weak`.
    pub link: Option<&'static str>,
    /// The same in words.
    pub link_text: Option<String>,
}
