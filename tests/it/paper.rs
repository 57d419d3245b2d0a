//! Papers: which briefs have a PDF, that pages speak of it exactly then, and that it is the same each time.
//!
//! What stands in them is compared with the pages by `.ci/paper.py`, which has tools that read PDF.

use std::collections::BTreeSet;

use crate::small_site::{Ask, Outcome, SmallSite};

/// A brief in one line of front matter and one of text.
fn brief(more: &str, text: &str) -> String {
    format!("---\ntitle: Heat\ndate: 2026-11-20\n{more}---\n{text}\n")
}

/// Builds pages, records and papers.
fn built(site: &SmallSite) -> Outcome {
    site.build_only(&["html", "citations", "paper"])
}

/// The PDFs of an outcome.
fn papers(outcome: &Outcome) -> BTreeSet<&str> {
    outcome.files.keys().map(String::as_str).filter(|it| it.ends_with(".pdf")).collect()
}

/// Whether a file holds some words as they are; what is packed is not looked into.
fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|it| it == words.as_bytes())
}

#[test]
fn pages_speak_of_a_paper_exactly_when_there_is_one() {
    let site = SmallSite::new(&[
        ("briefings/heat.md", &brief("", "Text.")),
        ("briefings/without.md", &brief("pdf: false\n", "Text.")),
        ("briefings/by-outputs.md", &brief("outputs: [paper]\n", "Text.")),
        ("briefings/given/index.md", &brief("pdf: made-elsewhere.pdf\n", "Text.")),
        ("briefings/given/made-elsewhere.pdf", "%PDF-1.7 /StructTreeRoot\n"),
        (
            "briefings/gone.md",
            &brief("status: withdrawn\nnotice: {date: 2026-11-21, text: Gone.}\n", "Text."),
        ),
        ("briefings/draft.md", &brief("status: draft\n", "Text.")),
        ("briefings/about.md", "---\ntitle: About\nkind: page\n---\nText.\n"),
    ]);
    let outcome = built(&site);
    assert_eq!(
        papers(&outcome),
        BTreeSet::from(["given/given.pdf", "heat/heat.pdf"]),
        "{}",
        outcome.report(true)
    );
    assert_eq!(outcome.text("given/given.pdf"), "%PDF-1.7 /StructTreeRoot\n");
    assert!(outcome.files["heat/heat.pdf"].starts_with(b"%PDF-"));
    for (path, name) in [
        ("heat", Some("heat")),
        ("given", Some("given")),
        ("without", None),
        ("by-outputs", None),
        ("gone", None),
        ("about", None),
    ] {
        let page = outcome.text(&format!("{path}/index.html"));
        let Some(name) = name else {
            assert!(!page.contains(".pdf"), "{path}");
            continue;
        };
        for wanted in [
            format!("<a href=\"../{path}/{name}.pdf\" type=\"application/pdf\">"),
            format!("<meta name=\"citation_pdf_url\" content=\"https://example.org/{path}/{name}.pdf\">"),
            format!("<link rel=\"item\" type=\"application/pdf\" href=\"{name}.pdf\">"),
        ] {
            assert!(page.contains(&wanted), "{wanted}");
        }
        let linkset = outcome.text(&format!("{path}/linkset.json"));
        assert!(linkset.contains(&format!("https://example.org/{path}/{name}.pdf")), "{linkset}");
    }
}

#[test]
fn settings_leave_all_papers_out() {
    let settings = "title = \"Notes\"\nbase_url = \"https://example.org/\"\n[pdf]\nenabled = false\n";
    let site = SmallSite::new(&[("brief.toml", settings), ("briefings/heat.md", &brief("", "Text."))]);
    let outcome = built(&site);
    assert!(papers(&outcome).is_empty() && !outcome.text("heat/index.html").contains(".pdf"));
}

#[test]
fn papers_are_the_same_each_time_and_say_what_they_are() {
    let text = "One.[^1]\n\n## Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n[^1]: A note.";
    let more = "authors: [Ada Lovelace]\ntopics: [Roads]\nlang: de-AT\n";
    let site = SmallSite::new(&[("briefings/heat.md", &brief(more, text))]);
    let (first, second) = (built(&site), built(&site));
    let bytes = &first.files["heat/heat.pdf"];
    assert_eq!(bytes, &second.files["heat/heat.pdf"]);
    assert_eq!(first.keys, second.keys);
    for words in
        ["<pdfuaid:part>1<", "<pdfaid:part>2<", "Heat", "Ada Lovelace", "Roads", "de-AT", "2026-11-20"]
    {
        assert!(holds(bytes, words), "{words}");
    }
}

