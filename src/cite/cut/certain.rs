//! What stands in for names that are certain: it is never come to.
//!
//! Where a source has no author, the name of its editor or its title stands for one, and is then missing from its own
//! place (CSL 1.0.2, "Substitute"). So as long as a title may stand in for a name, nothing can be said of titles
//! beforehand; and before it prints names, the engine looks at all that might stand in for them. Of a source whose
//! author is known neither is needed.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::NameVariable;
use hayagriva::citationberg::{
    CslMacro, IndependentStyle, InheritableNameOptions, LayoutRenderingElement, Names, NamesChild, TextTarget,
};

/// Leaves out what would stand in for names after one that every source has; says whether anything went.
///
/// Only of a list whose entries print names with stand-ins once at most: names that stood in are missing from then on.
pub(super) fn leave_stand_ins_out(
    style: &mut IndependentStyle,
    is_certain: &dyn Fn(NameVariable) -> bool,
) -> bool {
    let Some(list) = &style.bibliography else { return false };
    let mut ways = Ways { macros: &style.macros, known: BTreeMap::new() };
    if ways.through(&list.layout.elements) != 1 || may_hide_names(style) {
        return false;
    }
    let mut went = false;
    if let Some(list) = &mut style.bibliography {
        each_names(&mut list.layout.elements, &mut |it| went |= shorten(it, is_certain));
    }
    for it in &mut style.macros {
        each_names(&mut it.children, &mut |it| went |= shorten(it, is_certain));
    }
    went
}

/// Leaves out what of these names is never come to.
fn shorten(names: &mut Names, is_certain: &dyn Fn(NameVariable) -> bool) -> bool {
    let has_own = names.variable.iter().any(|it| is_certain(*it));
    // Without a form for names the engine takes them for missing as soon as something may stand in for them.
    let has_name = names.children.iter().any(|it| matches!(it, NamesChild::Name(_)));
    for child in &mut names.children {
        let NamesChild::Substitute(substitute) = child else { continue };
        let before = substitute.children.len();
        if has_own && has_name {
            substitute.children.clear();
        } else if let Some(last) = substitute.children.iter().position(|it| match it {
            LayoutRenderingElement::Names(it) => it.variable.iter().any(|it| is_certain(*it)),
            _ => false,
        }) {
            substitute.children.truncate(last + 1);
        }
        return substitute.children.len() < before;
    }
    false
}

/// Counts in how many ways parts come to names with stand-ins.
struct Ways<'a> {
    /// The macros of the style.
    macros: &'a [CslMacro],
    /// Those of macros; one that is being counted calls itself.
    known: BTreeMap<&'a str, usize>,
}

impl<'a> Ways<'a> {
    /// Through all of these parts.
    fn through(&mut self, parts: &'a [LayoutRenderingElement]) -> usize {
        parts.iter().fold(0, |sum, it| sum.saturating_add(self.of(it)))
    }

    /// Through one.
    fn of(&mut self, part: &'a LayoutRenderingElement) -> usize {
        match part {
            LayoutRenderingElement::Group(group) => self.through(&group.children),
            // One branch is taken.
            LayoutRenderingElement::Choose(choose) => {
                let rest = choose.otherwise.iter().map(|it| &it.children);
                let branches = choose.branches().map(|it| &it.children).chain(rest);
                branches.map(|it| self.through(it)).max().unwrap_or(0)
            }
            LayoutRenderingElement::Names(names) => {
                let stand_ins = names.children.iter().filter_map(|it| match it {
                    NamesChild::Substitute(it) => Some(&it.children[..]),
                    _ => None,
                });
                stand_ins.fold(0, |sum, it| self.through(it).saturating_add(sum).saturating_add(1))
            }
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Macro { name } => self.of_macro(name),
                _ => 0,
            },
            LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_)
            | LayoutRenderingElement::Date(_) => 0,
        }
    }

    /// Through a macro.
    fn of_macro(&mut self, name: &'a str) -> usize {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        self.known.insert(name, usize::MAX);
        let found = self.macros.iter().find(|it| it.name == name);
        let ways = found.map_or(0, |it| self.through(&it.children));
        self.known.insert(name, ways);
        ways
    }
}

/// Whether the style hides all names of a long list somewhere: then a name that is there need not be printed.
fn may_hide_names(style: &IndependentStyle) -> bool {
    let hides = |it: &InheritableNameOptions| {
        it.et_al_use_first == Some(0) || it.et_al_subsequent_use_first == Some(0)
    };
    let of_layouts = style.bibliography.iter().map(|it| &it.name_options);
    if of_layouts.chain([&style.citation.name_options, &style.settings.options]).any(hides) {
        return true;
    }
    let list = style.bibliography.iter().flat_map(|it| &it.layout.elements);
    let parts = list.chain(style.macros.iter().flat_map(|it| &it.children));
    parts.flat_map(super::calls::all_of).any(|it| match it {
        LayoutRenderingElement::Names(names) => names.children.iter().any(|it| match it {
            NamesChild::Name(it) => {
                let inherited = names.options();
                let options = it.options(&inherited);
                options.et_al_use_first == Some(0) || options.et_al_subsequent_use_first == Some(0)
            }
            _ => false,
        }),
        _ => false,
    })
}

/// Does something to all names among parts.
fn each_names(parts: &mut [LayoutRenderingElement], act: &mut dyn FnMut(&mut Names)) {
    for it in parts {
        match it {
            LayoutRenderingElement::Group(group) => each_names(&mut group.children, act),
            LayoutRenderingElement::Choose(choose) => {
                each_names(&mut choose.if_.children, act);
                choose.else_if.iter_mut().for_each(|it| each_names(&mut it.children, act));
                choose.otherwise.iter_mut().for_each(|it| each_names(&mut it.children, act));
            }
            LayoutRenderingElement::Names(names) => {
                act(names);
                for child in &mut names.children {
                    if let NamesChild::Substitute(it) = child {
                        each_names(&mut it.children, act);
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
