//! Records beside a brief and in its head: the same facts in every form, nothing of what is
//! withdrawn or withheld, nothing advertised that is not made. What other programs make of them is
//! checked by `.ci/records.py`.

use serde_json::Value;

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::tags;

/// Settings with a publisher and deposits.
const SETTINGS: &str = "title = \"Notes\"\nbase_url = \"https://example.org/\"\n[publisher]\nname = \"R&D {Centre}\"\n\
    [doi]\nprefix = \"10.5555\"\ndepositor = \"Desk\"\nemail = \"dois@example.org\"\n";

/// A site of one brief with this front matter.
fn one(front: &str) -> SmallSite {
    let text = format!("---\n{front}\n---\nThe body says secretword.\n");
    SmallSite::new(&[("brief.toml", SETTINGS), ("briefings/a.md", &text)])
}

/// The JSON-LD of a page.
fn json_ld(outcome: &Outcome, page: &str) -> Value {
    let blocks: Vec<String> = tags(&outcome.text(page))
        .into_iter()
        .filter(|it| it.name == "script" && it.get("type") == Some("application/ld+json"))
        .map(|it| it.inside)
        .collect();
    assert_eq!(blocks.len(), 1, "one block of data");
    assert!(!blocks[0].contains(['<', '>', '&']), "{}", blocks[0]);
    serde_json::from_str(&blocks[0]).unwrap()
}

#[test]
fn hostile_words_stay_words_in_every_form() {
    let site = one(
        "title: \"50% of {A} & B_c: </script><b>\\\"x\\\"</b> \\\\ #1 $\\n  more\"\ndate: 2026-11-20\nnumber: \"7\\nTY  - JOUR\"\n\
         standfirst: \"One\\n\\nER  - \\ntwo\"\nauthors: ['{ name: x }', { name: 保坂三四郎, family: 保坂, given: 三四郎 }, Brown and Sons]\n\
         keywords: ['a, b; c']\ndoi: '10.5555/a{b}'",
    );
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.is_empty(), "{}", outcome.report(false));
    let bib = outcome.text("a/cite.bib");
    assert_eq!(bib.matches('{').count(), bib.matches('}').count(), "{bib}");
    for word in [
        "50\\% of",
        "{\\textbraceleft}A{\\textbraceright}",
        "\\&",
        "B\\_c",
        "\\#1",
        "\\$",
        "{\\textbackslash}",
    ] {
        assert!(bib.contains(word), "{word} in {bib}");
    }
    assert!(bib.contains("保坂, 三四郎") && bib.contains("{Brown and Sons}"), "{bib}");
    assert!(bib.lines().all(|it| it.starts_with('@') || it.starts_with("  ") || it == "}"), "{bib}");
    let ris = outcome.text("a/cite.ris");
    let is_tag = |it: &str| it.len() >= 6 && &it[2..6] == "  - ";
    assert!(ris.split_terminator("\r\n").all(is_tag), "{ris}");
    assert_eq!((ris.matches("TY  - ").count(), ris.matches("\r\nER  - ").count()), (1, 1), "{ris}");
    assert!(ris.contains("SN  - 7 TY - JOUR"), "{ris}");
    assert!(ris.starts_with("TY  - RPRT\r\n") && ris.ends_with("\r\nER  - \r\n"));
    let csl: Value = serde_json::from_str(&outcome.text("a/cite.json")).unwrap();
    assert_eq!(csl[0]["type"], "report");
    assert_eq!(csl[0]["author"][1]["family"], "保坂");
    assert_eq!(csl[0]["author"][2]["literal"], "Brown and Sons");
    assert_eq!(csl[0]["issued"]["date-parts"][0], serde_json::json!([2026, 11, 20]));
    let report = json_ld(&outcome, "a/index.html");
    assert_eq!(report["@type"], "Report");
    let title = report["headline"].as_str().unwrap();
    assert!(title.contains("</script>") && title.ends_with("more") && !title.contains('\n'), "{title}");
    let xml = outcome.text("a/crossref.xml");
    assert!(xml.contains("R&amp;D {Centre}") && !xml.contains("<b>"), "{xml}");
    assert!(xml.contains("<surname>保坂</surname>"), "{xml}");
    let page = outcome.main("a/index.html");
    assert!(page.contains("id=\"cite_text\"") && !page.contains("<b>"), "the reference is escaped");
}

