//! Headings as structure: which sections are records, and what each record says of itself.
//!
//! A record is a range of the body's blocks and a few facts; its prose stays in the body. Ids that
//! a record names are kept as written: they are looked up when the whole site is known.

mod findings;
mod grids;
mod ids;
mod labels;
mod lists;
mod sections;
mod theses;
mod wording;

use std::collections::BTreeSet;
use std::ops::Range;

use super::body::{InBody, Inline, View};
use super::front_matter::{Case, FrontMatter};
use super::markdown::Parsed;
use crate::language::Language;
use crate::report::Diagnostic;
use crate::settings::Settings;
use crate::words::{CivilDate, Source, Span};

pub use ids::Anchor;
use sections::settle_chains;

/// What a file's headings and lists make.
#[derive(Clone, Default, Hash, Debug)]
pub struct Structure {
    /// Blocks before the first section.
    pub opening: InBody<Range<usize>>,
    /// Level-2 sections in order.
    pub sections: Vec<Section>,
    /// Views that the author placed: the block, and which.
    pub placed: Vec<(usize, View, Span)>,
    /// Every id that can be linked to.
    pub anchors: Vec<Anchor>,
}

/// A level-2 section.
#[derive(Clone, Hash, Debug)]
pub struct Section {
    /// Its heading's number in the table of headings.
    pub heading: usize,
    /// What it is.
    pub kind: SectionKind,
    /// All blocks after the heading.
    pub blocks: InBody<Range<usize>>,
    /// Blocks after the heading and before the first record.
    pub intro: InBody<Range<usize>>,
}

/// What a section is.
#[derive(Clone, Hash, Debug)]
pub enum SectionKind {
    /// Text.
    Prose,
    /// A question asked of every case; findings in the order of the cases.
    Question(Vec<Finding>),
    /// What came of each case; in the order of the cases.
    Outcome(Vec<Outcome>),
    /// Lessons.
    Lessons(Vec<Lesson>),
    /// What the cases share.
    Likenesses(Vec<Likeness>),
    /// What sets them apart.
    Differences(Vec<Likeness>),
    /// Evidence against explanations.
    Rivals(Rivals),
    /// Recommendations.
    Recommendations(Vec<Recommendation>),
    /// Key takeaways.
    Takeaways(Vec<Takeaway>),
}

/// A term, and how it was written where.
#[derive(Clone, Hash, Debug)]
pub struct Term {
    /// The term, such as `too-early`.
    pub term: &'static str,
    /// Where it stands.
    pub at: Span,
}

/// An id that a record names, as written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Named {
    /// `question`, `question/case`, a row of the timeline, a lesson.
    pub id: String,
    /// Where it stands.
    pub at: Span,
}

