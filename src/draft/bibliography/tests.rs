//! Right entries, and bad ones that end in a message.

use super::*;
use crate::cite::Name;

/// A bibliography of this name and text.
fn cut(name: &str, text: &str) -> Bibliography {
    let source = Source::new(SourcePath::new(name).unwrap(), text.to_owned());
    Bibliography::cut(&Arc::new(source)).unwrap()
}

/// The item of a key, which nothing is said of.
fn item(name: &str, text: &str, key: &str) -> Arc<Item> {
    let all = cut(name, text);
    let entry = all.entry(key).unwrap();
    assert!(entry.said.is_empty() && all.said().is_empty(), "{text}: {:?} {:?}", entry.said, all.said());
    entry.reference.as_ref().unwrap().item.clone()
}

/// Codes and places of what is said of a key: `reference-date 1:20`.
fn said(name: &str, text: &str, key: &str) -> Vec<String> {
    let all = cut(name, text);
    let of_entry = all.entry(key).map_or(&[][..], |it| &it.said[..]);
    let shown = all.said().iter().chain(of_entry).map(|it| {
        let place = all.source().place(it.at.as_ref().unwrap().start);
        format!("{} {}:{}", it.code, place.line, place.column)
    });
    shown.collect()
}

/// A variable of the only entry, `k`, of a file in BibLaTeX.
fn bib(fields: &str, variable: &str) -> Option<String> {
    item("a.bib", &format!("@misc{{k, title = {{T}}, {fields}}}"), "k").text(variable).map(str::to_owned)
}

