//! Forms that values of the settings must have: addresses, language tags, ids, ISSNs.

/// A base URL with a final `/`, or why it cannot be one.
pub(super) fn checked_base_url(url: &str) -> Result<String, &'static str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return Err("it must begin with `https://` or `http://`") };
    if rest.contains(['?', '#']) {
        return Err("it must hold no `?` and no `#`");
    }
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty()
        || host.contains('@')
        || url.chars().any(|it| it.is_whitespace() || it.is_control() || "\"<>\\".contains(it))
    {
        return Err("after `https://` must stand the name of a host, then perhaps a path");
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

/// Whether a text has the form of a language tag (BCP 47, section 2.1, without the grandfathered).
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|it| it.is_ascii_alphabetic())
        && parts.all(|it| (1..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a text can be an id: `[a-z][a-z0-9-]*`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

/// Whether a text is an ISSN with its check digit (ISO 3297, annex A).
pub fn is_issn(text: &str) -> bool {
    let Some((one, two)) = text.split_once('-') else { return false };
    let digits: Vec<u32> = one
        .chars()
        .chain(two.chars())
        .enumerate()
        .map(|(index, it)| match it {
            'X' if index == 7 => 10,
            it => it.to_digit(10).unwrap_or(99),
        })
        .collect();
    one.len() == 4
        && two.len() == 4
        && digits.len() == 8
        && digits.iter().all(|it| *it <= 10)
        && digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert!(is_issn("2228-2076"));
        assert!(!is_issn("2228-2077") && !is_issn("22282076"));
        assert!(is_language("en") && is_language("pt-BR") && is_language("sr-Latn-RS"));
        assert!(!is_language("english-language-of-x") && !is_language(""));
        assert!(checked_base_url("https://x.org/a").is_ok_and(|it| it == "https://x.org/a/"));
        for bad in ["x.org", "javascript:alert(1)", "https://x.org/?a", "https://", "https://a b/"] {
            assert!(checked_base_url(bad).is_err(), "{bad}");
        }
    }
}
