//! A style cut to the sources that are set with it.
//!
//! A style is a tree of conditions for every kind of source. The engine asks them anew for each source
//! and at every level, which is most of its time. What no source at hand can answer otherwise is
//! answered here, once: branches for other kinds of sources and for variables that none has are left
//! out, and then whatever can print nothing any more ([`silent`]). What is printed stays the same, which a test
//! holds for every built-in style.
//!
//! CSL 1.0.2, "Choose": the first branch counts whose conditions hold.

mod calls;
mod certain;
mod plain;
mod silent;

use std::collections::BTreeSet;
use std::mem;
use std::str::FromStr as _;

use hayagriva::citationberg::taxonomy::{Kind, NameVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement, NamesChild, json as csl,
};

use calls::{stand_ins, used};
use certain::leave_stand_ins_out;
use silent::{Known, Silencer};

/// What a style can meet: the kinds of some sources, and the variables that at least one of them has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Met {
    /// The kinds as CSL-JSON names them.
    kinds: BTreeSet<String>,
    /// The variables.
    variables: BTreeSet<String>,
    /// Those that every source has, and of which something is there to print.
    certain: BTreeSet<String>,
    /// Dates of which some source is not sure.
    unsure: BTreeSet<String>,
    /// Whether citations are printed, or only the reference of a single source.
    cites: bool,
}

/// The answer to a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It holds for every source.
    Always,
    /// It holds for none.
    Never,
    /// It depends.
    Depends,
}

impl Met {
    /// What is met in these sources.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a csl::Item>, cites: bool) -> Met {
        let mut met = Met {
            kinds: BTreeSet::new(),
            variables: BTreeSet::new(),
            certain: BTreeSet::new(),
            unsure: BTreeSet::new(),
            cites,
        };
        for (index, item) in items.into_iter().enumerate() {
            if index == 0 {
                met.certain.extend(item.0.iter().filter(|it| is_there(it.1)).map(|it| it.0.clone()));
            } else {
                met.certain.retain(|it| item.0.get(it).is_some_and(is_there));
            }
            met.kinds.extend(item.0.get("type").and_then(|it| Some(it.to_str()?.into_owned())));
            for (variable, value) in &item.0 {
                if !met.variables.contains(variable) {
                    met.variables.insert(variable.clone());
                }
                if matches!(value, csl::Value::Date(it) if it.is_approx()) {
                    met.unsure.insert(variable.clone());
                }
            }
        }
        met
    }

    /// A style that prints the same for these sources.
    pub fn cut(&self, style: &IndependentStyle) -> IndependentStyle {
        let mut style = style.clone();
        if !self.cites {
            style.citation.layout.elements.clear();
            style.citation.sort = None;
            if let Some(list) = &mut style.bibliography {
                // There is nothing to sort.
                list.sort = None;
            }
        }
        self.leave_out(&mut style);
        // Of what is left it may be known now that nothing has to stand in for names any more.
        let is_certain = |it: NameVariable| self.certain.contains(&it.to_string());
        if !self.cites && leave_stand_ins_out(&mut style, &is_certain) {
            self.leave_out(&mut style);
        }
        style
    }

    /// Leaves out of a style what these sources never come to.
    fn leave_out(&self, style: &mut IndependentStyle) {
        let kinds = self.kinds.iter().map(|it| Kind::from_str(it).ok()).collect();
        let cutter = Cutter { met: self, kinds, stand_ins: stand_ins(style) };
        cutter.elements(&mut style.citation.layout.elements);
        if let Some(list) = &mut style.bibliography {
            cutter.elements(&mut list.layout.elements);
        }
        style.macros.iter_mut().for_each(|it| cutter.elements(&mut it.children));
        let known = Known {
            may: &|it| cutter.variable(it) != Answer::Never,
            has: &|it| cutter.variable(it) == Answer::Always,
            is_whole: !self.cites,
        };
        let mut silencer = Silencer::new(&mut style.macros, known);
        silencer.layout(&mut style.citation.layout);
        if let Some(list) = &mut style.bibliography {
            silencer.layout(&mut list.layout);
        }
        silencer.finish(&mut style.macros);
        let used = used(style);
        style.macros.retain(|it| used.contains(&it.name));
    }
}

/// Whether something of a value is there to print: text that is not blank, a name, a date that is one.
fn is_there(value: &csl::Value) -> bool {
    let is_name = |it: &csl::NameValue| match it {
        csl::NameValue::Literal(it) => !it.literal.trim().is_empty(),
        csl::NameValue::Item(it) => !it.family.trim().is_empty(),
    };
    match value {
        csl::Value::String(it) => !it.trim().is_empty(),
        csl::Value::Names(it) => it.iter().all(is_name) && !it.is_empty(),
        csl::Value::Date(it) => csl::FixedDateRange::try_from(it.clone()).is_ok(),
        csl::Value::Number(_) => false,
    }
}

/// Cuts.
struct Cutter<'a> {
    /// What is met.
    met: &'a Met,
    /// The kinds in the engine's terms; `None` is one that it does not know.
    kinds: Vec<Option<Kind>>,
    /// Variables that can stand in for names. Once one was printed for them, the engine takes it for missing.
    stand_ins: BTreeSet<String>,
}

