//! Laws of the output, held on the site that this repository publishes: the same bytes twice, no
//! link that leads nowhere, nothing inline that a strict policy would refuse.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::{Tag, tags};

/// The shipped site with drafts, so that every brief is looked at, and as it is published.
fn shipped() -> [Outcome; 2] {
    let site = SmallSite::shipped();
    let shown = Ask { drafts: true, ..Ask::default() };
    let both = [site.build(&Ask::default()), site.build(&shown)];
    for it in &both {
        assert!(!it.files.is_empty(), "{}", it.report(false));
    }
    both
}

#[test]
fn two_builds_give_the_same_bytes() {
    let build = |threads: usize| {
        let site = SmallSite::shipped();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| site.build(&Ask::default()))
    };
    let (one, four) = (build(1), build(4));
    assert_eq!(one.keys, four.keys);
    assert_eq!(one.files.keys().collect::<Vec<_>>(), four.files.keys().collect::<Vec<_>>());
    for (path, bytes) in &one.files {
        assert!(four.files[path] == *bytes, "`{path}` differs");
    }
    assert_eq!(one.short(), four.short());
}

#[test]
fn the_shipped_site_builds_without_a_word() {
    for outcome in shipped() {
        assert_eq!(outcome.short(), "");
    }
}

#[test]
fn nothing_of_a_preview_is_for_search_engines() {
    let [published, shown] = shipped();
    let noindex =
        |it: &[u8]| String::from_utf8_lossy(it).contains("<meta name=\"robots\" content=\"noindex\">");
    let mut pages = 0;
    for (path, bytes) in shown.files.iter().filter(|it| it.0.ends_with(".html")) {
        assert!(noindex(bytes), "`{path}`");
        pages += 1;
    }
    assert!(pages > 5, "pages were looked at");
    assert!(!noindex(&published.files["index.html"]));
    assert_eq!(shown.files["robots.txt"], b"User-agent: *\nDisallow: /\n");
    assert!(!shown.files.contains_key("sitemap.xml") && published.files.contains_key("sitemap.xml"));
}

/// Attributes that hold an address.
const LINKS: [&str; 5] = ["href", "src", "srcset", "poster", "action"];

/// The addresses in an attribute, each with the attribute's name.
fn addresses((name, value): &(String, String)) -> Vec<(&str, String)> {
    let parts: Vec<&str> = match name.as_str() {
        "srcset" => value.split(", ").filter_map(|it| it.split(' ').next()).collect(),
        name if LINKS.contains(&name) => vec![value],
        _ => Vec::new(),
    };
    parts.into_iter().map(|it| (name.as_str(), it.to_owned())).collect()
}

/// The file that a relative address leads to from a page, and the place on it.
fn target(page: &str, href: &str) -> Option<(String, Option<String>)> {
    let (path, anchor) = href.split_once('#').map_or((href, None), |it| (it.0, Some(it.1.to_owned())));
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if path.is_empty() {
        return Some((page.to_owned(), anchor));
    }
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop()?;
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let mut file = parts.join("/");
    if path.ends_with(['/', '.']) {
        file = format!("{file}/index.html").trim_start_matches('/').to_owned();
    }
    Some((file, anchor.filter(|it| !it.is_empty())))
}

