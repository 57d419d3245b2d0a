//! What of a style prints nothing for the sources at hand, and so can be left out.
//!
//! Before the engine prints a part of a style it asks whether the part has anything to print, at every level of the
//! tree anew, and each question about a variable that a source lacks is a search. A style of two thousand parts
//! prints a report with twenty.
//!
//! What is left is made flat: a level that holds one part and does nothing to it only makes the engine ask twice.
//!
//! One thing must stay: a group whose variables are all missing prints nothing, its fixed words neither (CSL 1.0.2,
//! "Group"); and a macro counts as a group. So where the variables of a group would all go, the first of them stays
//! and asks for all.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{NumberOrPageVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Affixes, Choose, ChooseBranch, CslMacro, Formatting, Group, LayoutRenderingElement, LongShortForm, Names,
    NamesChild, Text, TextTarget, ToAffixes as _, ToFormatting as _,
};

use super::calls::{all_of, count, inside};

/// Whether some source at hand may have a variable.
type May<'a> = &'a dyn Fn(Variable) -> bool;

/// What a part comes to.
#[derive(Clone)]
enum Part {
    /// It may print something of a source. Whether it counts as a variable in any case.
    Speaks(bool),
    /// It prints fixed words and asks for no variable.
    Words,
    /// It prints nothing. If it counts as a variable that is missing, one that stands for it is here.
    Silent(Option<Box<LayoutRenderingElement>>),
}

/// Leaves out what is silent, in macros and in what prints them.
pub(super) struct Silencer<'a> {
    /// Which variables there may be.
    may: May<'a>,
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
    pub fn new(macros: &mut [CslMacro], may: May<'a>) -> Silencer<'a> {
        let strips = macros.iter().any(|it| strips(&it.children));
        let open = macros.iter_mut().map(|it| (it.name.clone(), std::mem::take(&mut it.children)));
        Silencer { may, open: open.collect(), done: BTreeMap::new(), strips }
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
    pub fn layout(&mut self, elements: &mut Vec<LayoutRenderingElement>) {
        elements.retain_mut(|it| !matches!(self.part(it), Part::Silent(_)));
    }

    /// Leaves out what is silent of what a group holds; gives what the group comes to.
    fn group(&mut self, elements: &mut Vec<LayoutRenderingElement>) -> Part {
        let mut missing = None;
        let (mut speaks, mut words, mut asks) = (false, false, false);
        let mut kept = Vec::new();
        for mut it in std::mem::take(elements) {
            match self.part(&mut it) {
                Part::Speaks(it_asks) => {
                    speaks = true;
                    asks |= it_asks;
                    kept.push(if it_asks { self.flat(it) } else { it });
                }
                Part::Words => {
                    words = true;
                    kept.push(it);
                }
                Part::Silent(it) => missing = missing.or(it),
            }
        }
        *elements = kept;
        if speaks {
            // One that counts as a variable in any case makes the missing ones needless.
            let needed = missing.filter(|_| !asks);
            asks |= needed.as_ref().is_some_and(|it| counts(it));
            elements.extend(needed.map(|it| *it));
            return Part::Speaks(asks);
        }
        match (missing, words) {
            (None, true) => Part::Words,
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

    /// Leaves out what is silent inside of a part; gives what the part comes to.
    fn part(&mut self, element: &mut LayoutRenderingElement) -> Part {
        let is_missing = match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                it if is_year_suffix(it) => false,
                TextTarget::Variable { var, form } => {
                    let stands_in = *var == Variable::Standard(StandardVariable::Title)
                        && *form == LongShortForm::Short
                        && (self.may)(Variable::Standard(StandardVariable::TitleShort));
                    !stands_in && !(self.may)(*var)
                }
                TextTarget::Macro { name } => return self.name(&name.clone()),
                TextTarget::Term { .. } | TextTarget::Value { .. } => return Part::Words,
            },
            LayoutRenderingElement::Number(number) => !(self.may)(number.variable.into()),
            LayoutRenderingElement::Date(date) => {
                date.variable.is_some_and(|it| !(self.may)(Variable::Date(it)))
            }
            LayoutRenderingElement::Label(label) => {
                // It counts as no variable, and is printed beside one.
                return match label.variable {
                    NumberOrPageVariable::Number(_) => Part::Words,
                    NumberOrPageVariable::Page(_) => Part::Speaks(false),
                };
            }
            LayoutRenderingElement::Names(names) => return self.names(names),
            LayoutRenderingElement::Choose(choose) => return self.choose(choose),
            LayoutRenderingElement::Group(group) => return self.group(&mut group.children),
        };
        match element {
            _ if is_missing => Part::Silent(Some(Box::new(element.clone()))),
            LayoutRenderingElement::Text(text) if is_year_suffix(&text.target) => Part::Speaks(false),
            _ => Part::Speaks(counts(element)),
        }
    }

    /// What a macro comes to.
    fn name(&mut self, name: &str) -> Part {
        if let Some(mut children) = self.open.remove(name) {
            self.done.insert(name.to_owned(), (Part::Speaks(false), Vec::new()));
            let part = self.group(&mut children);
            self.done.insert(name.to_owned(), (part, children));
        }
        // One that is not there prints nothing and asks for nothing.
        self.done.get(name).map_or(Part::Silent(None), |it| it.0.clone())
    }

    /// Names, with what stands in for them.
    fn names(&mut self, names: &mut Names) -> Part {
        let may =
            names.variable.is_empty() || names.variable.iter().any(|it| (self.may)(Variable::Name(*it)));
        let mut substitute = Part::Silent(None);
        for child in &mut names.children {
            if let NamesChild::Substitute(it) = child {
                substitute = self.group(&mut it.children);
            }
        }
        match substitute {
            Part::Silent(missing) if !may => Part::Silent(missing),
            _ => Part::Speaks(false),
        }
    }

    /// Branches, each of which counts as what it stands in.
    fn choose(&mut self, choose: &mut Choose) -> Part {
        let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
        let mut lists: Vec<&mut Vec<_>> = branches.map(|it| &mut it.children).collect();
        let has_rest = choose.otherwise.is_some();
        lists.extend(choose.otherwise.iter_mut().map(|it| &mut it.children));
        let mut parts: Vec<Part> = lists.iter_mut().map(|it| self.group(it)).collect();
        if lists.iter().all(|it| it.is_empty()) {
            return Part::Silent(None);
        }
        let is_alone = is_alone(choose);
        let asks = |it: &Part| match it {
            Part::Speaks(asks) => *asks,
            Part::Silent(missing) => missing.as_ref().is_some_and(|it| counts(it)),
            Part::Words => false,
        };
        let asks = (is_alone || has_rest) && parts.iter().all(asks);
        match parts.pop() {
            Some(Part::Silent(missing)) if is_alone => Part::Silent(missing),
            _ => Part::Speaks(asks),
        }
    }
}

/// Whether a part counts as a variable in any case. Names and dates do only where all of a source is printed.
fn counts(part: &LayoutRenderingElement) -> bool {
    matches!(part, LayoutRenderingElement::Text(_) | LayoutRenderingElement::Number(_))
}

/// Whether this is the letter after a year, which counts as no variable.
fn is_year_suffix(target: &TextTarget) -> bool {
    matches!(target, TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. })
}

