//! Feeds: whole texts with whole addresses, in both formats, only where they are wanted, and named
//! only where they are made.

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::tags;

/// A site with briefs in two languages, one of which wants no feeds.
fn site() -> SmallSite {
    SmallSite::new(&[
        (
            "brief.toml",
            "title = \"Notes & <Queries>\"\ndescription = \"On things\"\nbase_url = \"https://example.org/sub/\"\nlanguage = \"en\"\ntimezone = \"Europe/Tallinn\"\n",
        ),
        (
            "briefings/one.md",
            "---\ntitle: \"One & <two> ]]> \\\"three\\\"\"\ndate: 2026-11-20\nauthors: [Ada Byron]\ntopics: [Trade]\nkeywords: [tariffs]\nstandfirst: A claim & more.\ncorrections:\n  - { date: 2026-11-22, text: A year was wrong., severity: substantive }\n---\nText[^a] and [a link](two.md#part) and ![a map](map.svg).\n\n- [x] done\n\n[^a]: A note.\n",
        ),
        (
            "briefings/two.md",
            "---\ntitle: Zwei\ndate: 2026-11-21\nlang: de\ntopics: [Trade]\n---\nText.\n\n## Part\n\nMehr.\n",
        ),
        (
            "briefings/three.md",
            "---\ntitle: Quietly\ndate: 2026-11-22\nauthors: [Quiet Person]\ntopics: [Silence]\noutputs: [feeds, markdown, data]\n---\nText.\n",
        ),
        (
            "briefings/gone.md",
            "---\ntitle: Gone\ndate: 2026-11-01\nstandfirst: Secretstandfirst.\nstatus: withdrawn\nnotice: { date: 2026-11-23, text: It was wrong., kind: editor }\n---\nSecretbody.\n",
        ),
        ("briefings/map.svg", "<svg viewBox=\"0 0 4 3\"/>"),
    ])
}

/// The feeds that a page names in its head.
fn named(outcome: &Outcome, page: &str) -> Vec<String> {
    let feeds = ["application/atom+xml", "application/feed+json"];
    let all = tags(&outcome.text(page));
    let links =
        all.iter().filter(|it| it.name == "link" && it.get("type").is_some_and(|it| feeds.contains(&it)));
    links.map(|it| it.get("href").unwrap().to_owned()).collect()
}

#[test]
fn texts_are_whole_and_so_are_addresses() {
    let outcome = site().build(&Ask::default());
    let feed: serde_json::Value = serde_json::from_str(&outcome.text("feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    let ids: Vec<&str> = items.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["https://example.org/sub/two/", "https://example.org/sub/one/", "https://example.org/sub/gone/"]
    );
    let one = &items[1];
    // A correction is a change, and a civil day begins in the site's zone.
    assert_eq!(one["date_published"], "2026-11-20T00:00:00+02:00");
    assert_eq!(one["date_modified"], "2026-11-22T00:00:00+02:00");
    assert_eq!(one["tags"], serde_json::json!(["Trade", "tariffs"]));
    assert_eq!(one["authors"][0]["url"], "https://example.org/sub/people/ada-byron/");
    let html = one["content_html"].as_str().unwrap();
    for it in [
        "A year was wrong.",
        "A note.",
        "href=\"https://example.org/sub/one/#note_1\"",
        "href=\"https://example.org/sub/two/#part\"",
        "src=\"https://example.org/sub/map.svg\"",
        "☑ done",
    ] {
        assert!(html.contains(it), "{it} in {html}");
    }
    assert!(!html.contains("class=") && !html.contains("<input") && !html.contains("href=\"#"), "{html}");
    let gone = items[2].to_string();
    assert!(gone.contains("It was wrong.") && !gone.contains("Secret"), "{gone}");
}

#[test]
fn atom_holds_hostile_titles_and_is_the_same_twice() {
    let (one, two) = (site().build(&Ask::default()), site().build(&Ask::default()));
    let atom = one.text("feed.xml");
    assert_eq!(atom, two.text("feed.xml"));
    assert!(atom.contains("<title>Notes &amp; &lt;Queries&gt;</title>"), "{atom}");
    assert!(atom.contains("One &amp; &lt;two&gt; ]]&gt;"), "{atom}");
    assert!(atom.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/sub/feed.xml\"/>"
    ));
    // The latest of its entries', which is the withdrawal.
    let updated = atom.find("<updated>2026-11-23T00:00:00+02:00</updated>").unwrap();
    assert!(updated < atom.find("<entry").unwrap());
}

#[test]
fn there_is_a_feed_for_each_topic_person_and_language() {
    let outcome = site().build(&Ask::default());
    let feeds: Vec<&String> = outcome.files.keys().filter(|it| it.ends_with("feed.xml")).collect();
    assert_eq!(
        feeds,
        [
            "feed.xml",
            "feeds/de/feed.xml",
            "feeds/en/feed.xml",
            "people/ada-byron/feed.xml",
            "topics/trade/feed.xml"
        ]
    );
    let topic = outcome.text("topics/trade/feed.json");
    assert!(topic.contains("\"home_page_url\": \"https://example.org/sub/topics/trade/\""), "{topic}");
    let german = outcome.text("feeds/de/feed.json");
    assert!(german.contains("Zwei") && !german.contains("/one/"), "{german}");
}

