//! What of a style prints nothing for the sources at hand, and so can be left out.
//!
//! Before the engine prints a part of a style it asks whether the part has anything to print, at every level of the
//! tree anew, and each question about a variable that a source lacks is a search. A style of two thousand parts
//! prints a report with twenty.
//!
//! What is left is made flat: a level that does nothing to what it holds only makes the engine ask twice.
//!
//! One thing must stay: a group whose variables are all missing prints nothing, its fixed words neither (CSL 1.0.2,
//! "Group"); and a macro counts as a group. So where the variables of a group would all go, the first of them stays
//! and asks for all.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{NumberOrPageVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, CslMacro, Layout, LayoutRenderingElement, LongShortForm, Names, NamesChild, TextTarget,
};

use super::calls::count;
use super::plain::{fits_anywhere, has_no_look, has_year, is_alone, is_plain, is_year_suffix, strips};

/// What is known of the sources at hand.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Whether some source may have a variable.
    pub may: &'a dyn Fn(Variable) -> bool,
    /// Whether every source has it, wherever the style asks.
    pub has: &'a dyn Fn(Variable) -> bool,
    /// Whether all of a source is printed each time, and never only its author or its year.
    pub is_whole: bool,
}

/// How a part speaks of a source.
#[derive(Clone, Copy, Default)]
struct Voice {
    /// Whether it counts as a variable in any case.
    asks: bool,
    /// Whether it is one in any case that is there.
    is_sure: bool,
    /// Whether it may say that it prints and print nothing, as the month of a year does: then what stands around it
    /// decides which delimiters are printed.
    is_hollow: bool,
}

/// What a part comes to.
#[derive(Clone)]
enum Part {
    /// It may print something of a source.
    Speaks(Voice),
    /// It prints fixed words and asks for no variable.
    Words,
    /// It prints nothing. If it counts as a variable that is missing, one that stands for it is here.
    Silent(Option<Box<LayoutRenderingElement>>),
}

/// What holds a list of parts.
#[derive(Clone, Copy)]
enum Level<'a> {
    /// A group with this delimiter.
    Group(Option<&'a str>),
    /// A branch, in a group with this delimiter: what it prints does not hang on its variables, but on the group's.
    Branch(Option<&'a str>),
    /// A macro: a group whose parts the engine does not ask first whether they print.
    Macro,
    /// Stand-ins for names: the first that prints counts.
    StandIns,
}

impl<'a> Level<'a> {
    /// What the engine sets between parts that print; `None` where it does not ask them.
    fn delimiter(self) -> Option<Option<&'a str>> {
        match self {
            Level::Group(it) | Level::Branch(it) => Some(it),
            Level::Macro | Level::StandIns => None,
        }
    }

    /// Whether nothing is printed of what is here where all variables are missing.
    fn hangs_on_variables(self) -> bool {
        matches!(self, Level::Group(_) | Level::Macro)
    }
}

/// Leaves out what is silent, in macros and in what prints them.
pub(super) struct Silencer<'a> {
    /// What is known of the sources.
    known: Known<'a>,
    /// Macros that are still to be looked at.
    open: BTreeMap<String, Vec<LayoutRenderingElement>>,
    /// What macros come to, with what is left of them. One that is being looked at speaks: a circle is for the
    /// engine to refuse.
    done: BTreeMap<String, (Part, Vec<LayoutRenderingElement>)>,
    /// Whether a macro takes full stops away: then those inside of it must stay, for each of them ends that.
    strips: bool,
}

