//! Licences by their identifiers: what an author writes as words, machines want as an address.

/// Identifiers of the SPDX License List 3.25 that publications use, beside those of Creative Commons.
const OTHERS: &[&str] = &[
    "Apache-2.0",
    "CC-PDDC",
    "CC0-1.0",
    "etalab-2.0",
    "GFDL-1.3-or-later",
    "MIT",
    "ODbL-1.0",
    "ODC-By-1.0",
    "OGL-UK-3.0",
    "PDDL-1.0",
];

/// The elements of Creative Commons' six licences.
const ELEMENTS: [&str; 6] = ["BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"];

/// The SPDX identifier of a licence that is named by its identifier, its short name (`CC BY 4.0`) or
/// its address. A sentence on licences has none: an address would promise more than it says.
pub fn spdx(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    if let Some(path) = after(text, "creativecommons.org/") {
        let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        return match parts[..] {
            ["licenses", elements, version, ..] => creative(elements, version),
            ["publicdomain", "zero", "1.0", ..] => Some("CC0-1.0".into()),
            _ => None,
        };
    }
    if let Some(id) = after(text, "spdx.org/licenses/") {
        return spdx(id.trim_end_matches('/').trim_end_matches(".html"));
    }
    // `Creative Commons Attribution 4.0 International (CC BY 4.0)`
    if let Some((words, short)) = text.strip_suffix(')').and_then(|it| it.rsplit_once('('))
        && words.starts_with("Creative Commons")
    {
        return spdx(short);
    }
    let plain = text.split([' ', '-']).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("-");
    if plain.eq_ignore_ascii_case("open-government-licence-v3.0") {
        return Some("OGL-UK-3.0".into());
    }
    if let Some(id) = OTHERS.iter().find(|it| it.eq_ignore_ascii_case(&plain)) {
        return Some((*id).to_owned());
    }
    let upper = plain.to_ascii_uppercase();
    let (elements, version) = upper.strip_prefix("CC-")?.rsplit_once('-')?;
    creative(elements, version)
}

/// The address of a licence for machines: SPDX's, without `.html` (FAIR Signposting Profile, `license`).
pub fn spdx_url(text: &str) -> Option<String> {
    spdx(text).map(|it| format!("https://spdx.org/licenses/{it}"))
}

/// A licence of Creative Commons.
fn creative(elements: &str, version: &str) -> Option<String> {
    let elements = elements.to_ascii_uppercase();
    let is_one =
        ELEMENTS.contains(&elements.as_str()) && ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    is_one.then(|| format!("CC-{elements}-{version}"))
}

/// What follows the host and path of a web address.
fn after<'t>(text: &'t str, place: &str) -> Option<&'t str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    rest.strip_prefix("www.").unwrap_or(rest).strip_prefix(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_their_names_and_addresses() {
        for (text, id) in [
            ("CC BY 4.0", Some("CC-BY-4.0")),
            ("CC BY-NC-ND 4.0", Some("CC-BY-NC-ND-4.0")),
            ("cc-by-sa-3.0", Some("CC-BY-SA-3.0")),
            ("https://creativecommons.org/licenses/by/4.0/", Some("CC-BY-4.0")),
            ("https://creativecommons.org/publicdomain/zero/1.0/", Some("CC0-1.0")),
            ("https://spdx.org/licenses/CC-BY-4.0.html", Some("CC-BY-4.0")),
            ("Creative Commons Attribution 4.0 International (CC BY 4.0)", Some("CC-BY-4.0")),
            ("Open Government Licence v3.0", Some("OGL-UK-3.0")),
            ("CC0 1.0", Some("CC0-1.0")),
            ("CC BY", None),
            ("Text CC BY 4.0, pictures excepted", None),
            ("All rights reserved", None),
        ] {
            assert_eq!(spdx(text).as_deref(), id, "{text}");
        }
    }
}
