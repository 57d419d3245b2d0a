//! What a style's parts call: macros that it can come to, and variables that can stand in for names.

use std::collections::BTreeSet;

use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, NamesChild, SortKey, TextTarget};

/// Hands over what stands inside a part, list by list: of a group, of each branch, of what stands in for names.
pub(super) fn inside<'a>(
    part: &'a LayoutRenderingElement,
    take: &mut dyn FnMut(&'a [LayoutRenderingElement]),
) {
    match part {
        LayoutRenderingElement::Group(group) => take(&group.children),
        LayoutRenderingElement::Choose(choose) => {
            choose.branches().for_each(|it| take(&it.children));
            choose.otherwise.iter().for_each(|it| take(&it.children));
        }
        LayoutRenderingElement::Names(names) => {
            for child in &names.children {
                if let NamesChild::Substitute(it) = child {
                    take(&it.children);
                }
            }
        }
        LayoutRenderingElement::Text(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_)
        | LayoutRenderingElement::Date(_) => {}
    }
}

/// A part and all that stands inside it.
pub(super) fn all_of(part: &LayoutRenderingElement) -> Vec<&LayoutRenderingElement> {
    /// Adds them.
    fn add<'a>(part: &'a LayoutRenderingElement, out: &mut Vec<&'a LayoutRenderingElement>) {
        out.push(part);
        inside(part, &mut |it| it.iter().for_each(|it| add(it, out)));
    }
    let mut found = Vec::new();
    add(part, &mut found);
    found
}

/// How many parts that are.
pub(super) fn count(part: &LayoutRenderingElement) -> usize {
    let mut number = 1;
    inside(part, &mut |it| number += it.iter().map(count).sum::<usize>());
    number
}

/// The macro that a part calls.
fn called(part: &LayoutRenderingElement) -> Option<&str> {
    match part {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// What a style prints by itself, macros left aside.
fn layouts(style: &IndependentStyle) -> impl Iterator<Item = &LayoutRenderingElement> {
    let list = style.bibliography.iter().flat_map(|it| &it.layout.elements);
    style.citation.layout.elements.iter().chain(list)
}

/// The variables that can stand in for names somewhere in a style.
pub(super) fn stand_ins(style: &IndependentStyle) -> BTreeSet<String> {
    let parts = layouts(style).chain(style.macros.iter().flat_map(|it| &it.children)).flat_map(all_of);
    let mut open = Vec::new();
    for names in parts.filter(|it| matches!(it, LayoutRenderingElement::Names(_))) {
        inside(names, &mut |it| open.extend(it.iter().flat_map(all_of)));
    }
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    while let Some(it) = open.pop() {
        if let Some(name) = called(it).filter(|it| seen.insert(*it)) {
            let macros = style.macros.iter().filter(|it| it.name == name);
            open.extend(macros.flat_map(|it| &it.children).flat_map(all_of));
        }
        match it {
            LayoutRenderingElement::Text(text) => {
                if let TextTarget::Variable { var, .. } = &text.target {
                    found.insert(var.to_string());
                }
            }
            LayoutRenderingElement::Number(it) => {
                found.insert(Variable::from(it.variable).to_string());
            }
            LayoutRenderingElement::Date(it) => found.extend(it.variable.map(|it| it.to_string())),
            LayoutRenderingElement::Names(it) => found.extend(it.variable.iter().map(|it| it.to_string())),
            LayoutRenderingElement::Label(_)
            | LayoutRenderingElement::Choose(_)
            | LayoutRenderingElement::Group(_) => {}
        }
    }
    found
}

/// The macros that a style can come to.
pub(super) fn used(style: &IndependentStyle) -> BTreeSet<String> {
    let sorts = style.citation.sort.iter().chain(style.bibliography.iter().filter_map(|it| it.sort.as_ref()));
    let keys = sorts.flat_map(|it| &it.keys).filter_map(|it| match it {
        SortKey::MacroName { name, .. } => Some(name.as_str()),
        SortKey::Variable { .. } => None,
    });
    let mut open: Vec<&str> = keys.chain(layouts(style).flat_map(all_of).filter_map(called)).collect();
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(it) = style.macros.iter().find(|it| it.name == name)
            && used.insert(name.to_owned())
        {
            open.extend(it.children.iter().flat_map(all_of).filter_map(called));
        }
    }
    used
}
