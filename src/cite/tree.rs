//! The tree in which the engine gives what it printed, as text of ours. Its own HTML is not escaped.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::text::{Look, Shift, Text};

/// Takes the names out of a citation.
pub(super) fn without_names(children: &mut ElemChildren) -> bool {
    for index in 0..children.0.len() {
        if let ElemChild::Elem(elem) = &mut children.0[index] {
            if matches!(elem.meta, Some(ElemMeta::Names(_))) {
                children.0.remove(index);
                return true;
            }
            if without_names(&mut elem.children) {
                return true;
            }
        }
    }
    false
}

/// Adds a tree.
pub(super) fn walk(children: &[ElemChild], part: Option<u32>, out: &mut Text) {
    for child in children {
        match child {
            ElemChild::Text(it) => out.push(it.text.clone(), look(&it.formatting), None, part),
            ElemChild::Elem(it) => walk(&it.children.0, part, out),
            ElemChild::Link { text, url } => {
                let is_web = url.starts_with("https://") || url.starts_with("http://");
                out.push(text.text.clone(), look(&text.formatting), is_web.then(|| url.clone()), part);
            }
            ElemChild::Markup(it) => out.push(it.clone(), Look::default(), None, part),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// A look in our terms.
fn look(it: &Formatting) -> Look {
    Look {
        italic: it.font_style == FontStyle::Italic,
        bold: it.font_weight == FontWeight::Bold,
        small_caps: it.font_variant == FontVariant::SmallCaps,
        shift: match it.vertical_align {
            VerticalAlign::Sup => Shift::Super,
            VerticalAlign::Sub => Shift::Sub,
            _ => Shift::None,
        },
    }
}