#[test]
fn pages_name_the_feeds_that_are_made_and_no_others() {
    let outcome = site().build(&Ask::default());
    assert_eq!(named(&outcome, "one/index.html"), ["../feed.xml", "../feed.json"]);
    assert_eq!(named(&outcome, "index.html").len(), 6);
    let of_topic = ["topics/trade/feed.xml", "topics/trade/feed.json", "feed.xml", "feed.json"];
    assert_eq!(named(&outcome, "topics/trade/index.html"), of_topic.map(|it| format!("../../{it}")));
    // Its only brief is in no feed.
    assert_eq!(named(&outcome, "topics/silence/index.html"), ["../../feed.xml", "../../feed.json"]);
    assert!(!outcome.text("feed.xml").contains("Quietly"));
}

#[test]
fn settings_choose_which_feeds_there_are_and_how_long() {
    let site = site();
    let settings = "title = \"Notes\"\nbase_url = \"https://example.org/sub/\"\n\n[feeds]\n";
    site.write("brief.toml", format!("{settings}of = [\"site\", \"people\"]\nentries = 2\n").as_bytes());
    let outcome = site.build(&Ask::default());
    let feeds: Vec<&String> = outcome.files.keys().filter(|it| it.ends_with("feed.xml")).collect();
    assert_eq!(feeds, ["feed.xml", "people/ada-byron/feed.xml"]);
    let feed: serde_json::Value = serde_json::from_str(&outcome.text("feed.json")).unwrap();
    assert_eq!(feed["items"].as_array().unwrap().len(), 2);
    assert_eq!(named(&outcome, "topics/trade/index.html"), ["../../feed.xml", "../../feed.json"]);
    assert_eq!(named(&outcome, "index.html"), ["./feed.xml", "./feed.json"]);
    site.write("brief.toml", format!("{settings}of = []\n").as_bytes());
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.keys().any(|it| it.contains("feed")), "{:?}", outcome.files.keys());
    assert!(named(&outcome, "people/ada-byron/index.html").is_empty());
}

#[test]
fn without_an_address_and_in_previews_there_are_none() {
    let site = site();
    let shown = site.build(&Ask { drafts: true, ..Ask::default() });
    site.write("brief.toml", b"title = \"Notes\"\n");
    for outcome in [shown, site.build(&Ask::default())] {
        assert!(outcome.files.len() > 5, "{}", outcome.report(false));
        assert!(!outcome.files.keys().any(|it| it.contains("feed")), "{:?}", outcome.files.keys());
        assert!(named(&outcome, "index.html").is_empty() && named(&outcome, "404.html").is_empty());
    }
}

#[test]
fn only_html_is_only_html() {
    let outcome = site().build_only(&["html"]);
    for path in outcome.files.keys() {
        assert!(path.ends_with(".html") || path.ends_with(".svg") || path.starts_with("assets/"), "{path}");
    }
    for (path, bytes) in outcome.files.iter().filter(|it| it.0.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("rel=\"alternate\""), "{path}");
    }
}

#[test]
fn a_feed_changes_with_what_it_tells_and_with_nothing_else() {
    let site = site();
    let before = site.build(&Ask::default());
    site.write(
        "briefings/three.md",
        b"---\ntitle: Louder\ndate: 2026-11-22\noutputs: [feeds]\n---\nOther.\n",
    );
    let after = site.build(&Ask::default());
    assert_eq!(before.keys["feeds/de/feed.xml"], after.keys["feeds/de/feed.xml"]);
    site.write(
        "briefings/two.md",
        b"---\ntitle: Zwei\ndate: 2026-11-21\nlang: de\ntopics: [Trade]\n---\nAnders.\n\n## Part\n\nMehr.\n",
    );
    let last = site.build(&Ask::default());
    assert_ne!(after.keys["feeds/de/feed.xml"], last.keys["feeds/de/feed.xml"]);
    assert_eq!(after.keys["feeds/en/feed.xml"], last.keys["feeds/en/feed.xml"]);
}

#[test]
fn the_home_page_follows_the_feed_of_a_language_that_it_lists_nothing_of() {
    let mut files: Vec<(String, String)> = (10..30)
        .map(|it| {
            (
                format!("briefings/b{it}.md"),
                format!("---\ntitle: B{it}\ndate: 2026-10-{it}\nlang: en\n---\nText.\n"),
            )
        })
        .collect();
    let old = "---\ntitle: Alt\ndate: 2020-01-01\nlang: de\n---\nText.\n";
    files.push(("briefings/alt.md".into(), old.into()));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let site = SmallSite::new(&files);
    let before = site.build(&Ask::default());
    assert!(before.text("index.html").contains("feeds/de/feed.xml"));
    assert!(!before.text("index.html").contains("alt/"), "it is not listed");
    site.write("briefings/alt.md", old.replacen("lang: de", "lang: de\noutputs: [feeds]", 1).as_bytes());
    let after = site.build(&Ask::default());
    assert!(!after.text("index.html").contains("feeds/de/feed.xml"));
    assert_ne!(before.keys["index.html"], after.keys["index.html"]);
}
