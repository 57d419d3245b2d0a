//! `comparison.json`: the records of a comparison, typed. The doc comments here are the schema's
//! descriptions: they are written for people who read the data.

use schemars::JsonSchema;
use serde::Serialize;

/// The records of a comparison of policy cases. Every `id` is also the anchor of the record on the
/// page at `url`; texts are Markdown, in which `[@key]` cites the source with that `id`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Comparison {
    /// Where this schema is, from this file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The whole address of the page; absent if the site has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The title.
    pub title: String,
    /// The claim in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The language of the texts (BCP 47).
    pub lang: String,
    /// The day of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day of the last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Facts were checked up to this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// What the whole compares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The cases, in the author's order.
    pub cases: Vec<Case>,
    /// The questions that are asked of every case.
    pub questions: Vec<Question>,
    /// What came of each case.
    pub outcomes: Vec<Outcome>,
    /// What follows for others.
    pub lessons: Vec<Lesson>,
    /// What the cases share.
    pub likenesses: Vec<Likeness>,
    /// What sets them apart.
    pub differences: Vec<Likeness>,
    /// Evidence against explanations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals: Option<Rivals>,
    /// What should be done, by whom.
    pub recommendations: Vec<Recommendation>,
    /// What happened when, in the order of the file.
    pub chronology: Vec<Event>,
    /// What is cited, as CSL-JSON.
    pub sources: Vec<serde_json::Value>,
}

/// An author.
#[derive(Serialize, JsonSchema)]
pub(super) struct Author {
    /// The name.
    pub name: String,
    /// The ORCID iD.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orcid: Option<String>,
}

/// A case.
#[derive(Serialize, JsonSchema)]
pub(super) struct Case {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name for narrow places.
    pub short: String,
    /// When: a date or an interval of EDTF (ISO 8601-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// What it is compared for: `source`, `target` or `contrast`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Why it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A source at a place that cites it.
#[derive(Serialize, JsonSchema, PartialEq, Eq)]
pub(super) struct Cited {
    /// The `id` of the source.
    pub source: String,
    /// Whether it supports the record, speaks against it, or gives context.
    pub stance: &'static str,
    /// The place in the source, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// A question.
#[derive(Serialize, JsonSchema)]
pub(super) struct Question {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// Text before the first finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A finding for each case.
    pub findings: Vec<Finding>,
}

/// What is found for a case.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding {
    /// Its id.
    pub id: String,
    /// The `id` of the case.
    pub case: String,
    /// Whether nothing is known, and the text says why.
    pub none: bool,
    /// `known`, `unclear` or `presumed`.
    pub status: &'static str,
    /// `high`, `moderate` or `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// Checked up to this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The finding in a paragraph.
    pub lead: String,
    /// What follows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<String>,
    /// Sources.
    pub sources: Vec<Cited>,
}

/// What came of a case.
#[derive(Serialize, JsonSchema)]
pub(super) struct Outcome {
    /// Its id.
    pub id: String,
    /// The `id` of the case.
    pub case: String,
    /// What was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intended: Option<String>,
    /// What came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// `failed`, `partly`, `succeeded`, `too-early`, `contested` or `overtaken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'static str>,
    /// `high`, `moderate` or `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// What else is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Sources.
    pub sources: Vec<Cited>,
}

/// A lesson.
#[derive(Serialize, JsonSchema)]
pub(super) struct Lesson {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: String,
    /// Whom it is for.
    #[serde(rename = "for")]
    pub addressees: Vec<String>,
    /// Ids of the records that it rests on.
    pub rests_on: Vec<String>,
    /// `high`, `moderate` or `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// How likely, as a term of the site's scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<String>,
    /// `avoid`, `adopt`, `adapt`, `test` or `watch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    /// Whether it carries over: `yes`, `with-changes`, `no` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<&'static str>,
    /// The argument.
    pub text: String,
    /// Under which conditions it carries over.
    pub conditions: Vec<Condition>,
    /// Caveats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caveats: Option<String>,
    /// What would change the authors' minds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubts: Option<String>,
    /// Sources.
    pub sources: Vec<Cited>,
}

/// A condition of a lesson.
#[derive(Serialize, JsonSchema)]
pub(super) struct Condition {
    /// What it says.
    pub text: String,
    /// Whether it holds in each case.
    pub cases: Vec<Held>,
}

/// A condition in a case.
#[derive(Serialize, JsonSchema)]
pub(super) struct Held {
    /// The `id` of the case.
    pub case: String,
    /// `holds`, `fails` or `unclear`.
    pub state: &'static str,
    /// The cell as written, with its first word.
    pub text: String,
}

/// A likeness or a difference.
#[derive(Serialize, JsonSchema)]
pub(super) struct Likeness {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Ids of the records that it rests on.
    pub rests_on: Vec<String>,
    /// Ids of lessons that it strengthens.
    pub strengthens: Vec<String>,
    /// Ids of lessons that it weakens.
    pub weakens: Vec<String>,
    /// Sources.
    pub sources: Vec<Cited>,
}

/// Evidence against explanations.
#[derive(Serialize, JsonSchema)]
pub(super) struct Rivals {
    /// The explanations.
    pub explanations: Vec<String>,
    /// A row for each piece of evidence.
    pub evidence: Vec<Evidence>,
    /// Text after the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A piece of evidence.
#[derive(Serialize, JsonSchema)]
pub(super) struct Evidence {
    /// Its sources.
    pub sources: Vec<Cited>,
    /// How it fits each explanation, in their order: `consistent`, `inconsistent` or `neutral`.
    pub fits: Vec<&'static str>,
    /// The cells as written, in the same order.
    pub texts: Vec<String>,
}

/// A recommendation.
#[derive(Serialize, JsonSchema)]
pub(super) struct Recommendation {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: String,
    /// Who should act.
    #[serde(rename = "for")]
    pub addressees: Vec<String>,
    /// Ids of the records that it rests on.
    pub rests_on: Vec<String>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// `open`, `taken-up`, `rejected` or `overtaken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// When that was last looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Why, and how one would know.
    pub text: String,
    /// Sources.
    pub sources: Vec<Cited>,
}

/// Something that happened.
#[derive(Serialize, JsonSchema)]
pub(super) struct Event {
    /// Its id.
    pub id: String,
    /// When: a date or an interval of EDTF (ISO 8601-2).
    pub date: String,
    /// The `id` of the case; absent for context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// `carrier`, `narrative`, `assumption`, `step`, `reaction`, `outcome` or `context`.
    pub stage: &'static str,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `high`, `moderate` or `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// The `id` of the event that led to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// How strong the claim is that it did: `strong`, `moderate` or `weak`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<&'static str>,
    /// Sources.
    pub sources: Vec<Cited>,
}
