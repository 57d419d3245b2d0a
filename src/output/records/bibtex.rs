//! A brief as an entry of BibTeX that BibLaTeX reads too.
//!
//! `@techreport` is a type of both, and what Zotero makes a report. The rules of text are those of
//! classic BibTeX (O. Patashnik, "BibTeXing", 1988): braces count even behind a backslash, so a
//! literal one is written as a command; a title keeps its capitals only in braces.

use super::{Work, unmarked};
use crate::cite::Name;

/// Names of months that every style knows.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The file.
pub fn file(work: &Work) -> String {
    let item = &work.item;
    let text = |variable: &str| item.text(variable).map(unmarked).map(|it| escaped(&it));
    let people: Vec<String> = work.makers.iter().map(|it| name(&it.name)).collect();
    let title = item.text("title").map(unmarked);
    let day = work.day;
    let keywords: Vec<String> = work.subjects().iter().map(|it| escaped(&it.replace(',', ""))).collect();
    let month = day.and_then(|it| it.month).map(|it| MONTHS[usize::from(it).clamp(1, 12) - 1]);
    let fields: [(&str, Option<String>); 19] = [
        ("author", Some(people.join(" and "))),
        ("title", title.map(|it| capitals_kept(&it))),
        ("institution", text("publisher")),
        ("type", text("genre")),
        ("number", text("number")),
        ("series", text("collection-title")),
        ("address", text("publisher-place")),
        ("year", day.map(|it| it.year.to_string())),
        ("month", None),
        ("date", day.map(|it| it.iso())),
        ("doi", item.text("DOI").map(verbatim)),
        ("url", item.text("URL").map(verbatim)),
        ("isbn", text("ISBN")),
        ("issn", text("ISSN")),
        ("langid", langid(&work.lang).map(str::to_owned)),
        ("language", text("language")),
        ("keywords", Some(keywords.join(", "))),
        ("abstract", text("abstract")),
        ("note", work.withdrawn.then(|| "Withdrawn".to_owned())),
    ];
    let mut lines = Vec::new();
    for (field, value) in fields {
        match (field, value.filter(|it| !it.is_empty()), month) {
            // Bare: styles print months in their own language.
            ("month", _, Some(month)) => lines.push(format!("  month = {month}")),
            (field, Some(value), _) => lines.push(format!("  {field} = {{{value}}}")),
            _ => {}
        }
    }
    format!("@techreport{{{},\n{}\n}}\n", item.id, lines.join(",\n"))
}

/// A name: parts as they sort, an organisation in braces.
fn name(name: &Name) -> String {
    let part = |text: &str| {
        let out = escaped(text);
        // What BibTeX would take for the next name, or the next part of this one.
        let parts = out.split_whitespace().any(|it| it.eq_ignore_ascii_case("and")) || out.contains(',');
        if parts { format!("{{{out}}}") } else { out }
    };
    match name {
        Name::Literal(it) => format!("{{{}}}", escaped(it)),
        Name::Person { family, given, particle, suffix } => {
            let family = match particle {
                Some(particle) => format!("{} {}", part(particle), part(family)),
                // Several words, the first in small letters, would be read as particle and name.
                None if family.contains(' ') => format!("{{{}}}", escaped(family)),
                None => part(family),
            };
            let rest = [suffix, given].into_iter().flatten().map(|it| format!(", {}", part(it)));
            format!("{family}{}", rest.collect::<String>())
        }
    }
}

/// A title in which words with capitals stand in braces, except for the first letter of all, as
/// Zotero writes them: styles that lower the rest would make `beijing` of Beijing.
fn capitals_kept(title: &str) -> String {
    let words = title.split(' ').enumerate().map(|(index, word)| {
        let from = if index == 0 { 1 } else { 0 };
        let is_kept = word.chars().skip(from).any(char::is_uppercase);
        let word = escaped(word);
        if is_kept { format!("{{{word}}}") } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Words as LaTeX sets them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(it);
            }
            it => out.push(it),
        }
    }
    out
}

/// An address or a DOI, which BibLaTeX takes as it stands: only braces would end it.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// The language as the package babel calls it: BibLaTeX hyphenates and quotes by it.
fn langid(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "en-GB" => "british",
        "en-US" => "american",
        _ => match tag.split('-').next().unwrap_or_default() {
            "en" => "english",
            "de" => "ngerman",
            "et" => "estonian",
            "fr" => "french",
            "es" => "spanish",
            "it" => "italian",
            "ja" => "japanese",
            "nl" => "dutch",
            "pl" => "polish",
            "pt" => "portuguese",
            "ru" => "russian",
            "sv" => "swedish",
            "fi" => "finnish",
            "uk" => "ukrainian",
            "lv" => "latvian",
            "lt" => "lithuanian",
            "hu" => "hungarian",
            "cs" => "czech",
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specials_are_escaped_and_braces_balance() {
        assert_eq!(escaped("50% of {A} & B_c"), "50\\% of {\\textbraceleft}A{\\textbraceright} \\& B\\_c");
        assert_eq!(
            capitals_kept("Courting Moscow to contain Beijing"),
            "Courting {Moscow} to contain {Beijing}"
        );
        assert_eq!(capitals_kept("NATO's choice"), "{NATO's} choice");
    }

    #[test]
    fn names_are_what_bibtex_takes_them_for() {
        let person = |family: &str, particle: Option<&str>| Name::Person {
            family: family.into(),
            given: Some("Ann".into()),
            particle: particle.map(str::to_owned),
            suffix: None,
        };
        assert_eq!(name(&person("Rohe", Some("van der"))), "van der Rohe, Ann");
        assert_eq!(name(&person("de la Cruz", None)), "{de la Cruz}, Ann");
        assert_eq!(
            name(&Name::Literal("Research and Information, Inc.".into())),
            "{Research and Information, Inc.}"
        );
    }
}
