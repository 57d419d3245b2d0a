//! Names in BibLaTeX: `Family, Given`, `Given Family`, particles, suffixes, `{{Organisations}}`, and
//! the long form `family=…, given=…`.
//!
//! Nicolas Markey, "Tame the BeaST", section 11; the biblatex Package, manual 3.20, section 3.4.

use super::latex::{plain, split};
use crate::cite::Name;

/// A list of names, and what is to be said of them.
#[derive(Default, Debug)]
pub(super) struct Names {
    /// The names that can be read.
    pub names: Vec<Name>,
    /// Names with more commas than a name has.
    pub odd: Vec<String>,
    /// Names of organisations that stand as if they were persons'.
    pub organisations: Vec<String>,
}

/// Words in the names of organisations and of nobody else.
const OFFICES: [&str; 42] = [
    "Administration",
    "Agency",
    "Association",
    "Authority",
    "Bank",
    "Board",
    "Bureau",
    "Center",
    "Centre",
    "Commission",
    "Committee",
    "Corporation",
    "Council",
    "Court",
    "Department",
    "Directorate",
    "Embassy",
    "Federation",
    "Foundation",
    "Fund",
    "Government",
    "Group",
    "Institut",
    "Institute",
    "Institution",
    "League",
    "Ministry",
    "Ministerium",
    "Nations",
    "Observatory",
    "Office",
    "Organisation",
    "Organization",
    "Parliament",
    "Programme",
    "Republic",
    "Secretariat",
    "Senate",
    "Society",
    "Statistics",
    "Union",
    "University",
];

/// Reads a list of names.
pub(super) fn names(raw: &str) -> Names {
    let mut all = Names::default();
    for part in split(raw, "and") {
        if part.is_empty() {
            continue;
        }
        // Who is left out has to be told: without it the names would be all.
        if part.eq_ignore_ascii_case("others") {
            all.names.push(Name::Literal("others".into()));
            continue;
        }
        name(part, &mut all);
    }
    all
}

/// Reads one name.
fn name(raw: &str, all: &mut Names) {
    let shown = text(raw);
    if is_braced(raw) {
        return all.names.extend(Some(shown).filter(|it| !it.is_empty()).map(Name::Literal));
    }
    let parts = split(raw, ",");
    let keyed: Vec<(String, &str)> = parts
        .iter()
        .filter_map(|it| it.split_once('='))
        .map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim()))
        .filter(|it| KEYS.contains(&it.0.as_str()))
        .collect();
    if !keyed.is_empty() {
        return all.names.extend(long(&keyed));
    }
    let found = match parts[..] {
        [whole] => {
            let words = words(whole);
            if words.iter().any(|it| OFFICES.contains(&it.trim_end_matches('.'))) && words.len() > 1 {
                all.organisations.push(shown.clone());
            }
            given_family(&words)
        }
        [family, given] => family_given(family, given, ""),
        [family, suffix, given] => family_given(family, given, suffix),
        _ => {
            all.odd.push(shown);
            return;
        }
    };
    all.names.extend(found);
}

/// The keys of the long form.
const KEYS: [&str; 9] =
    ["family", "given", "prefix", "suffix", "useprefix", "family-i", "given-i", "prefix-i", "id"];

/// A name in the long form.
fn long(keyed: &[(String, &str)]) -> Option<Name> {
    let of = |name: &str| {
        let value = keyed.iter().find(|it| it.0 == name).map(|it| text(it.1.trim_matches('"')));
        value.filter(|it| !it.is_empty())
    };
    let keeps = of("useprefix").is_none_or(|it| it != "false");
    made(of("family"), of("given"), of("prefix"), of("suffix"), keeps)
}

/// A name of its parts. A particle that does not stay with the family name follows the given one:
/// `Gaulle, Pierre de`.
pub(super) fn made(
    family: Option<String>,
    given: Option<String>,
    particle: Option<String>,
    suffix: Option<String>,
    keeps: bool,
) -> Option<Name> {
    let (given, particle) = match (given, particle) {
        (Some(given), Some(particle)) if !keeps => (Some(format!("{given} {particle}")), None),
        other => other,
    };
    match (family, given) {
        (Some(family), None) if particle.is_none() && suffix.is_none() => Some(Name::Literal(family)),
        (Some(family), given) => Some(Name::Person { family, given, particle, suffix }),
        (None, given) => given.map(Name::Literal),
    }
}