/// How many parts are copied from a macro to where it is called. A style whose macros call each other twice at every
/// level would fill the memory otherwise.
const COPIED_MAX: usize = 256;

/// Whether a part prints the same under another group: its delimiter parts what branches hold, and names under names
/// take their look from those.
fn fits_anywhere(part: &LayoutRenderingElement) -> bool {
    match part {
        LayoutRenderingElement::Names(_) => false,
        LayoutRenderingElement::Choose(_) => {
            let mut fits = true;
            inside(part, &mut |it| fits &= it.len() < 2 && it.iter().all(fits_anywhere));
            fits
        }
        _ => true,
    }
}

/// Whether a text is printed as it is.
fn is_plain(text: &Text) -> bool {
    text.formatting == Formatting::default()
        && text.affixes == Affixes::default()
        && text.display.is_none()
        && !text.quotes
        && !text.strip_periods
        && text.text_case.is_none()
}

/// Whether a group does nothing to what it holds but parting it.
fn has_no_look(group: &Group) -> bool {
    group.to_formatting() == Formatting::default()
        && group.to_affixes() == Affixes::default()
        && group.display.is_none()
}

/// Whether full stops are taken away from a macro somewhere.
fn strips(elements: &[LayoutRenderingElement]) -> bool {
    elements.iter().flat_map(all_of).any(|it| match it {
        LayoutRenderingElement::Text(text) => {
            text.strip_periods && matches!(text.target, TextTarget::Macro { .. })
        }
        _ => false,
    })
}

/// Whether a choice has one branch, which is taken always.
fn is_alone(choose: &Choose) -> bool {
    choose.else_if.is_empty() && choose.otherwise.is_none() && is_unconditional(&choose.if_)
}

/// Whether a branch is taken always.
fn is_unconditional(it: &ChooseBranch) -> bool {
    it.disambiguate.is_none()
        && it.is_numeric.is_none()
        && it.is_uncertain_date.is_none()
        && it.locator.is_none()
        && it.position.is_none()
        && it.type_.is_none()
        && it.variable.is_none()
}

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
        let mut silencer = Silencer::new(&mut whole.macros, &|_| true);
        silencer.layout(&mut whole.citation.layout.elements);
        silencer.finish(&mut whole.macros);
        assert!(size(&whole.macros) < before * COPIED_MAX, "{}", size(&whole.macros));
    }
}