#[test]
fn every_link_of_the_shipped_site_leads_somewhere() {
    for outcome in shipped() {
        let pages: BTreeMap<&str, Vec<Tag>> = pages(&outcome).collect();
        let ids: BTreeMap<&str, BTreeSet<&str>> = pages
            .iter()
            .map(|(path, tags)| (*path, tags.iter().filter_map(|it| it.get("id")).collect()))
            .collect();
        let mut dead = Vec::new();
        for (page, tags) in &pages {
            let all = tags.iter().filter_map(|it| it.get("id")).collect::<Vec<_>>();
            let unique: BTreeSet<&&str> = all.iter().collect();
            assert_eq!(all.len(), unique.len(), "`{page}` has an id twice: {all:?}");
            for tag in tags.iter().filter(|it| it.name != "link" || it.get("rel") != Some("canonical")) {
                for (name, value) in tag.attributes.iter().flat_map(addresses) {
                    // `data:,` is an empty icon: it keeps browsers from asking for one.
                    if ["https://", "http://", "mailto:", "tel:", "data:,"]
                        .iter()
                        .any(|it| value.starts_with(it))
                    {
                        let is_ours = value.starts_with("https://brief") && tag.name != "a";
                        assert!(!is_ours, "`{page}` leads to itself by `{value}`");
                        continue;
                    }
                    // The page for what is not there is served at any depth: its links begin at the top.
                    let (from, value) = match *page {
                        "404.html" if !value.starts_with('#') => {
                            ("404.html", value.strip_prefix(&base(&outcome)).map(|it| format!("./{it}")))
                        }
                        page => (page, Some(value.clone())),
                    };
                    let found = value.as_ref().and_then(|it| target(from, it));
                    let is_there = found.as_ref().is_some_and(|(file, anchor)| {
                        outcome.files.contains_key(file)
                            && anchor.as_ref().is_none_or(|it| {
                                ids.get(file.as_str()).is_some_and(|ids| ids.contains(it.as_str()))
                            })
                    });
                    if !is_there {
                        dead.push(format!("{page}: {name}={value:?}"));
                    }
                }
                for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"] {
                    for id in tag.get(name).unwrap_or_default().split_whitespace() {
                        if !ids[page].contains(id) {
                            dead.push(format!("{page}: {name} names `{id}`"));
                        }
                    }
                }
            }
        }
        assert!(dead.is_empty(), "{} lead nowhere\n{}", dead.len(), dead.join("\n"));
    }
}

/// The path of the base address.
fn base(outcome: &Outcome) -> String {
    outcome.built.summary.base_path.clone()
}

/// The pages of a site, taken apart.
fn pages(outcome: &Outcome) -> impl Iterator<Item = (&str, Vec<Tag>)> {
    let pages = outcome.files.iter().filter(|it| it.0.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), tags(std::str::from_utf8(bytes).unwrap())))
}

#[test]
fn pages_hold_nothing_that_a_strict_policy_refuses() {
    for outcome in shipped() {
        for (page, tags) in pages(&outcome) {
            for tag in tags {
                assert!(
                    tag.name != "style" && tag.name != "base" && tag.name != "iframe",
                    "`{page}` has a `{}`",
                    tag.name
                );
                let is_data =
                    tag.get("type").is_some_and(|it| it == "application/ld+json" || it == "speculationrules");
                assert!(
                    tag.name != "script" || is_data || (tag.inside.is_empty() && tag.get("src").is_some()),
                    "`{page}` has a script inside"
                );
                for (name, value) in &tag.attributes {
                    assert!(name != "style" && !name.starts_with("on"), "`{page}`: {name}={value}");
                    let is_address = LINKS.contains(&name.as_str());
                    assert!(
                        !is_address || !value.trim_start().to_lowercase().starts_with("javascript:"),
                        "`{page}`: {name}={value}"
                    );
                    let fetches = is_address && !matches!(tag.name.as_str(), "a" | "link");
                    assert!(!fetches || !value.contains("//"), "`{page}` asks a third party: {value}");
                }
            }
        }
        for (path, bytes) in outcome.files.iter().filter(|it| it.0.ends_with(".css")) {
            let css = String::from_utf8_lossy(bytes);
            assert!(
                !css.contains("@import") && !css.contains("http://") && !css.contains("https://"),
                "`{path}` asks a third party"
            );
        }
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).display().to_string();
        for (path, bytes) in &outcome.files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(&root) && !text.contains("localhost"), "`{path}` tells where it was made");
        }
    }
}
