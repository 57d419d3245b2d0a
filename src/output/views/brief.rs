//! What the page of a brief shows: its frame, its body in parts, what follows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::comparison::ComparisonView;
use super::fields::Fields;
use super::{Card, DateView, SeriesLink, ShownCard};
use crate::draft::front_matter::Imprint;
use crate::output::records::cite_as::CiteAsView;
use crate::site::Shown;
use crate::words::address::escape_path;

/// How many fields a brief has, about: room for them is made at once.
const FIELDS: usize = 56;

/// What a brief's page has of its own.
#[derive(Serialize)]
pub struct BriefPage {
    /// The brief.
    pub brief: BriefView,
}

/// A brief.
#[derive(Serialize)]
#[serde(remote = "Self")]
pub struct BriefView {
    /// As in a list; its fields stand beside the others.
    #[serde(rename = "")]
    pub frame: BriefFrame,
    /// Key takeaways.
    pub summary: Vec<String>,
    /// A notice at the head.
    pub notice: Option<NoticeView>,
    /// What was corrected.
    pub corrections: Vec<CorrectionView>,
    /// The list of contents.
    pub contents: Vec<ContentsItem>,
    /// The body in order.
    pub parts: Vec<Part>,
    /// Footnotes.
    pub notes: Vec<NoteView>,
    /// What is cited.
    pub references: Vec<ReferenceView>,
    /// How to cite it; nobody cites a plain page.
    pub cite_as: Option<CiteAsView>,
    /// The comparison's records.
    pub comparison: Option<ComparisonView>,
    /// Related briefs; what is read elsewhere than on its page shows none.
    pub related: Vec<ShownCard>,
}

/// What of a brief comes from front matter and neighbours; hashed for the page's key.
#[derive(Serialize, Clone)]
#[serde(remote = "Self")]
pub struct BriefFrame {
    /// As in a list, authors and topics at length; its fields stand beside the others.
    #[serde(rename = "")]
    pub card: Card,
    /// Who wrote it, at length.
    #[serde(rename = "authors")]
    pub people: Vec<AuthorView>,
    /// Facts were checked up to this day.
    pub as_of: Option<DateView>,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// Lines of the imprint; they stand beside the other fields.
    #[serde(rename = "")]
    pub imprint: Imprint,
    /// The DOI.
    pub doi: Option<String>,
    /// The ISBN.
    pub isbn: Option<String>,
    /// The ISSN.
    pub issn: Option<String>,
    /// The picture at the head.
    pub cover: Option<CoverView>,
    /// Files to take away.
    pub attachments: Vec<AttachmentView>,
    /// Earlier PDFs, the newest first.
    pub versions: Vec<AttachmentView>,
    /// The same text as a PDF, from the site's top.
    pub pdf: Option<String>,
    /// Its records as data.
    pub data: Vec<DataFile>,
    /// Regions.
    pub regions: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Reading time.
    pub minutes: usize,
    /// Where it stands in its series.
    pub series_nav: Option<SeriesNav>,
    /// For themes.
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Serialize for BriefView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_struct("BriefView", FIELDS)?;
        BriefView::serialize(self, Fields(&mut all))?;
        all.end()
    }
}

impl Serialize for BriefFrame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_struct("BriefFrame", FIELDS)?;
        BriefFrame::serialize(self, Fields(&mut all))?;
        all.end()
    }
}

/// An author at length.
#[derive(Serialize, Clone)]
pub struct AuthorView {
    /// The name.
    pub name: String,
    /// Their page.
    pub path: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// Where they work.
    pub affiliation: Option<String>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
}

/// The files of a picture.
#[derive(Serialize, Clone)]
pub struct PictureView {
    /// What pages load: the largest of its widths, or the file itself.
    pub path: String,
    /// The file itself.
    pub original: String,
    /// Its width, if it is known.
    pub width: Option<u32>,
    /// Its height.
    pub height: Option<u32>,
    /// The widths in which it is offered, smallest first.
    pub versions: Vec<VersionView>,
}

