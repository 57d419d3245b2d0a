//! What Zotero and Google Scholar make of a page's head, by their rules as `highwire.rs` and its
//! neighbours cite them: read here from the tags alone, by a reader that shares no code with the
//! writer.
//!
//! Zotero, translator "Embedded Metadata": a type is told by the last tag in the document that tells
//! one; fields are found by the end of a tag's name; what tags lack is looked for in the page.

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::{Tag, tags};

/// Tags that decide the type, by the end of their name, and what they make of it.
const TYPES: [(&str, &str); 7] = [
    ("citation_journal_title", "journalArticle"),
    ("citation_technical_report_institution", "report"),
    ("citation_conference_title", "conferencePaper"),
    ("citation_conference", "conferencePaper"),
    ("citation_book_title", "bookSection"),
    ("citation_inbook_title", "bookSection"),
    ("citation_dissertation_institution", "thesis"),
];

/// What a reference manager has of a page.
#[derive(Default, Debug)]
struct Taken {
    /// The type of the item.
    kind: &'static str,
    /// The title.
    title: String,
    /// Authors, one for each tag.
    authors: Vec<String>,
    /// The day.
    date: String,
    /// The institution.
    institution: String,
    /// The number.
    number: String,
    /// The series.
    series: String,
    /// The abstract.
    abstract_note: String,
    /// The address.
    url: String,
    /// The language.
    language: String,
    /// Subjects.
    subjects: Vec<String>,
}

/// The values of `meta` tags whose name or property ends so, in the order of the document.
fn metas<'t>(tags: &'t [Tag], end: &str) -> Vec<&'t str> {
    let all = tags.iter().filter(|it| it.name == "meta");
    let named = all.filter(|it| it.get("name").or(it.get("property")).is_some_and(|it| it.ends_with(end)));
    named.filter_map(|it| it.get("content")).collect()
}

/// Reads a page as Zotero does.
fn taken(html: &str) -> Taken {
    let tags = tags(html);
    let mut out = Taken::default();
    for tag in tags.iter().filter(|it| it.name == "meta") {
        let name = tag.get("name").or(tag.get("property")).unwrap_or_default();
        if let Some((_, kind)) = TYPES.iter().find(|it| name.ends_with(it.0)) {
            out.kind = kind;
        }
    }
    let first = |end: &str| metas(&tags, end).first().map(|it| (*it).to_owned());
    if out.kind.is_empty() {
        let has_title = first("citation_title").is_some() || first("citation_series_title").is_some();
        out.kind = match (has_title, first("citation_isbn"), first("og:title")) {
            (_, Some(_), _) => "book",
            (true, ..) => "journalArticle",
            (_, _, Some(_)) => "webpage",
            _ => "",
        };
    }
    let head = tags.iter().find(|it| it.name == "title").map(|it| crate::tags::resolved(&it.inside));
    let canonical = tags.iter().find(|it| it.name == "link" && it.get("rel") == Some("canonical"));
    out.title = first("citation_title").or(first("og:title")).or(head).unwrap_or_default();
    for it in metas(&tags, "citation_author") {
        // A tag that holds "A B, C D" is two people by mistake: only one comma, as in "Family, Given".
        assert!(it.matches(',').count() <= 1, "`{it}` is more than one author");
        out.authors.push(it.to_owned());
    }
    if out.authors.is_empty() {
        let meta = tags.iter().filter(|it| it.name == "meta" && it.get("name") == Some("author"));
        out.authors = meta.filter_map(|it| it.get("content")).map(str::to_owned).collect();
    }
    let time = tags.iter().find(|it| it.name == "time").and_then(|it| it.get("datetime"));
    out.date = first("citation_publication_date")
        .or(first("article:published_time"))
        .or(time.map(str::to_owned))
        .unwrap_or_default();
    out.institution = first("citation_technical_report_institution").unwrap_or_default();
    out.number = first("citation_technical_report_number").unwrap_or_default();
    out.series = first("citation_series_title").unwrap_or_default();
    out.abstract_note = first("citation_abstract").or(first("description")).unwrap_or_default();
    out.url = first("citation_public_url")
        .or(first("og:url"))
        .or(canonical.and_then(|it| it.get("href")).map(str::to_owned))
        .unwrap_or_default();
    let html = tags.iter().find(|it| it.name == "html").and_then(|it| it.get("lang")).unwrap_or_default();
    out.language = first("citation_language").unwrap_or_else(|| html.to_owned());
    let subjects = first("citation_keywords").unwrap_or_default();
    out.subjects = subjects.split(';').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    out
}