#[test]
fn a_reports_number_is_no_issn() {
    let site = one("title: A\ndate: 2026-11-20\nissn: 2228-2076\nnumber: A-1");
    let ris = site.build(&Ask::default()).text("a/cite.ris");
    assert!(ris.contains("\r\nSN  - A-1\r\n") && !ris.contains("2228-2076"), "{ris}");
}

#[test]
fn a_withdrawn_brief_keeps_its_name_and_nothing_of_its_text() {
    let site = one(
        "title: Taken back\nsubtitle: subtitleword\ndate: 2026-11-20\nstatus: withdrawn\nstandfirst: standfirstword\nsummary: [summaryword]\n\
         topics: [topicword]\nkeywords: [keywordword]\nauthors: [Ann Test]\nnumber: N-1\ndoi: 10.5555/a\n\
         notice: { date: 2026-11-22, text: We were *wrong*. }",
    );
    let outcome = site.build(&Ask::default());
    let head = |html: String| html.split("</head>").next().unwrap().to_owned();
    let mut all = head(outcome.text("a/index.html"));
    for file in ["cite.bib", "cite.ris", "cite.json", "linkset.json", "crossref.xml"] {
        all.push_str(&outcome.text(&format!("a/{file}")));
    }
    for word in [
        "subtitleword",
        "standfirstword",
        "summaryword",
        "topicword",
        "keywordword",
        "secretword",
        "fulltext",
    ] {
        assert!(!all.contains(word), "{word}");
    }
    assert!(outcome.text("a/cite.json").contains("\"status\": \"withdrawn\""));
    assert!(outcome.text("a/cite.bib").contains("note = {Withdrawn}"));
    assert!(outcome.text("a/cite.ris").contains("N1  - Withdrawn"));
    let report = json_ld(&outcome, "a/index.html");
    assert_eq!(report["creativeWorkStatus"], "Withdrawn");
    assert_eq!(report["correction"][0]["text"], "We were wrong.");
    assert_eq!(report["dateModified"], "2026-11-22");
    assert!(outcome.main("a/index.html").contains("Taken back"));
}

#[test]
fn a_preview_has_no_records() {
    let site = one("title: Draft\nstatus: draft\nauthors: [Ann Test]");
    site.write("briefings/b.md", b"---\ntitle: Out\ndate: 2026-11-20\n---\nText.\n");
    let shown = site.build(&Ask { drafts: true, ..Ask::default() });
    assert!(!shown.files.is_empty(), "{}", shown.report(false));
    assert!(
        !shown
            .files
            .keys()
            .any(|it| it.contains("cite.") || it.contains("linkset") || it.contains("crossref"))
    );
    for page in ["a/index.html", "b/index.html"] {
        let html = shown.text(page);
        for word in ["citation_", "og:", "ld+json", "describedby", "linkset", "rel=\"cite-as", "cite.bib"] {
            assert!(!html.contains(word), "{page}: {word}");
        }
        assert!(html.contains("id=\"cite_text\""), "how it will be cited can be proofread");
    }
    let published = site.build(&Ask::default());
    assert!(published.files.contains_key("b/cite.bib") && !published.files.contains_key("a/cite.bib"));
}

#[test]
fn what_is_not_made_is_not_advertised() {
    let advertised = |outcome: &Outcome, page: &str| {
        let html = outcome.text(page);
        ["cite.bib", "cite.ris", "cite.json", "linkset.json", "describedby"]
            .iter()
            .any(|it| html.contains(it))
    };
    let site = one("title: A\ndate: 2026-11-20");
    site.write("briefings/b.md", b"---\ntitle: B\ndate: 2026-11-20\noutputs: [citations]\n---\nText.\n");
    let only = Ask { only: Some(vec!["html".into()]), ..Ask::default() };
    let outcome = site.build(&only);
    assert!(!advertised(&outcome, "a/index.html") && !outcome.files.keys().any(|it| it.contains("cite.")));
    assert!(outcome.text("a/index.html").contains("id=\"cite_text\""), "the reference is the page's own");
    let outcome = site.build(&Ask::default());
    assert!(advertised(&outcome, "a/index.html") && outcome.files.contains_key("a/cite.bib"));
    assert!(
        !advertised(&outcome, "b/index.html") && !outcome.files.keys().any(|it| it.starts_with("b/cite"))
    );
    assert!(!outcome.files.contains_key("b/linkset.json") && !outcome.files.contains_key("b/crossref.xml"));
}

