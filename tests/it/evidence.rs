//! From a claim to its evidence and back: notes, citations, references, the ledger.

use std::collections::{BTreeMap, BTreeSet};

use brief::cite::Memo;
use brief::pipeline::Lent;
use brief::pipeline::{self, Memory};

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::tags;

/// Three sources.
const BIB: &str = "@book{guild, author = {Mason, Ada}, title = {Roads}, publisher = {Press}, location = {York}, date = {1999}}
@book{crown, author = {Royal, Max}, title = {Crowns}, publisher = {Press}, location = {York}, date = {2001}}
@report{third, author = {{Road Office}}, title = {A third thing}, institution = {Road Office}, date = {2003-05}}
";

/// A brief with a body, its front matter extended.
fn brief(more: &str, body: &str) -> String {
    format!("---\ntitle: Heat\ndate: 2026-11-20\n{more}---\n{body}\n")
}

/// A site of one brief.
fn site(settings: &str, more: &str, body: &str) -> Outcome {
    let settings = format!("title = \"T\"\nbase_url = \"https://example.org/\"\n{settings}");
    let site = SmallSite::new(&[
        ("brief.toml", &settings),
        ("briefings/references.bib", BIB),
        ("briefings/heat.md", &brief(more, body)),
    ]);
    site.build(&Ask::default())
}

/// The words of a stretch of HTML; raised numbers stand between carets.
fn words(html: &str) -> String {
    let html = html.replace("<sup", "^<sup").replace("</sup>", "</sup>^");
    let mut out = String::new();
    let mut inside = false;
    for it in html.chars() {
        match it {
            '<' => inside = true,
            '>' => inside = false,
            it if !inside => out.push(it),
            _ => {}
        }
    }
    out.replace("&#39;", "'").replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two marks of a page, as words.
fn between(page: &str, from: &str, to: &str) -> String {
    let start = page.find(from).unwrap_or_else(|| panic!("no `{from}` in {page}"));
    let end = page[start..].find(to).map_or(page.len(), |it| start + it);
    words(&page[start..end])
}

/// The prose, the notes, the references of the brief.
fn parts(outcome: &Outcome) -> (String, Vec<String>, Vec<String>) {
    let page = outcome.main("heat/index.html");
    let items = |from: &str, to: &str| -> Vec<String> {
        let Some(start) = page.find(from) else { return Vec::new() };
        let list = &page[start..start + page[start..].find(to).unwrap()];
        list.split("<li ").skip(1).map(|it| words(&it[it.find('>').unwrap() + 1..])).collect()
    };
    let prose = between(&page, "<div class=\"prose\">", "</div>\n</div>");
    (prose, items("<ol class=\"note-list\">", "</ol>"), items("<ul class=\"reference-list\">", "</ul>"))
}

#[test]
fn notes_run_in_one_numbering_and_shorten() {
    let body = "One [@guild]. Two[^own] and [see @crown, pp. 4-6], again [@guild, p. 9; @third]!\n\n\
        @crown said so. As [-@guild] shows.\n\n[^own]: The author speaks, with [@third, ch. 2].";
    let (prose, notes, references) = parts(&site("", "", body));
    assert_eq!(prose, "One.^1^ Two^2^ and,^3^ again!^4^ Royal^5^ said so. As^6^ shows.");
    assert_eq!(notes.len(), 6);
    assert!(notes[0].starts_with("Ada Mason, Roads (Press, 1999)"), "{notes:?}");
    assert!(notes[1].contains("The author speaks, with Road Office"), "{notes:?}");
    assert!(notes[2].starts_with("See Max Royal, Crowns") && notes[2].contains("4–6"), "{notes:?}");
    assert!(notes[3].starts_with("Mason, Roads, 9; Road Office, A Third Thing."), "shortened: {notes:?}");
    assert!(!notes[5].contains("Mason"), "the author is left out: {notes:?}");
    assert_eq!(references.len(), 3, "{references:?}");
    assert!(references[0].starts_with("Mason, Ada. Roads. Press, 1999."), "{references:?}");
    assert!(references[0].contains("Cited in 1, 4, 6"), "by the numbers of notes: {references:?}");
}

#[test]
fn styles_in_the_text_print_where_they_stand() {
    let body =
        "One [@guild, p. 9]. @crown said so, and more [see @third; @guild].[^n]\n\n[^n]: Own [@crown].";
    let (prose, notes, references) = parts(&site("style = \"apa\"\n", "", body));
    assert_eq!(
        prose,
        "One (Mason, 1999, p. 9). Royal (2001) said so, and more (Mason, 1999; see Road Office, 2003).^1^"
    );
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].starts_with("Own (Royal, 2001)."), "{notes:?}");
    assert!(references[0].starts_with("Mason, A. (1999). Roads. Press."), "{references:?}");

    let (prose, _, references) = parts(&site("style = \"apa\"\n", "style: ieee\n", body));
    assert!(prose.starts_with("One [1, p. 9]. "), "the brief's own style: {prose}");
    assert!(references[0].starts_with("[1] A. Mason"), "{references:?}");
}

#[test]
fn a_style_from_a_file_and_words_of_the_language() {
    let csl = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title>\
        <id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>\
        <citation><layout prefix=\"{\" suffix=\"}\" delimiter=\"+\"><names variable=\"author\"><name form=\"short\" and=\"text\"/></names></layout></citation>\
        <bibliography><layout><text variable=\"title\"/></layout></bibliography></style>";
    let site = SmallSite::new(&[
        ("briefings/styles/house.csl", csl),
        ("briefings/references.bib", "@book{two, author = {A, B and C, D}, title = {Zwei}, date = {2020}}"),
        ("briefings/heat.md", &brief("lang: de\nstyle: styles/house.csl\n", "Eins [@two].")),
    ]);
    let outcome = site.build(&Ask::default());
    let (prose, _, references) = parts(&outcome);
    assert_eq!(prose, "Eins {A und C}.");
    assert!(references[0].starts_with("Zwei"), "{references:?}");
    let page = outcome.main("heat/index.html");
    assert!(
        page.contains(">Literatur<") || page.contains(">Quellen<") || !page.contains(">References<"),
        "{page}"
    );
    assert!(!outcome.files.keys().any(|it| it.ends_with(".csl")), "a style is not published");
}