/// A width in which a picture is offered.
#[derive(Serialize, Clone)]
pub struct VersionView {
    /// The file.
    pub path: String,
    /// Its width.
    pub width: u32,
}

impl PictureView {
    /// Of a picture.
    pub fn of(shown: &Shown) -> PictureView {
        let versions = shown.versions.iter();
        PictureView {
            path: escape_path(shown.path()),
            original: escape_path(&shown.original),
            width: shown.size.map(|it| it.0),
            height: shown.size.map(|it| it.1),
            versions: versions
                .map(|(width, path)| VersionView { path: escape_path(path), width: *width })
                .collect(),
        }
    }
}

/// The picture at the head.
#[derive(Serialize, Clone)]
pub struct CoverView {
    /// Its files.
    #[serde(flatten)]
    pub picture: PictureView,
    /// What it shows.
    pub alt: String,
    /// A line under it.
    pub caption: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

/// A file to take away.
#[derive(Serialize, Clone)]
pub struct AttachmentView {
    /// Its title.
    pub title: String,
    /// The file.
    pub path: String,
    /// Its size in words.
    pub size_text: String,
}

/// A file with the records of a comparison.
#[derive(Serialize, Clone)]
pub struct DataFile {
    /// The file.
    pub path: String,
    /// `JSON` or `CSV`.
    pub format: &'static str,
}

/// Where a brief stands in its series.
#[derive(Serialize, Clone)]
pub struct SeriesNav {
    /// The series.
    pub series: SeriesLink,
    /// The brief before.
    pub previous: Option<TitlePath>,
    /// The brief after.
    pub next: Option<TitlePath>,
}

/// A title that leads to a page.
#[derive(Serialize, Clone)]
pub struct TitlePath {
    /// The title.
    pub title: String,
    /// The page.
    pub path: String,
}

/// A notice at the head.
#[derive(Serialize)]
pub struct NoticeView {
    /// Since when.
    pub date: DateView,
    /// What it says.
    pub text_html: String,
    /// `editor` or `superseded`.
    pub kind: &'static str,
}

/// What was corrected.
#[derive(Serialize, Clone)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What.
    pub text_html: String,
    /// How much it matters.
    pub severity: &'static str,
    /// The same in words.
    pub severity_text: String,
}

/// An entry of the list of contents.
#[derive(Serialize)]
pub struct ContentsItem {
    /// The heading's id.
    pub id: String,
    /// Its words.
    pub title_html: String,
    /// Entries under it.
    pub children: Vec<ContentsItem>,
}

/// A part of the body.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// Prose.
    Prose {
        /// The prose.
        html: String,
    },
    /// A view of the comparison.
    View {
        /// Which.
        view: &'static str,
        /// For a chain: the case's id.
        case: Option<String>,
    },
}

impl Part {
    /// The HTML of prose.
    pub fn prose(&self) -> Option<&str> {
        match self {
            Part::Prose { html } => Some(html),
            Part::View { .. } => None,
        }
    }
}

/// A footnote.
#[derive(Serialize)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// What it says.
    pub html: String,
    /// Where it is referred to.
    pub backs: Vec<BackView>,
}

/// A place that leads back.
#[derive(Serialize)]
pub struct BackView {
    /// Where.
    pub href: String,
    /// A number among its like.
    pub label: String,
}

/// A source that is cited.
#[derive(Serialize)]
pub struct ReferenceView {
    /// Its id.
    pub id: String,
    /// Its key.
    pub key: String,
    /// The short name by which claims call it, `Hosaka 2021`.
    pub label: String,
    /// What a style by numbers sets before it.
    pub mark_html: Option<String>,
    /// What it is, as the style prints it.
    pub html: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where a copy of it is kept.
    pub archived: Option<String>,
    /// Its own page, with all that rests on it.
    pub path: Option<String>,
    /// Where it is cited.
    pub backs: Vec<BackView>,
}
