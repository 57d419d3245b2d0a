//! What a style's parts call: macros that it can come to, and variables that can stand in for names.

use std::collections::BTreeSet;

use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement, NamesChild, SortKey, Text, TextTarget,
};

/// The variables that can stand in for names somewhere in a style.
pub(super) fn stand_ins(style: &IndependentStyle) -> BTreeSet<String> {
    /// Looks for names.
    fn names<'a>(elements: &'a [LayoutRenderingElement], out: &mut Vec<&'a LayoutRenderingElement>) {
        for it in elements {
            match it {
                LayoutRenderingElement::Names(it) => {
                    for child in &it.children {
                        if let NamesChild::Substitute(it) = child {
                            out.extend(&it.children);
                            names(&it.children, out);
                        }
                    }
                }
                LayoutRenderingElement::Choose(choose) => {
                    choose.branches().for_each(|it| names(&it.children, out));
                    choose.otherwise.iter().for_each(|it| names(&it.children, out));
                }
                LayoutRenderingElement::Group(group) => names(&group.children, out),
                _ => {}
            }
        }
    }
    let mut open = Vec::new();
    names(&style.citation.layout.elements, &mut open);
    style.bibliography.iter().for_each(|it| names(&it.layout.elements, &mut open));
    style.macros.iter().for_each(|it| names(&it.children, &mut open));
    let (mut found, mut called) = (BTreeSet::new(), BTreeSet::new());
    while let Some(it) = open.pop() {
        match it {
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => {
                    found.insert(var.to_string());
                }
                TextTarget::Macro { name } if called.insert(name) => {
                    open.extend(
                        style.macros.iter().filter(|it| it.name == *name).flat_map(|it| &it.children),
                    );
                }
                _ => {}
            },
            LayoutRenderingElement::Number(it) => {
                found.insert(Variable::from(it.variable).to_string());
            }
            LayoutRenderingElement::Date(it) => {
                found.extend(it.variable.map(|it| it.to_string()));
            }
            LayoutRenderingElement::Names(it) => found.extend(it.variable.iter().map(|it| it.to_string())),
            LayoutRenderingElement::Label(_) => {}
            LayoutRenderingElement::Choose(choose) => {
                choose.branches().for_each(|it| open.extend(&it.children));
                choose.otherwise.iter().for_each(|it| open.extend(&it.children));
            }
            LayoutRenderingElement::Group(it) => open.extend(&it.children),
        }
    }
    found
}

/// The macros that a style can come to.
pub(super) fn used(style: &IndependentStyle) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let sorts = style.citation.sort.iter().chain(style.bibliography.iter().filter_map(|it| it.sort.as_ref()));
    let keys = sorts.flat_map(|it| &it.keys).filter_map(|it| match it {
        SortKey::MacroName { name, .. } => Some(name.clone()),
        SortKey::Variable { .. } => None,
    });
    let mut open: Vec<String> = keys.collect();
    calls(&style.citation.layout.elements, &mut open);
    if let Some(list) = &style.bibliography {
        calls(&list.layout.elements, &mut open);
    }
    while let Some(name) = open.pop() {
        if let Some(it) = style.macros.iter().find(|it| it.name == name)
            && used.insert(name)
        {
            calls(&it.children, &mut open);
        }
    }
    used
}

/// Adds the macros that elements call.
fn calls(elements: &[LayoutRenderingElement], out: &mut Vec<String>) {
    for it in elements {
        match it {
            LayoutRenderingElement::Text(Text { target: TextTarget::Macro { name }, .. }) => {
                out.push(name.clone());
            }
            LayoutRenderingElement::Choose(choose) => {
                choose.branches().for_each(|it| calls(&it.children, out));
                choose.otherwise.iter().for_each(|it| calls(&it.children, out));
            }
            LayoutRenderingElement::Group(group) => calls(&group.children, out),
            LayoutRenderingElement::Names(names) => {
                for child in &names.children {
                    if let NamesChild::Substitute(it) = child {
                        calls(&it.children, out);
                    }
                }
            }
            _ => {}
        }
    }
}