/// A name in parts that hold no LaTeX: particles are told by their small letters.
pub(super) fn parted(family: &str, suffix: &str, given: &str) -> Option<Name> {
    let words: Vec<&str> = family.split_whitespace().collect();
    let lower = words.iter().take_while(|it| is_particle(it)).count().min(words.len().saturating_sub(1));
    let filled = |it: String| Some(it).filter(|it| !it.is_empty());
    made(
        filled(words[lower..].join(" ")),
        filled(given.to_owned()),
        filled(words[..lower].join(" ")),
        filled(suffix.to_owned()),
        true,
    )
}

/// `von Family, Given`.
fn family_given(family: &str, given: &str, suffix: &str) -> Option<Name> {
    let words = words(family);
    let lower = words.iter().take_while(|it| is_particle(it)).count().min(words.len().saturating_sub(1));
    let filled = |it: String| Some(it).filter(|it| !it.is_empty());
    made(
        filled(joined(&words[lower..])),
        filled(text(given)),
        filled(joined(&words[..lower])),
        filled(text(suffix)),
        true,
    )
}

/// `Given von Family`.
fn given_family(words: &[&str]) -> Option<Name> {
    let last = words.len().checked_sub(1)?;
    let first_lower = words[..last].iter().position(|it| is_particle(it));
    let (given, family) = match first_lower {
        Some(from) => {
            let to = last - words[from..last].iter().rev().take_while(|it| !is_particle(it)).count();
            (from, to)
        }
        None => (last, last),
    };
    let filled = |it: String| Some(it).filter(|it| !it.is_empty());
    made(
        filled(joined(&words[family..])),
        filled(joined(&words[..given])),
        filled(joined(&words[given..family])),
        None,
        true,
    )
}

/// Words, parted at spaces outside of braces.
fn words(raw: &str) -> Vec<&str> {
    split(raw, " ").into_iter().flat_map(|it| split(it, "~")).filter(|it| !it.is_empty()).collect()
}

/// Words as one text.
fn joined(words: &[&str]) -> String {
    text(&words.join(" "))
}

/// Whether a word begins with a small letter, as particles do.
fn is_particle(word: &str) -> bool {
    let is_command = word.starts_with(['{', '\\']);
    !is_command && word.chars().find(|it| it.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// Whether a name stands in braces as a whole, which keeps it from being taken apart.
fn is_braced(raw: &str) -> bool {
    if !raw.starts_with('{') || raw.starts_with("{\\") && !raw.contains(' ') {
        return false;
    }
    let mut depth = 0_usize;
    for (at, it) in raw.char_indices() {
        match it {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1 == raw.len(),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// A part of a name without LaTeX.
fn text(raw: &str) -> String {
    plain(raw, false).text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as lists have them.
    fn listed(raw: &str) -> Vec<String> {
        names(raw).names.iter().map(Name::listed).collect()
    }

    #[test]
    fn every_form_of_a_name() {
        assert_eq!(
            listed("Mason, Ada and Ludwig van der Rohe and {World Bank} and others"),
            ["Mason, Ada", "van der Rohe, Ludwig", "World Bank", "others"]
        );
        assert_eq!(
            listed("Washington, Jr., Roy and de la Cruz, Ana"),
            ["Washington, Jr., Roy", "de la Cruz, Ana"]
        );
        assert_eq!(
            listed("family=Berg, given=Annelies, prefix=van den, useprefix=true"),
            ["van den Berg, Annelies"]
        );
        assert_eq!(listed("family=Gaulle, given=Pierre, prefix=de, useprefix=false"), ["Gaulle, Pierre de"]);
        assert_eq!(listed("Plato AND {\\'E}mile Zola"), ["Plato", "Zola, Émile"]);
        assert_eq!(
            listed("{Barnes and Noble} and Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin"),
            ["Barnes and Noble", "de la Vallée Poussin, Charles Louis Xavier Joseph"]
        );
        assert_eq!(names("Smith, J., Brown, K., Doe, L.").odd.len(), 1);
        assert_eq!(names("World Bank and Doe, Jo").organisations, ["World Bank"]);
        assert!(names(" and , and {}").names.is_empty());
    }
}
