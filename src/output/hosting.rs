//! `_headers` and `_redirects`, for hosts that read them: Netlify and Cloudflare Pages.
//!
//! Both hosts know `:name` for one segment of a path and `*` at its end; nothing else is used, so
//! that both read the same file alike.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Contents, Edition, Entry, Wave, html_base};
use crate::words::address::escape_path;
use crate::words::{Fingerprint, OutPath};

/// The policy of every page, as its `<meta>` has it; and what a `<meta>` cannot say: nobody shows
/// the site in a frame (CSP 3, 6.4.2).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is kept for ever: another content has another name (RFC 8246).
const FOREVER: &str = "Cache-Control: public, max-age=31536000, immutable";

/// Files beside the page of a brief whose type hosts do not know: shape, name, media type.
const OF_BRIEFS: [(&str, &str, &str); 6] = [
    ("markdown", "index.md", "text/markdown; charset=utf-8"),
    ("data", "matrix.csv", "text/csv; charset=utf-8; header=present"),
    ("citations", "cite.bib", "application/x-bibtex; charset=utf-8"),
    ("citations", "cite.ris", "application/x-research-info-systems; charset=utf-8"),
    ("citations", "cite.json", "application/vnd.citationstyles.csl+json"),
    ("citations", "linkset.json", "application/linkset+json"),
];

/// Both files; `_redirects` only if some address leads on.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    push(files, "_headers", headers(edition));
    if !edition.site.redirects.is_empty() {
        push(files, "_redirects", redirects(edition));
    }
}

/// A small file whose text is at hand: it tells of addresses alone.
fn push(files: &mut Vec<Entry>, path: &str, text: String) {
    let key = Fingerprint::of(text.as_bytes());
    let path = OutPath::new(path).expect("a plain name");
    let make = move |_: &Edition| Ok(Contents::Bytes(text.clone().into_bytes()));
    files.push(Entry::new(path, Wave::Index, move |_| key, make));
}

/// Headers by path: the policy everywhere, types where a host would guess wrong, caching of what has
/// a fingerprint in its name.
fn headers(edition: &Edition) -> String {
    let base = html_base(edition);
    let mut out = format!(
        "{base}*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
    );
    let mut rule = |path: &str, header: &str| {
        write!(out, "\n{base}{path}\n  {header}\n").ok();
    };
    for (path, _) in edition.templates.assets.values() {
        rule(&escape_path(path.as_str()), FOREVER);
    }
    let feeds = edition.feeds();
    let shapes: BTreeSet<String> = feeds.iter().map(|it| shape(&it.folder, 1)).collect();
    for folder in &shapes {
        rule(&format!("{folder}feed.xml"), "Content-Type: application/atom+xml; charset=utf-8");
        rule(&format!("{folder}feed.json"), "Content-Type: application/feed+json; charset=utf-8");
    }
    let depths: BTreeSet<String> = edition.site.briefs.iter().map(|it| shape(it.address.path(), 0)).collect();
    for (output, name, media) in OF_BRIEFS {
        if edition.makes(output) && super::names().contains(&output) {
            for folder in &depths {
                rule(&format!("{folder}{name}"), &format!("Content-Type: {media}"));
            }
        }
    }
    out
}

/// A folder's path with a name for each segment after the first `kept`: one rule for all of a kind.
fn shape(folder: &str, kept: usize) -> String {
    let segments = folder.split('/').filter(|it| !it.is_empty()).enumerate();
    segments
        .map(|(at, it)| if at < kept { format!("{}/", escape_path(it)) } else { format!(":s{at}/") })
        .collect()
}

/// Old addresses and where they lead, for good (RFC 9110, 15.4.2). What has a space in it is
/// escaped, for spaces part the columns.
fn redirects(edition: &Edition) -> String {
    let base = html_base(edition);
    let mut out = String::new();
    for (old, (_, target)) in edition.site.redirects.iter() {
        let from = escape_path(old.path());
        // An old address that named a file has no slash at its end.
        let from = if old.last().contains('.') { from.trim_end_matches('/') } else { &from };
        writeln!(out, "{base}{from} {base}{} 301", escape_path(target.path())).ok();
    }
    out
}