/// What must hold of the head of every page, whatever it is about.
fn check_head(path: &str, html: &str) {
    let tags = tags(html);
    for tag in tags.iter().filter(|it| it.name == "meta") {
        let name = tag.get("name").or(tag.get("property")).unwrap_or_default();
        let content = tag.get("content").unwrap_or_default();
        let is_ours =
            name.starts_with("citation_") || name.starts_with("og:") || name.starts_with("article:");
        if !is_ours {
            continue;
        }
        assert!(!content.contains(['\n', '\r', '\t']), "`{path}`: {name} goes over lines");
        for mark in ["<p", "<i>", "<em", "<span", "<br", "&lt;", "&amp;"] {
            assert!(!content.contains(mark), "`{path}`: markup in {name}: {content}");
        }
        assert!(!name.ends_with("journal_title"), "`{path}`: a journal makes an article of a report");
        assert!(!name.starts_with("DC."), "`{path}`: Dublin Core is a last resort");
        let is_address = name.ends_with("_url") || name == "og:url" || name == "og:image";
        assert!(!is_address || content.starts_with("https://"), "`{path}`: {name} is not whole: {content}");
        let is_orcid = name == "citation_author_orcid";
        assert!(!is_orcid || content.starts_with("https://orcid.org/"), "`{path}`: {content}");
        if name == "citation_publication_date" {
            check_date(path, content);
        }
        if name == "citation_reference" {
            for field in content.trim_end_matches(';').split(';') {
                let (field, value) = field.split_once('=').unwrap_or_else(|| panic!("`{path}`: {content}"));
                assert!(field.starts_with("citation_") && !value.is_empty(), "`{path}`: {content}");
                if field == "citation_publication_date" {
                    check_date(path, value);
                }
            }
        }
    }
    let has = |name: &str| !metas(&tags, name).is_empty();
    let is_indexed = has("citation_title");
    for needed in ["citation_author", "citation_publication_date", "citation_technical_report_institution"] {
        assert_eq!(has(needed), is_indexed, "`{path}`: {needed}");
    }
    let deciding: Vec<&str> = tags
        .iter()
        .filter_map(|it| it.get("name"))
        .filter(|name| TYPES.iter().any(|it| name.ends_with(it.0)))
        .collect();
    assert!(deciding.len() <= 1, "`{path}`: {deciding:?}");
    for tag in &tags {
        assert_ne!(tag.get("class"), Some("Z3988"), "`{path}`: several COinS are a list to Zotero");
        assert_ne!(tag.get("id"), Some("wp-block-library-css"), "`{path}`: a mark of WordPress");
    }
}

/// `YYYY/M/D` or `YYYY`.
fn check_date(path: &str, text: &str) {
    let parts: Vec<&str> = text.split('/').collect();
    let is_one = matches!(parts.len(), 1 | 3)
        && parts[0].len() == 4
        && parts.iter().all(|it| it.parse::<u16>().is_ok_and(|it| it > 0) && !it.starts_with('0'));
    assert!(is_one, "`{path}`: `{text}` is no date of Google Scholar");
}

/// Checks every page, and gives how many have tags for scholars.
fn check_all(outcome: &Outcome) -> usize {
    assert!(!outcome.files.is_empty(), "{}", outcome.report(false));
    let pages = outcome.files.keys().filter(|it| it.ends_with(".html"));
    pages
        .map(|path| {
            let html = outcome.text(path);
            check_head(path, &html);
            usize::from(taken(&html).kind == "report")
        })
        .sum()
}

/// Front matter of a brief with everything.
const WHOLE: &str = "title: Courting Moscow\nsubtitle: What \"follows\" & why\nstandfirst: It failed; test it.\ntype: Analysis\n\
    date: 2026-02-03\nlang: en-GB\nauthors: [ana, { name: 保坂 三四郎 }, office, Ludwig van der Rohe]\n\
    series: notes\nnumber: N-7\ntopics: [Russia; China]\nregions: [Japan]\nkeywords: [narrative]\ndoi: 10.5555/n-7\nlicense: CC BY 4.0\n";

/// A site with a brief of every kind that matters here.
fn site() -> SmallSite {
    let front = |more: &str| format!("---\n{more}---\nText [@hosaka2021; @web].\n");
    let settings = "title = \"Notes & Views\"\nbase_url = \"https://example.org/sub/\"\n[publisher]\nname = \"Centre for Defence\"\n\
         place = \"Tallinn\"\nror = \"https://ror.org/02nr0ka47\"\n[[series]]\nid = \"notes\"\ntitle = \"Centre Notes\"\nissn = \"2228-2076\"\n";
    let people = "office: { name: 'Ministry of Foreign Affairs, Tokyo', kind: organisation }\nana:\n  name: Ana Pérez Soto\n  family: Pérez Soto\n  given: Ana\n  orcid: 0000-0002-1825-0097\n  affiliation: Centre for Defence\n";
    let references = "@article{hosaka2021, title = {China; Russia}, author = {Hosaka, Sanshiro}, journaltitle = {EFPI}, date = {2021-10}}\n\
         @online{web, title = {A page}, date = {2020-01-05}, url = {https://example.org/x}}\n";
    SmallSite::new(&[
        ("brief.toml", settings),
        ("briefings/people.yaml", people),
        ("briefings/references.bib", references),
        ("briefings/whole.md", &front(WHOLE)),
        ("briefings/bare.md", "---\ntitle: Bare\ndate: 2026-11-20\n---\nText.\n"),
        (
            "briefings/view.md",
            &front("title: A view\ndate: 2026-11-20\ntype: commentary\nauthors: [Ann Test]\n"),
        ),
        ("briefings/page.md", "---\ntitle: About\nkind: page\n---\nText.\n"),
    ])
}