impl<'a> Silencer<'a> {
    /// For a style's macros.
    pub fn new(macros: &mut [CslMacro], known: Known<'a>) -> Silencer<'a> {
        let strips = macros.iter().any(|it| strips(&it.children));
        let open = macros.iter_mut().map(|it| (it.name.clone(), std::mem::take(&mut it.children)));
        Silencer { known, open: open.collect(), done: BTreeMap::new(), strips }
    }

    /// Gives the macros back what is left of them.
    pub fn finish(mut self, macros: &mut [CslMacro]) {
        macros.iter().for_each(|it| drop(self.name(&it.name)));
        for it in macros {
            if let Some((_, children)) = self.done.remove(&it.name) {
                it.children = children;
            }
        }
    }

    /// Leaves out what is silent at the top of a style, where each part prints by itself.
    pub fn layout(&mut self, layout: &mut Layout) {
        let delimiter = layout.delimiter.clone();
        layout.elements.retain_mut(|it| {
            let part = self.part(it, delimiter.as_deref());
            // A choice of one part that is there in any case.
            let is_whole = self.known.is_whole;
            while let (Part::Speaks(Voice { is_sure: true, .. }), LayoutRenderingElement::Choose(choose)) =
                (&part, &mut *it)
                && is_whole
                && is_alone(choose)
                && choose.if_.children.len() == 1
            {
                *it = choose.if_.children.remove(0);
            }
            !matches!(part, Part::Silent(_))
        });
    }

    /// Leaves out what is silent of a list; gives what the list comes to.
    fn list(&mut self, elements: &mut Vec<LayoutRenderingElement>, level: Level<'_>) -> Part {
        let delimiter = level.delimiter();
        let mut missing = None;
        let (mut speaks, mut words, mut voice) = (false, false, Voice::default());
        let mut kept = Vec::new();
        for mut it in std::mem::take(elements) {
            match self.part(&mut it, delimiter.unwrap_or_default()) {
                Part::Speaks(own) => {
                    speaks = true;
                    voice.asks |= own.asks;
                    voice.is_sure |= own.is_sure;
                    voice.is_hollow |= own.is_hollow;
                    kept.push((if own.asks { self.flat(it) } else { it }, own.is_sure));
                }
                Part::Words => {
                    words = true;
                    kept.push((it, false));
                }
                Part::Silent(it) => missing = missing.or(it),
            }
        }
        for (it, is_sure) in kept {
            // Where only an author or a year is printed, parts say that they print, and do not.
            let passes_on = self.known.is_whole && voice.is_sure && !voice.is_hollow;
            match delimiter.filter(|_| passes_on) {
                Some(delimiter) => elements.extend(spread(it, is_sure, delimiter)),
                None => elements.push(it),
            }
        }
        if speaks {
            // One that counts as a variable in any case makes the missing ones needless.
            let needed = missing.filter(|_| !voice.asks);
            voice.asks |= needed.as_ref().is_some_and(|it| self.counts(it));
            elements.extend(needed.map(|it| *it));
            return Part::Speaks(voice);
        }
        match (missing, words) {
            (None, true) => Part::Words,
            (Some(missing), true) if !level.hangs_on_variables() => {
                voice.asks = self.counts(&missing);
                elements.push(*missing);
                Part::Speaks(voice)
            }
            (missing, _) => {
                // All that is left of it, should it be printed by itself.
                *elements = missing.iter().map(|it| (**it).clone()).collect();
                Part::Silent(missing)
            }
        }
    }

    /// A part that counts as a variable in any case, without levels around it that change nothing: macros, groups and
    /// branches of one part. What it prints has variables then, so nobody asks what else made it print.
    fn flat(&self, mut element: LayoutRenderingElement) -> LayoutRenderingElement {
        loop {
            let inside = match &element {
                LayoutRenderingElement::Text(text) => match &text.target {
                    TextTarget::Macro { name } if !self.strips && is_plain(text) => {
                        self.done.get(name).map(|it| &it.1[..])
                    }
                    _ => None,
                },
                LayoutRenderingElement::Group(group) if has_no_look(group) => Some(&group.children[..]),
                LayoutRenderingElement::Choose(choose) if is_alone(choose) => Some(&choose.if_.children[..]),
                _ => None,
            };
            match inside {
                Some([only]) if fits_anywhere(only) && count(only) <= COPIED_MAX => element = only.clone(),
                _ => return element,
            }
        }
    }

    /// Leaves out what is silent inside of a part; gives what the part comes to. `delimiter` is what is set between
    /// the parts of a branch here.
    fn part(&mut self, element: &mut LayoutRenderingElement, delimiter: Option<&str>) -> Part {
        let Known { may, has, is_whole } = self.known;
        let (mut is_sure, mut is_hollow) = (false, false);
        let is_missing = match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                it if is_year_suffix(it) => false,
                TextTarget::Variable { var, form } => {
                    let stands_in = *var == Variable::Standard(StandardVariable::Title)
                        && *form == LongShortForm::Short
                        && may(Variable::Standard(StandardVariable::TitleShort));
                    is_sure = *form == LongShortForm::Long && has(*var);
                    !stands_in && !may(*var)
                }
                TextTarget::Macro { name } => return self.name(&name.clone()),
                TextTarget::Term { .. } | TextTarget::Value { .. } => return Part::Words,
            },
            LayoutRenderingElement::Number(number) => !may(number.variable.into()),
            LayoutRenderingElement::Date(date) => {
                is_sure =
                    is_whole && has_year(date) && date.variable.is_some_and(|it| has(Variable::Date(it)));
                is_hollow = !has_year(date);
                date.variable.is_some_and(|it| !may(Variable::Date(it)))
            }
            LayoutRenderingElement::Label(label) => {
                // It counts as no variable, and is printed beside one.
                return match label.variable {
                    NumberOrPageVariable::Number(_) => Part::Words,
                    NumberOrPageVariable::Page(_) => Part::Speaks(Voice::default()),
                };
            }
            LayoutRenderingElement::Names(names) => return self.names(names),
            LayoutRenderingElement::Choose(choose) => return self.choose(choose, delimiter),
            LayoutRenderingElement::Group(group) => {
                let own = group.delimiter.clone();
                return by_itself(self.list(&mut group.children, Level::Group(own.as_deref())));
            }
        };
        match element {
            _ if is_missing => Part::Silent(Some(Box::new(element.clone()))),
            LayoutRenderingElement::Text(text) if is_year_suffix(&text.target) => {
                Part::Speaks(Voice::default())
            }
            _ => Part::Speaks(Voice { asks: self.counts(element), is_sure, is_hollow }),
        }
    }

    /// What a macro comes to.
    fn name(&mut self, name: &str) -> Part {
        if let Some(mut children) = self.open.remove(name) {
            self.done.insert(name.to_owned(), (Part::Speaks(Voice::default()), Vec::new()));
            let part = self.list(&mut children, Level::Macro);
            self.done.insert(name.to_owned(), (part, children));
        }
        // One that is not there prints nothing and asks for nothing.
        self.done.get(name).map_or(Part::Silent(None), |it| by_itself(it.0.clone()))
    }

    /// Names, with what stands in for them.
    fn names(&mut self, names: &mut Names) -> Part {
        let may = names.variable.is_empty()
            || names.variable.iter().any(|it| (self.known.may)(Variable::Name(*it)));
        let mut substitute = Part::Silent(None);
        for child in &mut names.children {
            if let NamesChild::Substitute(it) = child {
                substitute = self.list(&mut it.children, Level::StandIns);
            }
        }
        match substitute {
            Part::Silent(missing) if !may => Part::Silent(missing),
            Part::Speaks(Voice { is_hollow, .. }) => Part::Speaks(Voice { is_hollow, ..Voice::default() }),
            _ => Part::Speaks(Voice::default()),
        }
    }

    /// Branches, each of which counts as what it stands in.
    fn choose(&mut self, choose: &mut Choose, delimiter: Option<&str>) -> Part {
        let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
        let mut lists: Vec<&mut Vec<_>> = branches.map(|it| &mut it.children).collect();
        let has_rest = choose.otherwise.is_some();
        lists.extend(choose.otherwise.iter_mut().map(|it| &mut it.children));
        let mut parts: Vec<Part> =
            lists.iter_mut().map(|it| self.list(it, Level::Branch(delimiter))).collect();
        if lists.iter().all(|it| it.is_empty()) {
            return Part::Silent(None);
        }
        let is_alone = is_alone(choose);
        let asks = |it: &Part| match it {
            Part::Speaks(voice) => voice.asks,
            Part::Silent(missing) => missing.as_ref().is_some_and(|it| self.counts(it)),
            Part::Words => false,
        };
        let asks = (is_alone || has_rest) && parts.iter().all(asks);
        let is_hollow = parts.iter().any(|it| matches!(it, Part::Speaks(Voice { is_hollow: true, .. })));
        match parts.pop() {
            Some(part) if is_alone => part,
            _ => Part::Speaks(Voice { asks, is_sure: false, is_hollow }),
        }
    }

    /// Whether a part counts as a variable in any case, and prints it if it is there. Dates do only where all of a source
    /// is printed, and names only where there are some.
    fn counts(&self, part: &LayoutRenderingElement) -> bool {
        match part {
            LayoutRenderingElement::Text(_) | LayoutRenderingElement::Number(_) => true,
            LayoutRenderingElement::Date(date) => self.known.is_whole && has_year(date),
            _ => false,
        }
    }
}

