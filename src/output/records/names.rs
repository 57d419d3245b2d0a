//! Names as records want them: the family's name told from the given one.
//!
//! Highwire, RIS, BibTeX, CSL and Crossref all sort by family, and a wrong guess makes a person who
//! does not exist. So the author's own parts win, and a plain name is split only where its form
//! leaves no doubt; all else stays whole, which every format can bear.

use crate::cite::Name;
use crate::draft::people::PersonKind;
use crate::site::Person;

/// Words that name offices rather than people, in the languages in which most are signed.
const OFFICES: &[&str] = &[
    "academy",
    "agency",
    "akademie",
    "amt",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "center",
    "centre",
    "centrum",
    "club",
    "collective",
    "commission",
    "committee",
    "company",
    "consortium",
    "council",
    "department",
    "desk",
    "editor",
    "editors",
    "embassy",
    "fondation",
    "forum",
    "foundation",
    "fund",
    "gmbh",
    "government",
    "group",
    "gruppe",
    "inc.",
    "initiative",
    "institut",
    "institute",
    "institution",
    "keskus",
    "lab",
    "laboratory",
    "ltd",
    "ltd.",
    "ministerium",
    "ministry",
    "network",
    "office",
    "organisation",
    "organization",
    "parliament",
    "press",
    "programme",
    "program",
    "project",
    "redaktion",
    "research",
    "school",
    "secretariat",
    "service",
    "society",
    "staff",
    "stiftung",
    "studies",
    "team",
    "trust",
    "union",
    "universität",
    "university",
    "verein",
    "zentrum",
];

/// Words of which no person's name is made.
const JOINTS: &[&str] = &["of", "the", "for", "and", "&", "und", "für", "et", "on"];

/// What follows a family name without being one.
const SUFFIXES: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];

/// The name of a person or an organisation, for a work in a language.
pub fn name_of(person: &Person, lang: &str) -> Name {
    if person.kind == PersonKind::Organisation {
        return Name::Literal(person.name.clone());
    }
    match &person.family_given {
        Some((family, given)) => {
            Name::Person { family: family.clone(), given: given.clone(), particle: None, suffix: None }
        }
        None => split(&person.name, lang),
    }
}

/// A plain name in parts, where its form shows them.
fn split(name: &str, lang: &str) -> Name {
    let words: Vec<&str> = name.split_whitespace().collect();
    let whole = || Name::Literal(name.to_owned());
    let person = |family: &str, given: String, particle: String, suffix: Option<&str>| Name::Person {
        family: family.to_owned(),
        given: Some(given),
        particle: Some(particle).filter(|it| !it.is_empty()),
        suffix: suffix.map(str::to_owned),
    };
    // Chinese, Japanese and Korean put the family first and need no space; one that stands there
    // parts the two.
    if name.chars().any(is_east_asian) {
        return match words[..] {
            [family, given] => person(family, given.to_owned(), String::new(), None),
            _ => whole(),
        };
    }
    let is_office = words.iter().any(|it| {
        let lower = it.to_lowercase();
        OFFICES.contains(&lower.as_str()) || JOINTS.contains(&lower.as_str())
    });
    let is_odd = name.chars().any(|it| it.is_ascii_digit() || "&()/:,@".contains(it));
    // All capitals is an acronym or a shout, neither of which shows its parts.
    let is_cased = words.first().is_some_and(|it| it.starts_with(char::is_uppercase))
        && name.chars().any(char::is_lowercase);
    if is_office || is_odd || !is_cased || !(2..=5).contains(&words.len()) {
        return whole();
    }
    if lang.split('-').next() == Some("hu") && words.len() == 2 {
        return person(words[0], words[1].to_owned(), String::new(), None);
    }
    let suffix = words.last().copied().filter(|it| words.len() > 2 && SUFFIXES.contains(it));
    let words = &words[..words.len() - usize::from(suffix.is_some())];
    let Some((family, rest)) = words.split_last() else { return whole() };
    let first_particle =
        rest.iter().rposition(|it| !it.starts_with(char::is_lowercase)).map_or(0, |it| it + 1);
    let (given, particle) = rest.split_at(first_particle);
    if given.is_empty() || !family.starts_with(char::is_uppercase) {
        return whole();
    }
    person(family, given.join(" "), particle.join(" "), suffix)
}

/// Whether a letter is of a script in which names begin with the family's.
fn is_east_asian(it: char) -> bool {
    matches!(it, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// A name on one line of a format in which a comma parts family and given name: an organisation
/// with a comma in its name keeps what follows in brackets.
pub fn one_line(name: &Name) -> String {
    match name {
        Name::Literal(it) => match it.split_once(',') {
            Some((first, rest)) => format!("{} ({})", first.trim(), rest.replace(',', "").trim()),
            None => it.clone(),
        },
        Name::Person { .. } => name.listed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Family, particle and given name, or the whole.
    fn parts(name: &str, lang: &str) -> String {
        match split(name, lang) {
            Name::Literal(it) => it,
            Name::Person { family, given, particle, suffix } => {
                let all = [Some(family), particle, given, suffix];
                all.into_iter().flatten().collect::<Vec<_>>().join("|")
            }
        }
    }

    #[test]
    fn plain_names_are_split_where_their_form_shows_it() {
        for (name, expected) in [
            ("Sanshiro Hosaka", "Hosaka|Sanshiro"),
            ("Ludwig Mies van der Rohe", "Rohe|van der|Ludwig Mies"),
            ("Martin Luther King Jr.", "King|Martin Luther|Jr."),
            ("保坂 三四郎", "保坂|三四郎"),
            ("保坂三四郎", "保坂三四郎"),
            ("Plato", "Plato"),
            ("Editorial desk", "Editorial desk"),
            ("Ministry of Foreign Affairs", "Ministry of Foreign Affairs"),
            ("NATO StratCom COE 2", "NATO StratCom COE 2"),
            ("bell hooks", "bell hooks"),
            ("محمد علي", "محمد علي"),
        ] {
            assert_eq!(parts(name, "en"), expected);
        }
        assert_eq!(parts("Kovács János", "hu"), "Kovács|János");
    }

    #[test]
    fn commas_part_nothing_of_an_organisation() {
        let name = Name::Literal("Ministry of Foreign Affairs, Tokyo, Japan".into());
        assert_eq!(one_line(&name), "Ministry of Foreign Affairs (Tokyo Japan)");
    }
}