#[test]
fn zotero_sees_a_report_with_every_field() {
    let outcome = site().build(&Ask::default());
    assert_eq!(check_all(&outcome), 2, "the whole one and the bare one");
    let it = taken(&outcome.text("whole/index.html"));
    assert_eq!(it.kind, "report");
    assert_eq!(it.title, "Courting Moscow: What “follows” & why");
    let authors =
        ["Pérez Soto, Ana", "保坂, 三四郎", "Ministry of Foreign Affairs (Tokyo)", "van der Rohe, Ludwig"];
    assert_eq!(it.authors, authors);
    assert_eq!(it.date, "2026/2/3");
    assert_eq!(it.institution, "Centre for Defence");
    assert_eq!((it.number.as_str(), it.series.as_str()), ("N-7", "Centre Notes"));
    assert_eq!(it.abstract_note, "It failed; test it.");
    assert_eq!(it.url, "https://example.org/sub/whole/");
    assert_eq!(it.language, "en-GB");
    assert_eq!(it.subjects, ["Russia, China", "Japan", "narrative"]);
    let html = outcome.text("whole/index.html");
    assert_eq!(metas(&tags(&html), "citation_doi"), ["10.5555/n-7"]);
    assert_eq!(metas(&tags(&html), "citation_author_orcid"), ["https://orcid.org/0000-0002-1825-0097"]);
    assert_eq!(metas(&tags(&html), "citation_reference").len(), 2);
    assert!(metas(&tags(&html), "citation_pdf_url").is_empty(), "there is no PDF yet");
    // The author's institution and identifier stand after that author and before the next.
    let names: Vec<String> = tags(&html).iter().filter_map(|it| it.get("name").map(str::to_owned)).collect();
    let first = names.iter().position(|it| it == "citation_author").unwrap();
    assert_eq!(
        names[first + 1..first + 4],
        ["citation_author_institution", "citation_author_orcid", "citation_author"]
    );
}

#[test]
fn what_nobody_signs_is_the_publishers() {
    let it = taken(&site().build(&Ask::default()).text("bare/index.html"));
    assert_eq!((it.kind, it.authors), ("report", vec!["Centre for Defence".to_owned()]));
    let alone = SmallSite::new(&[
        ("brief.toml", "title = \"Notes\"\n"),
        ("briefings/bare.md", "---\ntitle: Bare\ndate: 2026-11-20\n---\nText.\n"),
    ]);
    let outcome = alone.build(&Ask::default());
    check_all(&outcome);
    let it = taken(&outcome.text("bare/index.html"));
    assert_eq!((it.institution.as_str(), it.url.as_str()), ("Notes", ""), "whole addresses need a base");
}

#[test]
fn a_commentary_is_no_research_but_can_be_read_all_the_same() {
    let outcome = site().build(&Ask::default());
    let html = outcome.text("view/index.html");
    assert!(metas(&tags(&html), "citation_title").is_empty());
    let it = taken(&html);
    assert_eq!((it.kind, it.title.as_str(), it.date.as_str()), ("webpage", "A view", "2026-11-20"));
    assert_eq!((it.authors, it.url.as_str()), (vec!["Ann Test".to_owned()], "https://example.org/sub/view/"));
    // What the settings call no research, and nothing else.
    let site = site();
    let settings = "title = \"Notes\"\nbase_url = \"https://example.org/\"\n[citations]\nnot_research = [\"Analysis\"]\n[[series]]\nid = \"notes\"\ntitle = \"N\"\n";
    site.write("brief.toml", settings.as_bytes());
    let outcome = site.build(&Ask::default());
    let kind = |page: &str| taken(&outcome.text(page)).kind;
    assert_eq!((kind("view/index.html"), kind("whole/index.html")), ("report", "webpage"));
}

#[test]
fn plain_pages_and_lists_have_no_records() {
    let outcome = site().build(&Ask::default());
    for page in ["page/index.html", "index.html", "archive/index.html", "404.html"] {
        let html = outcome.text(page);
        assert!(
            !html.contains("citation_") && !html.contains("ld+json") && !html.contains("og:type"),
            "{page}"
        );
    }
}

#[test]
fn the_shipped_site_is_read_as_it_should() {
    let outcome = SmallSite::shipped().build(&Ask::default());
    assert!(check_all(&outcome) >= 7, "one for each brief");
    let it = taken(&outcome.text("japan-europe/index.html"));
    assert_eq!((it.kind, it.institution.as_str()), ("report", "Facing Pages editorial desk"));
    assert!(
        it.title.starts_with("Courting Moscow to contain Beijing: ") && it.url.ends_with("/japan-europe/")
    );
}