/// What a macro or a group comes to for the group that it stands in: where it prints, it makes that print, even if it
/// has nothing but words.
fn by_itself(inside: Part) -> Part {
    match inside {
        Part::Words => Part::Speaks(Voice::default()),
        part => part,
    }
}

/// What a part of a group holds, in its place, where it only passes on what the group does: a choice of one branch; a
/// group that is printed in any case, with the same delimiter. The group must be printed in any case.
fn spread(
    part: LayoutRenderingElement,
    is_sure: bool,
    delimiter: Option<&str>,
) -> Vec<LayoutRenderingElement> {
    match part {
        LayoutRenderingElement::Choose(choose) if is_alone(&choose) => choose.if_.children,
        LayoutRenderingElement::Group(group)
            if is_sure && has_no_look(&group) && group.delimiter.as_deref() == delimiter =>
        {
            group.children
        }
        part => vec![part],
    }
}

/// How many parts are copied from a macro to where it is called. A style whose macros call each other twice at every
/// level would fill the memory otherwise.
const COPIED_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use hayagriva::citationberg::IndependentStyle;

    use super::*;

    #[test]
    fn macros_that_call_each_other_twice_do_not_fill_the_memory() {
        let macros: String = (0..18)
            .map(|it| {
                let next = format!("<text macro=\"m{}\"/>", it + 1);
                format!("<macro name=\"m{it}\"><group delimiter=\" \">{next}{next}</group></macro>")
            })
            .collect();
        let csl = format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title>\
             <id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>{macros}\
             <macro name=\"m18\"><text variable=\"title\"/></macro>\
             <citation><layout><text variable=\"title\"/></layout></citation>\
             <bibliography><layout><text variable=\"title\"/><text macro=\"m16\"/></layout></bibliography></style>"
        );
        // A site's own style of this kind is refused before (`inspect`).
        let mut whole = IndependentStyle::from_xml(&csl).unwrap();
        let size = |all: &[CslMacro]| -> usize { all.iter().flat_map(|it| &it.children).map(count).sum() };
        let before = size(&whole.macros);
        let known = Known { may: &|_| true, has: &|_| true, is_whole: false };
        let mut silencer = Silencer::new(&mut whole.macros, known);
        silencer.layout(&mut whole.citation.layout);
        silencer.finish(&mut whole.macros);
        assert!(size(&whole.macros) < before * COPIED_MAX, "{}", size(&whole.macros));
    }
}