/// What is found for one case on one question.
#[derive(Clone, Hash, Debug)]
pub struct Finding {
    /// The case's number.
    pub case: usize,
    /// Its heading's number.
    pub heading: usize,
    /// An honest gap, with its reason.
    pub none: bool,
    /// `known`, `unclear` or `presumed`.
    pub status: &'static str,
    /// `high`, `moderate` or `low`.
    pub confidence: Option<&'static str>,
    /// The day up to which it was checked.
    pub as_of: Option<CivilDate>,
    /// The paragraph that stands in the matrix.
    pub lead: Option<usize>,
    /// Everything after it.
    pub rest: InBody<Range<usize>>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// What came of a case.
#[derive(Clone, Hash, Debug)]
pub struct Outcome {
    /// The case's number.
    pub case: usize,
    /// Its heading's number.
    pub heading: usize,
    /// What was meant.
    pub intended: Option<Vec<Inline>>,
    /// What came.
    pub actual: Option<Vec<Inline>>,
    /// The judgement.
    pub verdict: Option<&'static str>,
    /// How sure.
    pub confidence: Option<&'static str>,
    /// What else is said of it.
    pub rest: InBody<Range<usize>>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// A lesson.
#[derive(Clone, Hash, Debug)]
pub struct Lesson {
    /// Its heading's number.
    pub heading: usize,
    /// Whom it is for.
    pub addressees: Vec<(String, Span)>,
    /// What it rests on.
    pub rests_on: Vec<Named>,
    /// How sure.
    pub confidence: Option<&'static str>,
    /// A term of the settings' scale.
    pub likelihood: Option<String>,
    /// What to do with it.
    pub mode: Option<&'static str>,
    /// Whether it carries over.
    pub transfer: Option<Term>,
    /// The argument's blocks.
    pub argument: InBody<Vec<Range<usize>>>,
    /// Conditions against cases.
    pub conditions: Option<Conditions>,
    /// Blocks of caveats.
    pub caveats: InBody<Option<Range<usize>>>,
    /// Blocks of what would change our mind.
    pub doubts: InBody<Option<Range<usize>>>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// The transfer table of a lesson: the block, which column is which case, and a state for each
/// cell of each row, in the order of the cases.
#[derive(Clone, Hash, Debug)]
pub struct Conditions {
    /// The table's block.
    pub block: InBody<usize>,
    /// The case of each column after the first.
    pub columns: Vec<usize>,
    /// States by row, in the order of the columns.
    pub rows: Vec<Vec<&'static str>>,
}

/// A likeness or a difference: an item of a list.
#[derive(Clone, Hash, Debug)]
pub struct Likeness {
    /// The list's block and the item in it.
    pub item: (usize, usize),
    /// What it rests on.
    pub rests_on: Vec<Named>,
    /// Lessons that it strengthens.
    pub strengthens: Vec<Named>,
    /// Lessons that it weakens.
    pub weakens: Vec<Named>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// Evidence against explanations.
#[derive(Clone, Default, Hash, Debug)]
pub struct Rivals {
    /// The table's block, unless there is none.
    pub block: InBody<Option<usize>>,
    /// For each row the citation in its first cell.
    pub evidence: Vec<u32>,
    /// For each row how it fits each explanation.
    pub rows: Vec<Vec<&'static str>>,
    /// Blocks after the table.
    pub after: InBody<Range<usize>>,
}

/// A recommendation.
#[derive(Clone, Hash, Debug)]
pub struct Recommendation {
    /// Its heading's number.
    pub heading: usize,
    /// Who should act.
    pub addressees: Vec<(String, Span)>,
    /// What it rests on.
    pub rests_on: Vec<Named>,
    /// By when.
    pub by: Option<CivilDate>,
    /// How far it has come.
    pub status: Option<&'static str>,
    /// When that was last looked at.
    pub reviewed: Option<CivilDate>,
    /// Why, and how one would know.
    pub argument: InBody<Vec<Range<usize>>>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// A key takeaway: a heading with text, or an item of a list.
#[derive(Clone, Hash, Debug)]
pub struct Takeaway {
    /// Its heading's number; for an item the list's block and the item in it.
    pub place: TakeawayPlace,
    /// Blocks of its text.
    pub text: InBody<Range<usize>>,
    /// Citations, by number.
    pub cites: Vec<u32>,
}

/// Where a takeaway stands.
#[derive(Clone, Copy, Hash, Debug)]
pub enum TakeawayPlace {
    /// Under a heading.
    Heading(usize),
    /// In a list.
    Item(usize, usize),
}

/// What reading the structure of a file needs.
pub(crate) struct Reader<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its front matter.
    pub front: &'a FrontMatter,
    /// The site's settings.
    pub settings: &'a Settings,
    /// Words of its language.
    pub language: &'a Language,
    /// What Markdown gave.
    pub parsed: &'a mut Parsed,
    /// Headings whose classes were looked at.
    pub claimed: BTreeSet<usize>,
    /// Whether something is wrong with the cases themselves: then a name that is none of them may
    /// well be one.
    pub doubtful_cases: bool,
}

impl Reader<'_> {
    /// Adds a message.
    fn say(&mut self, it: Diagnostic) {
        self.parsed.said.push(it);
    }

    /// The cases.
    fn cases(&self) -> &[Case] {
        &self.front.cases
    }

    /// The case that a text names.
    fn case_named(&self, text: &str) -> Option<usize> {
        self.front.cases.iter().position(|it| it.is_named(text))
    }

    /// Citations in a range of top-level blocks.
    fn cites(&self, blocks: Range<usize>) -> Vec<u32> {
        self.parsed.body.citations(&self.parsed.body.blocks[blocks])
    }

    /// The span of some bytes of the file.
    fn span(&self, bytes: &Range<u32>) -> Span {
        Span { file: self.source.path.clone(), start: bytes.start, end: bytes.end }
    }
}

/// Reads the structure of a file and gives every heading its id.
pub(crate) fn read(mut reader: Reader<'_>) -> Structure {
    let (opening, sections) = reader.sections();
    // What no record claimed has no class: in a box, in a list, too deep.
    for heading in 0..reader.parsed.headings.len() {
        if !reader.claimed.contains(&heading) {
            reader.check_classes(heading, &[]);
        }
    }
    settle_chains(reader.front, reader.parsed);
    let placed = reader.placed(&sections);
    let anchors = reader.ids(&sections);
    reader.wording();
    Structure { opening: InBody(opening), sections, placed, anchors }
}
