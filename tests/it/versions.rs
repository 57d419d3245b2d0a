//! Earlier PDFs of a brief, kept in `versions/` beside it.

use crate::small_site::{Ask, SmallSite};

/// A brief in a folder of its own, with two PDFs that were published before.
fn site(front: &str) -> SmallSite {
    SmallSite::new(&[
        ("briefings/heat/index.md", &format!("---\ntitle: Heat\ndate: 2026-11-20\n{front}---\nText.\n")),
        ("briefings/heat/versions/2026-01-05.pdf", "%PDF-1.7 the first\n"),
        ("briefings/heat/versions/2026-03-01.PDF", "%PDF-1.7 the second\n"),
        ("briefings/heat/versions-of-others/2026-02-01.pdf", "%PDF-1.7 of others\n"),
        ("briefings/flat.md", "---\ntitle: Flat\ndate: 2026-11-20\n---\nText.\n"),
        ("briefings/versions/2026-01-05.pdf", "%PDF-1.7 of nobody\n"),
    ])
}

/// What the page says of them.
const LINKS: &str = "Earlier PDFs: <a href=\"../heat/versions/2026-03-01.pdf\" type=\"application/pdf\">1 March 2026</a> <span class=\"quiet\">PDF, 20 B</span> · <a href=\"../heat/versions/2026-01-05.pdf\" type=\"application/pdf\">5 January 2026</a>";

#[test]
fn earlier_pdfs_are_published_and_linked_from_the_correction() {
    let site = site("corrections: [{date: 2026-11-21, text: A number., severity: minor}]\n");
    let outcome = site.build(&Ask::default());
    let pdfs: Vec<&String> = outcome.files.keys().filter(|it| it.ends_with(".pdf")).collect();
    assert_eq!(
        pdfs,
        ["heat/versions/2026-01-05.pdf", "heat/versions/2026-03-01.pdf"],
        "{}",
        outcome.report(true)
    );
    assert_eq!(outcome.text("heat/versions/2026-01-05.pdf"), "%PDF-1.7 the first\n");
    let page = outcome.text("heat/index.html");
    let correction =
        page.split("id=\"correction_title\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(correction.contains(LINKS), "{correction}");
    assert!(!outcome.text("flat/index.html").contains(".pdf"));
    // One more is another page.
    site.write("briefings/heat/versions/2026-02-01.pdf", b"%PDF-1.7 more\n");
    let other = site.build(&Ask::default());
    assert_ne!(outcome.keys["heat/index.html"], other.keys["heat/index.html"]);
    assert!(other.text("heat/index.html").contains("1 February 2026"));
}

#[test]
fn earlier_pdfs_of_what_is_withheld_or_withdrawn_are_nowhere() {
    for front in [
        "status: draft\n",
        "embargo: 2027-01-01T06:00Z\n",
        "status: withdrawn\nnotice: {date: 2026-11-21, text: Gone.}\n",
    ] {
        let outcome = site(front).build(&Ask::default());
        assert!(!outcome.files.is_empty(), "{}", outcome.report(true));
        assert!(!outcome.files.keys().any(|it| it.ends_with(".pdf")), "{front}");
        let says = |it: &Vec<u8>| String::from_utf8_lossy(it).contains("versions/2026");
        assert!(!outcome.files.values().any(says), "{front}");
    }
}