#[test]
fn nothing_that_an_author_types_is_evaluated() {
    let typed = r##"#read("brief.toml") #panic() $x$ @y <z> *a* _b_ \ ` = // /* #import "/a.typ" ~ -- 'c'"##;
    let quoted = serde_json::to_string(typed).unwrap();
    let front = format!(
        "---\ntitle: {quoted}\ndate: 2026-11-20\nstandfirst: {quoted}\nsummary: [{quoted}]\nsubtitle: {quoted}\n\
         keywords: [{quoted}]\nlicense: {quoted}\n"
    );
    let prose = typed.replace('@', "\\@").replace('<', "\\<");
    let told = serde_json::to_string(&prose).unwrap();
    let front = front.replace(&format!("summary: [{quoted}]"), &format!("summary: [{told}]"));
    let body = format!(
        "{prose}\n\n## {prose}\n\n``{typed}``\n\n```\n{typed}\n```\n\n| {prose} |\n|---|\n| {prose} |\n\n[^1]\n\n[^1]: {prose}\n"
    );
    let site = SmallSite::new(&[("briefings/heat.md", &format!("{front}---\n{body}"))]);
    let outcome = built(&site);
    let bytes = outcome.files.get("heat/heat.pdf").unwrap_or_else(|| panic!("{}", outcome.report(true)));
    // The title in the metadata, which are not packed: as it was typed, with the quotes of its language.
    assert!(
        holds(bytes, "#read(“brief.toml”) #panic() $x$ @y &lt;z&gt; *a* _b_ \\ ` = // /* #import"),
        "the title"
    );
    let cards = site.build_only(&["cards"]);
    assert_eq!(cards.files.len(), 1, "nor on its card: {}", cards.report(true));
}

#[test]
fn odd_texts_become_papers() {
    let deep = "> ".repeat(60) + "deep";
    let rows: String = (0..300).map(|it| format!("| {it} | value {it} |\n")).collect();
    let odd = "Joiner\u{200d}, none\u{200c}, zero\u{200b}width, soft\u{ad}hyphen, word\u{2060}joined, no\u{a0}break, Ω, Київ.";
    let text =
        format!("{odd}\n\n{deep}\n\n| a | b |\n|---|---|\n{rows}\n\n#### Four\n\n## Two\n\n###### Six\n");
    let site = SmallSite::new(&[("briefings/heat.md", &brief("", &text))]);
    let outcome = site.build(&Ask { only: Some(vec!["paper".into()]), ..Ask::default() });
    assert_eq!(papers(&outcome).len(), 1, "{}", outcome.report(true));
}

#[test]
fn a_paper_is_made_again_only_when_something_in_it_changed() {
    let pixel = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    let site = SmallSite::new(&[
        ("briefings/heat.md", &brief("topics: [Roads]\n", "Text.\n\n![A map](map.png)")),
        ("briefings/cold.md", &brief("topics: [Roads]\n", "Text.")),
    ]);
    site.write("briefings/map.png", pixel);
    let key = |path: &str| built(&site).keys.get(path).cloned().unwrap_or_default();
    let (heat, cold) = (key("heat/heat.pdf"), key("cold/cold.pdf"));
    assert!(!heat.is_empty() && heat != cold);
    site.write("briefings/cold.md", brief("topics: [Roads]\n", "Other text.").as_bytes());
    assert_eq!(heat, key("heat/heat.pdf"), "a brief beside it is none of its matter");
    assert_ne!(cold, key("cold/cold.pdf"));
    let mut other = pixel.to_vec();
    other[pixel.len() - 20] ^= 0;
    other.extend(b" ");
    site.write("briefings/map.png", &other);
    assert_ne!(heat, key("heat/heat.pdf"), "its picture is");
    let heat = key("heat/heat.pdf");
    site.write("themes/default/paper/parts.typ", b"#let changed = true");
    assert_ne!(heat, key("heat/heat.pdf"), "the theme is");
}
