//! How lists show briefs: as the theme's `card.html` prints them, kind of list by kind of list, or by their fields
//! where a theme has no such template.

use crate::small_site::SmallSite;

/// A site of three briefs on one topic by one author, in a series, so that every kind of list shows them.
fn site() -> SmallSite {
    let series =
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[[series]]\nid = \"notes\"\ntitle = \"Notes\"\n";
    let brief = |title: &str, day: u8| {
        format!(
            "---\ntitle: {title}\ndate: 2026-01-{day:02}\nauthors: [ada]\ntopics: [One]\nseries: notes\n---\nText.\n"
        )
    };
    SmallSite::new(&[
        ("brief.toml", series),
        ("briefings/people.yaml", "ada:\n  name: Ada Long\n"),
        ("briefings/a.md", &brief("Alpha", 1)),
        ("briefings/b.md", &brief("Beta", 2)),
        ("briefings/c.md", &brief("Gamma", 3)),
    ])
}

/// A file of a build as text.
fn text(outcome: &crate::small_site::Outcome, path: &str) -> String {
    let bytes = outcome
        .files
        .get(path)
        .unwrap_or_else(|| panic!("no `{path}` but {:?}: {}", outcome.files.keys(), outcome.report(false)));
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn each_kind_of_list_takes_along_what_the_template_printed() {
    let site = site();
    let template = "<p>{{ list }}: {{ card.title }}, {{ page.root }}{{ card.path }}, {{ text.brief }}</p>\n";
    site.write("themes/default/templates/card.html", template.as_bytes());
    let outcome = site.build_only(&["html"]);
    for (page, list, root) in [
        ("index.html", "home", "./"),
        ("a/index.html", "related", "../"),
        ("archive/index.html", "archive", "../"),
        ("topics/one/index.html", "shelf", "../../"),
        ("people/ada/index.html", "shelf", "../../"),
        ("series/notes/index.html", "shelf", "../../"),
    ] {
        let html = text(&outcome, page);
        let line = format!("<p>{list}: Gamma, {root}c/, Brief</p>\n");
        assert_eq!(html.matches(&line).count(), 1, "`{page}` has no {line}{html}");
    }
    assert!(
        !text(&outcome, "a/index.html").contains("<p>related: Alpha"),
        "a brief is not related to itself"
    );
}

#[test]
fn a_list_in_another_language_prints_its_own_cards() {
    let site = site();
    // German has words of its own; French and the English of Britain have those of the site's language.
    for (name, lang) in [("d", "de"), ("e", "fr"), ("f", "en-GB")] {
        let brief = format!(
            "---\ntitle: In {lang}\ndate: 2026-01-04\nlang: {lang}\nauthors: [ada]\ntopics: [One]\n---\nText.\n"
        );
        site.write(&format!("briefings/{name}.md"), brief.as_bytes());
    }
    let template = "<p>{{ page.lang }}: {{ card.title }}, {{ card.date.text }}</p>\n";
    site.write("themes/default/templates/card.html", template.as_bytes());
    // Whichever page is made first.
    for threads in [1, 2, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| site.build_only(&["html"]));
        for (page, line) in [
            ("a", "<p>en: Gamma, 3 January 2026</p>"),
            ("d", "<p>de: Gamma, 3. Januar 2026</p>"),
            ("e", "<p>fr: Gamma, 3 January 2026</p>"),
            ("f", "<p>en-GB: Gamma, 3 January 2026</p>"),
        ] {
            let html = text(&outcome, &format!("{page}/index.html"));
            assert!(html.contains(line), "`{page}` with {threads} threads has no {line}");
        }
    }
}

/// Gives a site a theme of its own, `mine`: the files of a folder in this repository, but for one.
fn with_theme(site: &SmallSite, folder: &str, without: &str) -> std::path::PathBuf {
    let theme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in walkdir::WalkDir::new(&theme).into_iter().map(Result::unwrap) {
        let inside = entry.path().strip_prefix(&theme).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() && inside != without {
            site.write(&format!("themes/mine/{inside}"), &std::fs::read(entry.path()).unwrap());
        }
    }
    let settings = std::fs::read_to_string(site.root().join("brief.toml")).unwrap();
    site.write("brief.toml", format!("theme = \"mine\"\n{settings}").as_bytes());
    theme
}

#[test]
fn without_the_template_lists_hold_fields() {
    let site = site();
    let theme = with_theme(&site, "themes/default", "templates/card.html");
    let lists = std::fs::read_to_string(theme.join("templates/parts/lists.html")).unwrap();
    let lists = lists.replacen("{{ it }}", "<p>{{ it.title }}: {{ it.authors[0].name }}</p>", 1);
    site.write("themes/mine/templates/parts/lists.html", lists.as_bytes());
    let outcome = site.build_only(&["html"]);
    for page in ["index.html", "a/index.html", "archive/index.html", "topics/one/index.html"] {
        assert!(text(&outcome, page).contains("<p>Gamma: Ada Long</p>"), "`{page}`");
    }
}

#[test]
fn an_empty_template_is_none() {
    let site = site();
    site.write("themes/default/templates/card.html", b"\n");
    let own =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/parts/lists.html");
    let own = std::fs::read_to_string(own).unwrap().replacen("{{ it }}", "<p>{{ it.title }}</p>", 1);
    site.write("themes/default/templates/parts/lists.html", own.as_bytes());
    assert!(text(&site.build_only(&["html"]), "a/index.html").contains("<p>Gamma</p>"));
}

#[test]
fn what_a_theme_does_without_is_not_made() {
    let site = site();
    let theme = with_theme(&site, "benches/plain", "");
    let strings = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings/en.toml");
    site.write("themes/mine/strings/en.toml", &std::fs::read(strings).unwrap());
    let plain = site.build_only(&["html"]);
    assert!(text(&plain, "a/index.html").contains("<h1>Alpha</h1>"));
    let all = "{% for it in brief.related %}{{ it }}{% endfor %}{% if brief.cite_as %}{{ brief.cite_as.text }}{% endif %}{{ page.records_html | safe }}";
    site.write("themes/mine/templates/brief.html", all.as_bytes());
    let without = site.build_only(&["html"]);
    assert_eq!(text(&without, "a/index.html").trim(), "");

    let manifest = std::fs::read_to_string(theme.join("theme.toml")).unwrap();
    let line = manifest.lines().find(|it| it.starts_with("without")).unwrap();
    site.write("themes/mine/theme.toml", manifest.replace(line, "").as_bytes());
    let with = site.build_only(&["html"]);
    let page = text(&with, "a/index.html");
    for it in ["Gamma", "Long, Ada. Alpha", "schema.org"] {
        assert!(page.contains(it), "no {it}: {page}");
    }
    assert_ne!(with.keys["a/index.html"], without.keys["a/index.html"], "it is told by the key");

    site.write("themes/mine/theme.toml", manifest.replace(line, "without = [\"citeas\"]").as_bytes());
    let said = site.build_only(&["html"]).report(false);
    assert!(said.contains("themes/mine/theme.toml:") && said.contains("cite_as"), "{said}");
}

#[test]
fn a_mistake_in_the_template_is_said_with_its_place() {
    let site = site();
    site.write("themes/default/templates/card.html", b"<p>\n{{ card.titel }}</p>\n");
    let outcome = site.build_only(&["html"]);
    let said = outcome.report(false);
    assert!(said.contains("themes/default/templates/card.html:2:9"), "{said}");
    assert!(said.contains("in a list"), "{said}");
    assert!(outcome.files.is_empty() || outcome.said.iter().any(|it| it.at.is_some()), "{said}");
}