#[test]
fn an_entry_of_biblatex_is_an_item() {
    let it = item(
        "a.bib",
        r#"@string{icds = {ICDS} # " " # 2}
@report{k, author = {Hosaka, Sanshiro and {Some Body} and others}, title = {``X'': {\'E}tude of \emph{y}},
  subtitle = "Part {II}", institution = icds, location = {Tallinn and Oslo}, date = {2021-10-05/..},
  url = {https://x.org/a\_b}, urldate = {2022-01}, number = {USDL-26-0599}, type = {techreport},
  file = {/home/me/a.pdf}, annotation = {private}, keywords = {unread}, bdsk-url-1 = {x}, pages = {1--9}}"#,
        "k",
    );
    assert_eq!(it.kind, "report");
    let listed: Vec<String> = it.makers().iter().map(Name::listed).collect();
    assert_eq!(listed, ["Hosaka, Sanshiro", "Some Body", "others"]);
    assert_eq!(it.text("title"), Some("“X”: Étude of <i>y</i>: Part II"));
    assert_eq!(it.text("publisher"), Some("ICDS 2"));
    assert_eq!(it.text("publisher-place"), Some("Tallinn; Oslo"));
    assert_eq!(it.text("URL"), Some("https://x.org/a_b"));
    assert_eq!(it.text("number"), Some("USDL-26-0599"));
    assert_eq!(it.text("genre"), Some("Technical report"));
    assert_eq!(it.text("page"), Some("1–9"));
    assert_eq!(it.dates["issued"].iso().as_deref(), Some("2021-10-05"));
    assert_eq!(it.dates["accessed"].iso().as_deref(), Some("2022-01"));
    let whole = it.csl_json().to_string();
    for private in ["/home/me", "private", "unread", "bdsk"] {
        assert!(!whole.contains(private), "{whole}");
    }
}

#[test]
fn fields_find_their_variables() {
    assert_eq!(bib("doi = {https://doi.org/10.1234/a_b}", "DOI").as_deref(), Some("10.1234/a_b"));
    assert_eq!(bib("howpublished = {\\url{https://x.org/}}", "URL").as_deref(), Some("https://x.org/"));
    assert_eq!(
        bib("eprint = {2101.00001}, eprinttype = {arxiv}", "number").as_deref(),
        Some("arXiv:2101.00001")
    );
    assert_eq!(bib("pubstate = {inpress}", "status").as_deref(), Some("in press"));
    assert_eq!(bib("year = {forthcoming}", "status").as_deref(), Some("forthcoming"));
    assert_eq!(bib("langid = {ngerman}", "language").as_deref(), Some("de-DE"));
    assert_eq!(bib("note = {A}, addendum = {B}", "note").as_deref(), Some("A. B"));
    assert_eq!(bib("origtitle = {O}", "original-title").as_deref(), Some("O"));
    let it = item(
        "a.bib",
        "@inbook{k, title = {A}, booktitle = {B}, booksubtitle = {S}, maintitle = {M}, editor = {E, F}, editortype = {compiler}, editora = {G, H}, editoratype = {translator}, series = {R}, number = 3, chapter = 2}",
        "k",
    );
    assert_eq!((it.kind, it.text("container-title")), ("chapter", Some("M: B: S")));
    assert_eq!((it.text("collection-title"), it.text("collection-number")), (Some("R"), Some("3")));
    assert!(it.names.contains_key("compiler") && it.names.contains_key("translator"));
    let it =
        item("a.bib", "@article{k, title = {A}, journal = {J}, year = 2020, month = feb, number = 4}", "k");
    assert_eq!((it.kind, it.text("issue")), ("article-journal", Some("4")));
    assert_eq!(it.dates["issued"].iso().as_deref(), Some("2020-02"));
    let copies = cut("a.bib", "@misc{k, title={A}, archiveurl={https://web.archive.org/x}, origin={o}}");
    let reference = copies.reference("k").unwrap();
    assert_eq!(reference.archived.as_deref(), Some("https://web.archive.org/x"));
    assert_eq!(reference.origin.as_deref(), Some("o"));
}

#[test]
fn what_a_parent_has_is_inherited() {
    let text = "@inproceedings{k, title={A}, crossref={p}, xdata={x}}
@proceedings{p, title={Proc}, subtitle={Sub}, editor={E, F}, year=2019, crossref={m}}
@mvproceedings{m, title={All}, publisher={P}, file={private}}
@xdata{x, location={L}}";
    let it = item("a.bib", text, "k");
    assert_eq!(it.text("container-title"), Some("All: Proc: Sub"));
    assert_eq!((it.text("publisher"), it.text("publisher-place")), (Some("P"), Some("L")));
    assert_eq!(it.year(), Some(2019));
    assert_eq!(said("a.bib", "@book{k, title={A}, crossref={nobody}}", "k"), ["reference-parent 1:31"]);
}

#[test]
fn circles_end_in_a_message() {
    for (text, wanted) in [
        ("@inbook{k,title={A},crossref={k}}", "reference-circle 1:31"),
        ("@inbook{k,title={A},crossref={b}}\n@book{b,crossref={k},title={B}}", "reference-circle 2:19"),
        ("@book{k,title={A},xdata={k}}", "reference-circle 1:26"),
        ("@string{a = a # a}@book{k,title=a}", "reference-circle 1:13"),
        ("@string{a = b}@string{b = a}@book{k,title=a}", "reference-circle 1:27"),
    ] {
        assert_eq!(said("a.bib", text, "k"), [wanted], "{text}");
    }
    // Nothing in a circle, but twice as much with every step.
    let mut bomb = "@string{s0 = {}}".to_owned();
    for step in 1..50 {
        bomb.push_str(&format!("@string{{s{step} = s{} # s{}}}", step - 1, step - 1));
    }
    assert_eq!(said("a.bib", &(bomb.clone() + "@book{k, title = s49}"), "k").len(), 1);
    let bomb = bomb.replace("{}", "{0123456789}");
    assert_eq!(said("a.bib", &(bomb + "@book{k, title = s49}"), "k").len(), 1);
    let mut chain = String::new();
    for step in 0..200 {
        chain.push_str(&format!("@book{{k{step}, crossref = {{k{}}}, title = {{T}}}}\n", step + 1));
    }
    assert_eq!(said("a.bib", &(chain + "@book{k200, title = {T}}"), "k0").len(), 1);
}

#[test]
fn bad_entries_end_in_a_message_at_their_place() {
    for (text, wanted) in [
        ("@book{k, title={A}\n", "reference-form 1:1"),
        ("@book{k, title={A}, date = {}}", "reference-date 1:28"),
        ("@book{k, title={A}, date = {2021-02-30}}", "reference-date 1:29"),
        ("@book{k, title={A}, date = {20212021202120212021}}", "reference-date 1:29"),
        ("@book{k, title={A}, year = {soon}}", "reference-date 1:29"),
        ("@book{k, title={A}, year = 2020,\n month = {Foo}}", "reference-date 2:11"),
        ("@book{k, title={A},\n url = {javascript:alert(1)}}", "reference-url 2:9"),
        ("@book{k, title={A}, doi = {n/a}}", "reference-doi 1:28"),
        ("@book{k, title={See \\input{/etc/passwd}}}", "reference-command 1:21"),
        ("@book{k, title={A} year = 2020}", "reference-form 1:20"),
        ("@book{k, title={A}, year 2020}", "reference-form 1:21"),
        ("@book{k, title={A}, year = }", "reference-form 1:21"),
        ("@book{k, title={A}, \"x\"}", "reference-form 1:21"),
        ("@book{k, title=\"A}", "reference-form 1:16"),
        ("@book{k, title=nobody}", "reference-string 1:16"),
        ("@boook{k, title={A}}", "reference-type 1:8"),
        ("@book{k, author={Doe, Jo}}", "reference-title 1:7"),
        ("@book{k, year=2020}", "reference-empty 1:7"),
        ("@book{k}", "reference-empty 1:7"),
        ("@book{k, title={A}, author={A, B, C, D}}", "reference-name 1:29"),
        ("@book{k, title={A}, author={World Bank}}", "reference-organisation 1:29"),
        ("@book{k, title={A}}\n@book{k, title={B}}", "bibliography-repeated 2:7"),
    ] {
        assert_eq!(said("a.bib", text, "k"), [wanted], "{text}");
    }
    let command = cut("a.bib", "@book{k, title={See \\input{/etc/passwd}}}");
    assert_eq!(command.reference("k").unwrap().item.text("title"), Some("See \\input{/etc/passwd}"));
}

#[test]
fn what_is_deep_is_told_fast() {
    let began = std::time::Instant::now();
    let deep = format!("@book{{k, title={}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
    assert_eq!(said("a.bib", &deep, "k"), ["reference-form 1:76"]);
    let yaml = format!("k:\n  title: {}", "[".repeat(100_000));
    assert_eq!(said("a.yaml", &yaml, "k").len(), 1, "{:?}", said("a.yaml", &yaml, "k"));
    let json = format!("[{{\"id\": \"k\", \"title\": {}1{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!said("a.json", &json, "k").is_empty());
    assert!(began.elapsed().as_millis() < 1000, "{:?}", began.elapsed());
}

#[test]
fn a_byte_order_mark_and_line_ends_do_not_matter() {
    let one = item("a.bib", "\u{feff}@book{k,\r\n title = {A},\r\n}\r\n", "k");
    assert_eq!(*one, *item("a.bib", "@book{k, title = {A}}", "k"));
}

#[test]
fn csl_json_is_read_with_places() {
    let text = r#"{"items": [
  {"id": 7, "type": "report", "title": "A <i>b</i>", "author": [{"family": "Rohe", "given": "Ludwig",
   "non-dropping-particle": "van der"}, {"literal": "World Bank"}], "issued": {"date-parts": [[2021, 10]]},
   "keyword": "unread", "annote": "private", "citation-key": "x", "event": "E", "page": "1-9",
   "note": "Citation Key: x\nkept", "custom": {"archived": "https://web.archive.org/x"}},
  {"id": "k", "type": "reprot", "title": ["a"], "issued": {"date-parts": [[2021, 2, 30]]},
   "URL": "javascript:x", "DOI": null},
  {"title": "without a key"}
]}"#;
    let it = item("a.json", text, "7");
    assert_eq!(it.makers()[0].listed(), "van der Rohe, Ludwig");
    assert_eq!(
        (it.text("event-title"), it.text("page"), it.text("note")),
        (Some("E"), Some("1–9"), Some("kept"))
    );
    assert!(it.text("keyword").is_none() && it.text("annote").is_none());
    let wanted = ["reference-type 6:23", "reference-form 6:42", "reference-date 6:59", "reference-url 7:11"];
    assert_eq!(said("a.json", text, "k"), wanted);
    assert_eq!(cut("a.json", text).unread(&|_| false).0, 1);
    for (bad, wanted) in [("[{\"id\": \"k\",}]", "1:13"), ("{}", "1:2"), ("", "1:1"), ("[\n{\"id\"", "2:5")] {
        assert_eq!(said("a.json", bad, "k"), [format!("bibliography-form {wanted}")], "{bad}");
    }
}

#[test]
fn hayagriva_is_read_with_places() {
    let text = "# A library.
harry:
  type: Article
  author: [\"Rowling, J. K.\", World Bank, { name: Rohe, given-name: Ludwig, prefix: van der }]
  title: { value: Harry, short: H }
  date: 2021-10
  page-range: 1-9
  url: { value: https://x.org/a, date: 2022-01-02 }
  serial-number: { doi: 10.1234/a, serial: X-1 }
  annote: private
  parent:
    type: periodical
    title: The Journal
    volume: 3
    issue: 4
    publisher: { name: P, location: L }
    parent: { type: book, title: Series }
k:
  type: book
  title: A
  date: 2021-02-30
  url: javascript:x
odd: { type: boook, title: A, bogus: 1 }
";
    let text = text.replace("type: Article", "type: article");
    let it = item("a.yaml", &text, "harry");
    assert_eq!(it.kind, "article-journal");
    let listed: Vec<String> = it.makers().iter().map(Name::listed).collect();
    assert_eq!(listed, ["Rowling, J. K.", "World Bank", "van der Rohe, Ludwig"]);
    for (variable, wanted) in [
        ("title", "Harry"),
        ("title-short", "H"),
        ("container-title", "The Journal"),
        ("collection-title", "Series"),
        ("volume", "3"),
        ("issue", "4"),
        ("publisher", "P"),
        ("publisher-place", "L"),
        ("DOI", "10.1234/a"),
        ("number", "X-1"),
        ("page", "1–9"),
        ("URL", "https://x.org/a"),
    ] {
        assert_eq!(it.text(variable), Some(wanted), "{variable}");
    }
    assert!(!it.csl_json().to_string().contains("private"));
    assert_eq!(said("a.yml", &text, "k"), ["reference-url 22:8", "reference-date 21:9"]);
    assert_eq!(said("a.yml", &text, "odd"), ["word-unknown 23:14", "key-unknown 23:31"]);
    assert_eq!(said("a.yaml", "references:\n- id: k\n  title: A\n", "k"), ["bibliography-form 1:1"]);
    assert_eq!(said("a.yaml", "- id: k\n", "k"), ["bibliography-form 1:1"]);
}

#[test]
fn a_whole_library_is_cut_and_not_read() {
    let mut text = String::new();
    for number in 0..3000 {
        text.push_str(&format!(
            "@article{{key{number},\n  title = {{Title {{{{OF}}}} {number}}},\n  author = {{Doe, Jo}},\n  date = {{20xx}},\n  file = {{/home/me/Zotero/{number}.pdf}}\n}}\n\n"
        ));
    }
    text.push_str("@book{broken, title = {Open\n\n@book{last, title = {Last}}\n");
    let all = cut("a.bib", &text);
    assert_eq!(all.keys().count(), 3002);
    assert!(all.entry("last").unwrap().said.is_empty());
    assert_eq!(all.unread(&|it| it == "last").0, 1);
    assert_eq!(all.unused(&|it| it == "last").0, 3000);
}