impl Cutter<'_> {
    /// Cuts in elements.
    fn elements(&self, elements: &mut [LayoutRenderingElement]) {
        for it in elements {
            match it {
                LayoutRenderingElement::Choose(choose) => self.choose(choose),
                LayoutRenderingElement::Group(group) => self.elements(&mut group.children),
                LayoutRenderingElement::Names(names) => {
                    for child in &mut names.children {
                        if let NamesChild::Substitute(it) = child {
                            self.elements(&mut it.children);
                        }
                    }
                }
                LayoutRenderingElement::Text(_)
                | LayoutRenderingElement::Number(_)
                | LayoutRenderingElement::Label(_)
                | LayoutRenderingElement::Date(_) => {}
            }
        }
    }

    /// Leaves out branches that are never taken, and those after one that always is.
    fn choose(&self, choose: &mut Choose) {
        let mut kept = Vec::new();
        let mut rest = choose.otherwise.take();
        let branches = [mem::replace(&mut choose.if_, unconditional(Vec::new()))];
        for branch in branches.into_iter().chain(mem::take(&mut choose.else_if)) {
            match self.branch(&branch) {
                Answer::Never => {}
                Answer::Depends => kept.push(branch),
                Answer::Always => {
                    kept.push(unconditional(branch.children));
                    rest = None;
                    break;
                }
            }
        }
        if kept.is_empty() {
            kept.push(unconditional(rest.take().map_or(Vec::new(), |it| it.children)));
        }
        kept.iter_mut().for_each(|it| self.elements(&mut it.children));
        if let Some(rest) = &mut rest {
            self.elements(&mut rest.children);
        }
        let mut kept = kept.into_iter();
        if let Some(first) = kept.next() {
            choose.if_ = first;
        }
        choose.else_if = kept.collect();
        choose.otherwise = rest;
    }

    /// Whether a branch is taken.
    fn branch(&self, it: &ChooseBranch) -> Answer {
        // The engine notes that it asked these, and acts on it elsewhere.
        let is_noted = |it: &Variable| {
            matches!(
                it,
                Variable::Number(NumberVariable::CitationNumber)
                    | Variable::Standard(StandardVariable::CitationLabel)
            )
        };
        let variables = || it.variable.iter().chain(&it.is_numeric).flatten();
        if it.disambiguate.is_some() || variables().any(is_noted) {
            return Answer::Depends;
        }
        let depends = it.locator.iter().flatten().map(|_| Answer::Depends);
        let positions = it.position.iter().flatten().map(|_| Answer::Depends);
        let dates = it.is_uncertain_date.iter().flatten().map(|it| {
            let is_unsure = self.met.unsure.contains(&it.to_string());
            if is_unsure { Answer::Depends } else { Answer::Never }
        });
        // What is there need not be a number.
        let numeric = it.is_numeric.iter().flatten().map(|it| match self.variable(*it) {
            Answer::Never => Answer::Never,
            Answer::Always | Answer::Depends => Answer::Depends,
        });
        let there = it.variable.iter().flatten().map(|it| self.variable(*it));
        let types = it.type_.iter().flatten().map(|it| self.kind(*it));
        let answers: Vec<Answer> =
            depends.chain(positions).chain(dates).chain(numeric).chain(there).chain(types).collect();
        let has = |wanted| answers.contains(&wanted);
        let all = |wanted| answers.iter().all(|it| *it == wanted);
        match it.match_ {
            ChooseMatch::All if has(Answer::Never) => Answer::Never,
            ChooseMatch::All if all(Answer::Always) => Answer::Always,
            ChooseMatch::Any if has(Answer::Always) => Answer::Always,
            ChooseMatch::Any if all(Answer::Never) => Answer::Never,
            ChooseMatch::None if has(Answer::Always) => Answer::Never,
            ChooseMatch::None if all(Answer::Never) => Answer::Always,
            _ => Answer::Depends,
        }
    }

    /// Whether sources are of a kind.
    fn kind(&self, kind: Kind) -> Answer {
        let of = self.kinds.iter().filter(|it| **it == Some(kind)).count();
        match of {
            0 => Answer::Never,
            _ if of == self.kinds.len() => Answer::Always,
            _ => Answer::Depends,
        }
    }

    /// Whether sources have a variable.
    fn variable(&self, variable: Variable) -> Answer {
        let is_of_the_citation = matches!(
            variable,
            Variable::Standard(StandardVariable::YearSuffix | StandardVariable::CitationLabel)
                | Variable::Number(
                    NumberVariable::CitationNumber
                        | NumberVariable::FirstReferenceNoteNumber
                        | NumberVariable::Locator
                        | NumberVariable::PageFirst
                )
        );
        let name = variable.to_string();
        match variable {
            _ if is_of_the_citation => Answer::Depends,
            Variable::Standard(_) | Variable::Date(_) | Variable::Name(_)
                if self.met.certain.contains(&name) && !self.stand_ins.contains(&name) =>
            {
                Answer::Always
            }
            _ if self.met.variables.contains(&name) => Answer::Depends,
            _ => Answer::Never,
        }
    }
}

/// A branch that is always taken.
fn unconditional(children: Vec<LayoutRenderingElement>) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children,
    }
}

#[cfg(test)]
mod tests;
