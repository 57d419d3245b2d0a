//! Which briefs exist for readers. What is withheld exists in no output at all.

use std::collections::BTreeMap;

use super::Materials;
use crate::draft::Outline;
use crate::draft::front_matter::{Kind, Status};
use crate::report::{Diagnostic, mistakes::front_matter as mistakes};
use crate::words::{Instant, SourcePath};

/// Why a brief is shown although it is withheld.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It is a draft.
    Draft,
    /// It is being reviewed.
    Review,
    /// Its embargo ends then.
    Embargo(Instant),
}

impl Mark {
    /// In the words of messages and summaries.
    pub fn words(&self) -> String {
        match self {
            Mark::Draft => "a draft".into(),
            Mark::Review => "in review".into(),
            Mark::Embargo(until) => format!("under embargo until {until}"),
        }
    }
}

/// A brief that is not published.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// Its source.
    pub source: SourcePath,
    /// Its title; for the editor's terminal alone.
    pub title: String,
    /// Why.
    pub mark: Mark,
}

/// Who is seen.
#[derive(Clone)]
pub(super) struct Sight {
    /// Briefs that would be withheld, and why.
    marks: BTreeMap<SourcePath, Mark>,
    /// Whether they are shown all the same.
    show: bool,
    /// Whether those under embargo are shown: as it will be when every embargo has ended.
    show_waiting: bool,
    /// Withheld ones in order.
    pub withheld: Vec<Withheld>,
    /// The next embargo to end, and whose.
    pub next_change: Option<(Instant, String)>,
}

impl Sight {
    /// Whether a brief is in the output.
    pub fn is_shown(&self, path: &SourcePath) -> bool {
        match self.marks.get(path) {
            None => true,
            Some(Mark::Embargo(_)) => self.show || self.show_waiting,
            Some(Mark::Draft | Mark::Review) => self.show,
        }
    }

    /// What will be seen when every embargo has ended; `None` where that is what is seen now.
    pub fn without_embargoes(&self) -> Option<Sight> {
        let waits = self.marks.values().any(|it| matches!(it, Mark::Embargo(_)));
        (waits && !self.show).then(|| Sight { show_waiting: true, ..self.clone() })
    }

    /// Why a link from one brief would tell of another too early, on the day when the first is
    /// published.
    pub fn tells_early(&self, from: &SourcePath, of: &SourcePath) -> Option<&Mark> {
        let mark = self.marks.get(of)?;
        let early = match (self.marks.get(from), mark) {
            (None, _) => true,
            (Some(Mark::Embargo(first)), Mark::Embargo(second)) => second > first,
            (Some(Mark::Embargo(_)), Mark::Draft | Mark::Review) => true,
            (Some(Mark::Draft | Mark::Review), _) => false,
        };
        early.then_some(mark)
    }

    /// Why a brief is or would be withheld.
    pub fn mark(&self, path: &SourcePath) -> Option<Mark> {
        self.marks.get(path).cloned()
    }
}

/// Why a brief is withheld at a moment, if it is.
fn mark(outline: &Outline, at: &Instant) -> Option<Mark> {
    let front = outline.front.as_ref()?;
    match front.status {
        Status::Draft => Some(Mark::Draft),
        Status::Review => Some(Mark::Review),
        Status::Published | Status::Withdrawn => {
            front.embargo.clone().filter(|until| until > at).map(Mark::Embargo)
        }
    }
}

/// Looks at every brief.
pub(super) fn look(materials: &Materials<'_>, said: &mut Vec<Diagnostic>) -> Sight {
    let mut sight = Sight {
        marks: BTreeMap::new(),
        show: materials.show_withheld,
        show_waiting: false,
        withheld: Vec::new(),
        next_change: None,
    };
    let today = materials.at.day_in(&materials.settings.timezone);
    for (path, outline) in materials.outlines.iter() {
        let Some(front) = &outline.front else { continue };
        if let Some(mark) = mark(outline, materials.at) {
            if let Mark::Embargo(until) = &mark
                && sight.next_change.as_ref().is_none_or(|(first, _)| until < first)
            {
                sight.next_change = Some((until.clone(), name_of(path)));
            }
            sight.withheld.push(Withheld {
                source: path.clone(),
                title: front.title.clone(),
                mark: mark.clone(),
            });
            sight.marks.insert(path.clone(), mark);
        } else if let Some(date) = front.date.filter(|it| *it > today && front.kind != Kind::Page)
            // An embargo decides instead: on its own day, wherever that is, and not at all while it
            // cannot be read.
            && !front.embargo_is_unreadable
            && front.embargo.as_ref().is_none_or(|it| it.own_day() < date)
        {
            said.push(mistakes::date_future(front.date_at.clone(), &date.to_string(), &today.to_string()));
        }
        // What waits for its day may name it as the day of its last change.
        let until = front.embargo.as_ref().map_or(today, |it| it.own_day().max(today));
        for (key, day, at) in
            [("updated", front.updated, &front.updated_at), ("as_of", front.as_of, &front.as_of_at)]
        {
            if let Some(day) = day.filter(|it| *it > until && Some(*it) != front.date) {
                said.push(mistakes::day_future(at.clone(), key, &day.to_string(), &today.to_string()));
            }
        }
    }
    sight
}

/// The name of a brief in summaries: its folder or file, without `briefings/`.
fn name_of(path: &SourcePath) -> String {
    let inside = path.as_str().strip_prefix("briefings/").unwrap_or(path.as_str());
    inside.trim_end_matches(".md").trim_end_matches("/index").to_owned()
}