#[test]
fn every_claim_of_the_shipped_site_is_two_clicks_from_its_source() {
    let outcome = SmallSite::shipped().build(&Ask::default());
    let (mut marks, mut sources) = (0, 0);
    let mut cited: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in outcome.files.keys().filter(|it| it.ends_with("index.html")) {
        let page = outcome.main(path);
        let all = tags(&page);
        let ids: BTreeSet<&str> = all.iter().filter_map(|it| it.get("id")).collect();
        let notes: BTreeMap<&str, &str> = page
            .split("<li id=\"note_")
            .skip(1)
            .map(|it| (&it[..it.find('"').unwrap()], &it[..it.find("</li>").unwrap()]))
            .collect();
        for mark in all.iter().filter(|it| it.get("role") == Some("doc-noteref")) {
            let number = mark.get("href").unwrap().strip_prefix("#note_").unwrap();
            let note = notes[number];
            assert!(note.contains(&format!("href=\"#noteref_{number}")), "the way back: {note}");
            marks += 1;
            for link in tags(note).iter().filter_map(|it| it.get("href")?.strip_prefix("#ref_")) {
                assert!(ids.contains(format!("ref_{link}").as_str()), "`{path}`: {link}");
            }
        }
        for reference in page.split("<li id=\"ref_").skip(1) {
            let key = &reference[..reference.find('"').unwrap()];
            let item = &reference[..reference.find("</li>").unwrap()];
            assert!(item.contains(&format!("sources/{key}/")), "to its page: {item}");
            assert!(item.contains("href=\"#"), "back to where it is cited: {item}");
            cited.entry(key.to_owned()).or_default().insert(path.clone());
            sources += 1;
        }
        for record in page.split("class=\"sources\"").skip(1) {
            assert!(record[..record.find("</p>").unwrap()].contains("href=\"#ref_"), "`{path}`");
        }
    }
    assert!(marks > 50 && sources > 50, "{marks} marks, {sources} references");
    for (key, pages) in cited {
        let ledger = outcome.text(&format!("sources/{key}/index.html"));
        for page in pages {
            let back = format!("../../{}#ref_{key}", page.strip_suffix("index.html").unwrap());
            assert!(ledger.contains(&back), "`{key}` leads back to {back}");
        }
    }
}

#[test]
fn the_ledger_tells_for_from_against_and_what_stands_alone() {
    let comparison = "---\ntitle: Roads\ndate: 2026-11-20\nkind: comparison\ncases:\n  north: North\n  south: South\n---\n\
        ## Who built it? {#who}\n\n### North\n\nThe guild did [@guild]. Not the crown [contra @crown].\n\n\
        ### South\n\nBoth did [@guild; @third], by and by [cf. @crown].\n";
    let draft = "---\ntitle: Secret\nstatus: draft\ndate: 2026-11-20\n---\nHidden [@hidden].\n";
    let bib = format!("{BIB}@book{{hidden, title = {{Hidden thing}}, date = {{2001}}}}\n");
    let site = SmallSite::new(&[
        ("briefings/references.bib", &bib),
        ("briefings/roads.md", comparison),
        ("briefings/secret.md", draft),
    ]);
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.is_empty(), "{}", outcome.report(true));
    let guild = words(&outcome.main("sources/guild/index.html"));
    assert!(guild.contains("1 North Who built it? only source"), "{guild}");
    assert!(
        guild.contains("1 South Who built it?") && !guild.contains("1 South Who built it? only"),
        "{guild}"
    );
    let crown = words(&outcome.main("sources/crown/index.html"));
    assert!(crown.contains("What it speaks against 1 North"), "{crown}");
    assert!(crown.contains("What it gives context to 1 South"), "{crown}");
    let list = words(&outcome.main("sources/index.html"));
    assert!(list.contains("Only source of 1 North"), "{list}");
    assert!(!outcome.files.keys().any(|it| it.contains("hidden")), "nothing of what a draft cites");
    assert!(outcome.files.values().all(|it| !String::from_utf8_lossy(it).contains("Hidden thing")));
}

#[test]
fn what_was_set_is_not_set_again() {
    let folder = SmallSite::new(&[
        ("briefings/references.bib", BIB),
        ("briefings/heat.md", &brief("", "One [@guild].")),
    ]);
    let wish = folder.wish(&Ask::default());
    let make = |memory: &mut Memory| {
        let built = pipeline::build(&wish, memory).unwrap();
        for file in built.publication.unwrap().files() {
            assert!((file.make)().is_ok());
        }
    };
    let mut memory = Memory::default();
    make(&mut memory);
    let bytes = memory.cites.to_bytes().expect("something was set");
    // Another run, another text, a footnote more before it: the citations are the same.
    folder
        .write("briefings/heat.md", brief("", "Anew, and more.[^n] One [@guild].\n\n[^n]: Own.").as_bytes());
    let mut later = Memory::with(Memo::from_bytes(&bytes), Lent::default());
    make(&mut later);
    assert!(later.cites.to_bytes().is_none(), "nothing was set again");
    folder.write("briefings/heat.md", brief("", "One [@guild, p. 3].").as_bytes());
    make(&mut later);
    assert!(later.cites.to_bytes().is_some(), "a page more is set");
}