#[test]
fn addresses_are_whole_or_left_out() {
    let site = one(
        "title: A\ndate: 2026-11-20\ndoi: 10.5555/a\nauthors: [{ name: Ann Test, orcid: 0000-0002-1825-0097 }]\nlicense: CC BY 4.0",
    );
    let outcome = site.build(&Ask::default());
    let set: Value = serde_json::from_str(&outcome.text("a/linkset.json")).unwrap();
    let page = &set["linkset"][0];
    assert_eq!(page["anchor"], "https://example.org/a/");
    assert_eq!(page["cite-as"][0]["href"], "https://doi.org/10.5555/a");
    assert_eq!(page["author"][0]["href"], "https://orcid.org/0000-0002-1825-0097");
    assert_eq!(page["license"][0]["href"], "https://spdx.org/licenses/CC-BY-4.0");
    assert_eq!(page["describedby"].as_array().unwrap().len(), 3);
    assert_eq!(set["linkset"][1]["describes"][0]["href"], "https://example.org/a/");
    let rels: Vec<(String, String)> = tags(&outcome.text("a/index.html"))
        .iter()
        .filter(|it| it.name == "link")
        .map(|it| (it.get("rel").unwrap().to_owned(), it.get("href").unwrap().to_owned()))
        .collect();
    assert!(rels.contains(&("cite-as".into(), "https://doi.org/10.5555/a".into())), "{rels:?}");
    assert!(rels.contains(&("describedby".into(), "cite.bib".into())), "{rels:?}");

    site.write("brief.toml", b"title = \"Notes\"\n");
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.contains_key("a/linkset.json") && !outcome.files.contains_key("a/crossref.xml"));
    assert!(!outcome.text("a/index.html").contains("linkset"));
    assert!(!outcome.text("a/cite.json").contains("\"URL\""));
    assert_eq!(json_ld(&outcome, "a/index.html")["url"], Value::Null);
}

#[test]
fn a_doi_is_deposited_only_under_our_own_prefix() {
    let own = one("title: A\ndate: 2026-11-20\ndoi: 10.5555/a\nupdated: 2026-11-22").build(&Ask::default());
    let xml = own.text("a/crossref.xml");
    assert!(
        xml.contains("<timestamp>20261122000000</timestamp>") && xml.contains("version=\"5.4.0\""),
        "{xml}"
    );
    assert!(xml.contains("<resource>https://example.org/a/</resource>"), "{xml}");
    let order =
        ["<contributors>", "<titles>", "<publication_date", "<publisher>", "<institution>", "<doi_data>"];
    let places: Vec<usize> = order.iter().map(|it| xml.find(it).unwrap_or_else(|| panic!("{it}"))).collect();
    assert!(places.is_sorted(), "{xml}");
    for doi in ["doi: 10.1234/a", "lang: en"] {
        let other = one(&format!("title: A\ndate: 2026-11-20\n{doi}")).build(&Ask::default());
        assert!(!other.files.contains_key("a/crossref.xml"), "{doi}");
    }
}

#[test]
fn a_record_changes_with_its_facts_and_with_nothing_else() {
    let front = "title: A\ndate: 2026-11-20";
    let keys = |site: &SmallSite| {
        let outcome = site.build(&Ask::default());
        (outcome.keys["a/cite.bib"].clone(), outcome.keys["a/index.html"].clone())
    };
    let site = one(front);
    let before = keys(&site);
    site.write("briefings/a.md", format!("---\n{front}\n---\nOther words.\n").as_bytes());
    let other_words = keys(&site);
    assert_eq!(before.0, other_words.0);
    site.write("briefings/a.md", format!("---\n{front}\nnumber: \"2\"\n---\nOther words.\n").as_bytes());
    assert_ne!(keys(&site).0, before.0);
    // The style is the page's.
    site.write("brief.toml", format!("style = \"apa\"\n{SETTINGS}").as_bytes());
    let styled = keys(&site);
    site.write("brief.toml", format!("style = \"ieee\"\n{SETTINGS}").as_bytes());
    let restyled = keys(&site);
    assert_eq!(styled.0, restyled.0);
    assert_ne!(styled.1, restyled.1);
}
