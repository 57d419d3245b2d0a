//! Files that hosts read, and the page of corrections.

use crate::small_site::{Ask, SmallSite};

/// A site below a path, with old addresses and corrections.
fn site() -> SmallSite {
    SmallSite::new(&[
        (
            "brief.toml",
            "title = \"Notes\"\nbase_url = \"https://example.org/sub/\"\n\n[redirects]\n\"/old way/\" = \"/a/\"\n",
        ),
        (
            "briefings/a.md",
            "---\ntitle: A & B\ndate: 2026-11-01\naliases: [/before/, /a.html]\ncorrections:\n  - { date: 2026-11-02, text: First word., severity: minor }\n  - { date: 2026-11-20, text: \"Last *word*.\", severity: substantive }\n---\nText.\n",
        ),
        (
            "briefings/gone.md",
            "---\ntitle: Gone\ndate: 2026-11-01\nstatus: withdrawn\nnotice: { date: 2026-11-10, text: It was wrong., kind: editor }\ncorrections:\n  - { date: 2026-11-03, text: Secretword., severity: minor }\n---\nT.\n",
        ),
    ])
}

#[test]
fn old_addresses_lead_on_below_the_path_of_the_site() {
    let outcome = site().build(&Ask::default());
    assert_eq!(
        outcome.text("_redirects"),
        "/sub/a.html /sub/a/ 301\n/sub/before/ /sub/a/ 301\n/sub/old%20way/ /sub/a/ 301\n"
    );
    let without = SmallSite::new(&[("briefings/a.md", "---\ntitle: A\ndate: 2026-11-01\n---\nText.\n")]);
    assert!(!without.build(&Ask::default()).files.contains_key("_redirects"));
}

#[test]
fn the_policy_is_that_of_the_pages() {
    let outcome = site().build(&Ask::default());
    let headers = outcome.text("_headers");
    let page = outcome.text("index.html");
    let meta = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
    let meta = meta.split('"').next().unwrap();
    assert!(
        headers.starts_with(&format!("/sub/*\n  Content-Security-Policy: {meta}; frame-ancestors 'none'\n")),
        "{headers}"
    );
    for path in outcome.files.keys().filter(|it| it.starts_with("assets/theme.")) {
        assert!(
            headers
                .contains(&format!("\n/sub/{path}\n  Cache-Control: public, max-age=31536000, immutable\n"))
        );
    }
    assert!(
        headers.contains("/sub/:s0/index.md\n  Content-Type: text/markdown; charset=utf-8\n"),
        "{headers}"
    );
}

#[test]
fn corrections_are_gathered_newest_first() {
    let outcome = site().build(&Ask::default());
    let page = outcome.main("corrections/index.html");
    let places =
        ["Last", "It was wrong.", "First word."].map(|it| page.find(it).unwrap_or_else(|| panic!("{it}")));
    assert!(places.is_sorted(), "{page}");
    assert!(!page.contains("Secretword"));
    assert!(outcome.text("index.html").contains("href=\"./corrections/\""));
    assert!(outcome.text("sitemap.xml").contains("https://example.org/sub/corrections/"));
    let brief = outcome.main("a/index.html");
    assert!(brief.find("Last").unwrap() < brief.find("Text.").unwrap(), "the newest stands at the head");
    assert!(brief.find("First word.").unwrap() > brief.find("Text.").unwrap(), "the others at the foot");
    assert_eq!(brief.matches("Last <em>word</em>").count(), 1);
    assert!(!outcome.main("gone/index.html").contains("Secretword"));
}

#[test]
fn nothing_corrected_is_no_page() {
    let files = [("briefings/a.md", "---\ntitle: A\ndate: 2026-11-01\n---\nText.\n")];
    let site = SmallSite::new(&files);
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.contains_key("corrections/index.html"));
    assert!(!outcome.text("index.html").contains("corrections/"));
    site.write("briefings/b.md", b"---\ntitle: B\ndate: 2026-11-01\n---\n[All](/corrections/)\n");
    assert!(site.build(&Ask::default()).short().contains("error"));
}
