//! What of a style file is refused before the engine sees it: it could not bear it.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::item::is_no_text;
use super::style::NotAStyle;

/// Elements that setting one source can come to, macros in place of their calls, beyond which it takes
/// too long; the largest of the built-in styles comes to a tenth of it.
const SIZE_MAX: usize = 20_000;

/// Elements in elements, and macros in macros, beyond which a style is none.
const DEPTH_MAX: usize = 48;

/// An element of a macro or a layout.
#[derive(Default)]
struct Element {
    /// Where it begins.
    at: usize,
    /// Whether only one of its children is set: `choose`.
    is_choice: bool,
    /// The macro that it calls.
    calls: Option<String>,
    /// What is in it.
    children: Vec<Element>,
}

/// Refuses what the engine could not bear: XML that is none, elements nested without end, macros
/// that call themselves or multiply without end, characters that are no text.
pub(super) fn inspect(text: &str) -> Result<(), NotAStyle> {
    if let Some(at) = strange(text) {
        return Err(NotAStyle { at, why: "it holds a character that is no text".into() });
    }
    let mut reader = quick_xml::Reader::from_str(text);
    // Elements that are open, each with the name of the part that it is.
    let mut open: Vec<(Element, Option<String>)> = Vec::new();
    let mut parts: BTreeMap<String, Element> = BTreeMap::new();
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader
            .read_event()
            .map_err(|_| NotAStyle { at: reader.error_position() as usize, why: "it is not XML".into() })?;
        let closed = match event {
            Event::Start(it) if open.len() >= DEPTH_MAX => {
                drop(it);
                return Err(NotAStyle { at, why: "its elements are nested without end".into() });
            }
            Event::Start(it) => {
                open.push(element(&it, at));
                None
            }
            Event::Empty(it) => Some(element(&it, at)),
            Event::End(_) => open.pop(),
            Event::DocType(_) => {
                return Err(NotAStyle {
                    at,
                    why: "it declares a document type, which a style has no use for".into(),
                });
            }
            Event::Eof => break,
            _ => None,
        };
        if let Some((element, part)) = closed {
            if let Some(part) = part {
                parts.insert(part, element);
            } else if let Some((outer, _)) = open.last_mut() {
                outer.children.push(element);
            }
        }
    }
    if !open.is_empty() {
        return Err(NotAStyle { at: text.len(), why: "an element is not closed".into() });
    }
    let mut sizes = BTreeMap::new();
    for (name, part) in &parts {
        let Some(size) = expanded(name, &parts, 0, &mut sizes) else {
            let why = format!("its macro `{name}` calls itself in a circle");
            return Err(NotAStyle { at: part.at, why });
        };
        if size > SIZE_MAX {
            return Err(NotAStyle { at: part.at, why: "its macros call each other too often".into() });
        }
    }
    Ok(())
}

/// An element, and the name of the part that it is: a macro's, or a layout's own.
fn element(it: &quick_xml::events::BytesStart<'_>, at: usize) -> (Element, Option<String>) {
    let name = it.local_name();
    let part = match name.as_ref() {
        "macro" => Some(attribute(it, "name").unwrap_or_default()),
        layout @ ("citation" | "bibliography") => Some(format!("<{layout}>")),
        _ => None,
    };
    let calls = if name.as_ref() == "text" { attribute(it, "macro") } else { None };
    (Element { at, is_choice: name.as_ref() == "choose", calls, children: Vec::new() }, part)
}

/// Where a character stands that no text may hold, as it is or by its number.
fn strange(text: &str) -> Option<usize> {
    let is_strange = |it: char| is_no_text(it) && !matches!(it, '\n' | '\r' | '\t');
    if let Some(at) = text.find(is_strange) {
        return Some(at);
    }
    text.match_indices("&#").map(|it| it.0).find(|at| {
        let number = text[at + 2..].split(';').next().unwrap_or_default();
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        code.ok().and_then(char::from_u32).is_none_or(is_strange)
    })
}

/// An attribute of an element.
fn attribute(it: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let found = it.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

/// How many elements setting a macro can come to, with all that it calls; `None` for a circle.
fn expanded(
    name: &str,
    parts: &BTreeMap<String, Element>,
    depth: usize,
    sizes: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    if depth > DEPTH_MAX {
        return None;
    }
    if let Some(known) = sizes.get(name) {
        return Some(*known);
    }
    let Some(part) = parts.get(name) else { return Some(0) };
    let size = weight(part, parts, depth, sizes)?;
    sizes.insert(name.to_owned(), size);
    Some(size)
}

/// The same for an element: of a choice the dearest branch counts.
fn weight(
    element: &Element,
    parts: &BTreeMap<String, Element>,
    depth: usize,
    sizes: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    let mut size = match &element.calls {
        Some(name) => expanded(name, parts, depth + 1, sizes)?,
        None => 0,
    };
    let mut dearest = 0;
    for it in &element.children {
        let inside = weight(it, parts, depth, sizes)?;
        if element.is_choice {
            dearest = inside.max(dearest);
        } else {
            size = size.saturating_add(inside);
        }
    }
    Some(size.saturating_add(dearest).saturating_add(1))
}
