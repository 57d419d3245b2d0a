//! Numbers that publications go by, and their check digits.

/// A DOI without the resolver's address.
pub(super) fn plain_doi(text: &str) -> &str {
    ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|it| text.strip_prefix(it))
        .unwrap_or(text)
}

/// Whether a text has the form of a DOI (ISO 26324: prefix `10.` and registrant, `/`, suffix).
pub(super) fn is_doi(text: &str) -> bool {
    let Some((prefix, suffix)) = text.split_once('/') else { return false };
    let registrant = prefix.strip_prefix("10.").unwrap_or_default();
    registrant.len() >= 4
        && registrant.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && !suffix.is_empty()
        && !suffix.chars().any(|it| it.is_whitespace() || it.is_control() || "<>\"".contains(it))
}

/// Whether a text is an ISBN with its check digit (ISO 2108, section 4.4 and annex C).
pub(super) fn is_isbn(text: &str) -> bool {
    let digits: Vec<char> = text.chars().filter(|it| !matches!(it, '-' | ' ')).collect();
    let value = |it: &char| if *it == 'X' { Some(10) } else { it.to_digit(10) };
    let Some(numbers) = digits.iter().map(value).collect::<Option<Vec<u32>>>() else { return false };
    match numbers.len() {
        13 => {
            numbers.iter().zip([1, 3].iter().cycle()).map(|(a, b)| a * b).sum::<u32>() % 10 == 0
                && numbers[12] < 10
        }
        10 => numbers.iter().zip((1..=10).rev()).map(|(a, b)| a * b).sum::<u32>() % 11 == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_publications() {
        assert!(is_doi(plain_doi("https://doi.org/10.14943/ebr.10.1.111")));
        assert!(!is_doi("11.1/x") && !is_doi("10.1234/") && !is_doi("10.1234/a b"));
        assert!(is_isbn("978 1 78413 461 7") && is_isbn("0-306-40615-2"));
        assert!(!is_isbn("978 1 78413 461 8"));
    }
}
