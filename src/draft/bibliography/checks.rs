//! What every form of bibliography holds its references to: addresses that lead to the web, DOIs
//! that are some, titles.

use crate::cite::Item;
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::Span;

/// An address on the web; anything else is said and left out.
pub(super) fn url(written: &str, at: &Span, said: &mut Vec<Diagnostic>) -> Option<String> {
    let scheme = ["https://", "http://"].iter().find(|it| {
        written.len() > it.len()
            && written.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it))
    });
    let is_whole = !written
        .chars()
        .any(|it| it.is_whitespace() || it.is_control() || "<>\"\\`".contains(it) || is_odd(it));
    if scheme.is_none() || !is_whole {
        let has_scheme = written.split_once(':').is_some_and(|it| {
            !it.0.is_empty() && it.0.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
        });
        let guess = (!has_scheme && is_whole && written.contains('.')).then(|| format!("https://{written}"));
        said.push(mistakes::url(at.clone(), written, guess.as_deref()));
        return None;
    }
    Some(written.to_owned())
}

/// Whether a character stands in private use, where marks are hidden from the engine.
fn is_odd(it: char) -> bool {
    ('\u{f8f0}'..='\u{f8ff}').contains(&it)
}

/// A DOI without its resolver; what is none is said and left out.
pub(super) fn doi(written: &str, at: &Span, said: &mut Vec<Diagnostic>) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    let mut start = 0;
    for prefix in ["https://", "http://", "www.", "dx.", "doi.org/", "doi:", "doi "] {
        if lower[start..].starts_with(prefix) {
            start += prefix.len();
        }
    }
    let bare = written[start..].trim();
    let is_one = bare.starts_with("10.")
        && bare.split_once('/').is_some_and(|(prefix, rest)| prefix.len() >= 7 && !rest.is_empty())
        && !bare
            .chars()
            .any(|it| it.is_whitespace() || it.is_control() || "\"{}\\".contains(it) || is_odd(it));
    if !is_one {
        said.push(mistakes::doi(at.clone(), written));
        return None;
    }
    Some(bare.to_owned())
}

/// Says an item of which too little is known to be found again.
pub(super) fn whole(item: &Item, at: &Span, said: &mut Vec<Diagnostic>) {
    let untitled = ["personal_communication", "interview", "post", "graphic", "legal_case", "review"];
    if item.text("title").is_some() {
        return;
    }
    if item.makers().is_empty() {
        said.push(mistakes::empty(at.clone(), &item.id));
    } else if !untitled.contains(&item.kind) {
        said.push(mistakes::title_missing(at.clone(), &item.id));
    }
}

/// Two titles as one: a colon between them, unless the first ends in a mark of its own.
pub(super) fn joined_title(main: Option<String>, sub: Option<String>) -> Option<String> {
    match (main, sub) {
        (Some(main), Some(sub)) if main.ends_with(['?', '!', ':', '.', '…']) => {
            Some(format!("{main} {sub}"))
        }
        (Some(main), Some(sub)) => Some(format!("{main}: {sub}")),
        (main, sub) => main.or(sub),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SourcePath;

    #[test]
    fn only_what_leads_to_the_web_is_an_address() {
        let at = Span::top(SourcePath::new("a.bib").unwrap());
        let good = |it: &str| url(it, &at, &mut Vec::new());
        assert!(good("https://x.org/a?b=c#d").is_some() && good("HTTP://x.org").is_some());
        for bad in ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "https://", "https://a b", "x"]
        {
            assert_eq!(good(bad), None, "{bad}");
        }
        let doi = |it: &str| doi(it, &at, &mut Vec::new());
        for written in
            ["10.1234/a", "doi:10.1234/a", "https://doi.org/10.1234/a", "http://dx.doi.org/10.1234/a"]
        {
            assert_eq!(doi(written).as_deref(), Some("10.1234/a"), "{written}");
        }
        for bad in ["", "10.1", "n/a", "10.1234/", "10.1234/a b"] {
            assert_eq!(doi(bad), None, "{bad}");
        }
    }
}
