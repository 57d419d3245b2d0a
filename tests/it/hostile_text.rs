//! Text that would be code, in every field that an author or editor can fill: whatever it is, it
//! comes out as text.

use std::collections::BTreeSet;

use crate::small_site::{Ask, SmallSite};
use crate::tags::{resolved, tags};

/// What is tried.
const PAYLOADS: [&str; 17] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "x <!-- y",
    "]]>",
    "{{7*7}} {% include \"base.html\" %}",
    "javascript:alert(1)",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<a href=\"javascript&colon;alert(1)\">x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "--><img src=x onerror=alert(1)>",
    "x\" onmouseover=\"alert(1)",
    "x' autofocus onfocus='alert(1)",
    "\u{2028}</textarea><form action=//evil><input name=a>",
];

/// A text between double quotes, in YAML and in TOML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A site with a text in every field. What Markdown would take for a mark is left as it is.
fn site(payload: &str) -> SmallSite {
    let q = quoted(payload);
    let cell = payload.replace('|', "\\|");
    let cited = payload.replace([';', '[', ']', '@'], "");
    let csv = payload.replace('"', "\"\"");
    let front = format!(
        "---\ntitle: {q}\nsubtitle: {q}\nstandfirst: {q}\nsummary: [{q}]\ntype: {q}\nauthors: [{q}, {{ name: {q}, role: {q}, affiliation: {q} }}, ada]\n\
         series: roads\nnumber: {q}\ntopics: [{q}]\nregions: [{q}]\nkeywords: [{q}]\nlicense: {q}\ncopyright: {q}\ndisclaimer: {q}\nfunding: {q}\n\
         interests: {q}\nacknowledgements: {q}\ncover: {{ image: map.svg, alt: {q}, caption: {q}, credit: {q} }}\n\
         attachments: [{{ file: data.csv, title: {q} }}]\ncorrections: [{{ date: 2026-11-21, text: {q}, severity: minor }}]\n\
         notice: {{ date: 2026-11-21, text: {q}, kind: editor }}\nextra: {{ a: {q} }}\napproved_by: [{q}]\ndate: 2026-11-20\n"
    );
    let body = format!(
        "Text {payload} text.\n\n## Heading {payload} heading\n\n![{payload} alt](map.svg) and [{payload} words](https://example.org/ 'x {payload}').\n\n\
         | {cell} | b |\n|---|---|\n| {cell} | `{cell}` |\n\nA note.[^n]\n\n[^n]: {payload}\n\n```{payload}\n{payload}\n```\n\n\
         - [ ] {payload}\n\n{payload} term\n: {payload} meaning\n\n> {payload}\n\n::: box {payload}\n\n{payload}\n\n:::\n\n\
         ::: figure src=map.svg alt=\"a\" credit=\"c\"\n\nx {payload}\n\n:::\n\nAs was said [{cited} @guild, {cited}].\n\n\
         ## Do {{.recommendations}}\n\n### Act {payload} now\n- For: {payload} x; Parliament\n\n{payload}\n"
    );
    let comparison = format!(
        "---\ntitle: Two\nkind: comparison\ndate: 2026-11-20\nquestion: {q}\ncases:\n  a: {{ name: {q}, short: A, why: {q} }}\n  b: B\n\
         actors: {{ Guild: {{ name: {q}, link: \"https://example.org/?a={}\" }} }}\n---\n\
         ## Who {payload} who? {{#q}}\n\n### A\nYes {payload} [@guild].\n\n### B\nNo [@guild].\n\n\
         ## Lessons {{.lessons}}\n\n### Learn {payload} this {{#l}}\n- For: Guild; {payload} x\n- Rests on: q\n\n{payload}\n\n\
         | {cell} | A | B |\n|---|---|---|\n| {cell} | holds {cell} | fails {cell} |\n",
        payload.replace(['"', '\\'], "")
    );

    SmallSite::new(&[
        ("briefings/heat.md", &format!("{front}---\n{body}")),
        ("briefings/two/index.md", &comparison),
        (
            "briefings/two/timeline.csv",
            &format!(
                "date,case,stage,title,text,source,by,to,how,after,id\n1901,a,step,\"{csv} t\",\"{csv} x\",@guild,\"{csv}\",\"{csv}\",,,one\n1902,a,step,T,,@guild,,,\"{csv} h\",one,\n"
            ),
        ),
        (
            "briefings/references.bib",
            &format!(
                "@book{{guild, title = {{{0}}}, author = {{{0}}}, publisher = {{{0}}}, date = {{1999}}, url = {{https://example.org/x}}}}\n",
                payload.replace(['{', '}', '%'], "")
            ),
        ),
        (
            "briefings/people.yaml",
            &format!("ada:\n  name: {q}\n  role: {q}\n  affiliation: {q}\n  bio: {q}\n"),
        ),
        ("briefings/map.svg", "<svg viewBox=\"0 0 4 3\"/>"),
        ("briefings/data.csv", "x"),
        (
            "brief.toml",
            &format!(
                "title = {q}\ndescription = {q}\nbase_url = \"https://example.org/\"\nfooter = {q}\ndisclaimer = {q}\n\
             [checks]\nhtml-left-out = \"off\"\n[publisher]\nname = {q}\naddress = {q}\ncontact = {q}\n\
             [[series]]\nid = \"roads\"\ntitle = {q}\ndescription = {q}\n[[nav]]\ntitle = {q}\nto = \"/lessons/\"\n"
            ),
        ),
    ])
}

#[test]
fn text_stays_text() {
    // What the theme writes when nobody means harm.
    let plain = site("plain").build(&Ask::default());
    assert!(!plain.files.is_empty(), "{}", plain.report(false));
    let known: BTreeSet<(String, String)> = shapes(&plain.files);
    for payload in PAYLOADS {
        let outcome = site(payload).build(&Ask::default());
        // A field may refuse what it is given; then nothing is published, which is safe but shows nothing.
        assert!(!outcome.files.is_empty(), "{payload}: {}", outcome.report(false));
        let strange: Vec<_> = shapes(&outcome.files).into_iter().filter(|it| !known.contains(it)).collect();
        assert!(strange.is_empty(), "{payload} came to life: {strange:?}");
        for (path, bytes) in outcome.files.iter().filter(|it| it.0.ends_with(".html")) {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(!text.contains("<!--"), "{payload} opened a comment in `{path}`");
            for tag in tags(text) {
                for (name, value) in &tag.attributes {
                    let value = resolved(value);
                    let scheme: String =
                        value.chars().filter(|it| !it.is_control() && !it.is_whitespace()).take(11).collect();
                    let is_address = matches!(name.as_str(), "href" | "src" | "action" | "content");
                    let is_harmful = scheme.eq_ignore_ascii_case("javascript:")
                        && !(tag.name == "meta" && name == "content");
                    assert!(!is_address || !is_harmful, "{payload}: `{path}` has {name}={value}");
                }
            }
        }
        for (path, bytes) in outcome.files.iter().filter(|it| it.0.ends_with(".xml")) {
            let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{payload}: `{path}`: {error}"),
                }
            }
        }
    }
}

/// Each tag with each of its attributes' names: what a payload would have to add to.
fn shapes(files: &std::collections::BTreeMap<String, Vec<u8>>) -> BTreeSet<(String, String)> {
    let mut shapes = BTreeSet::new();
    for (_, bytes) in files.iter().filter(|it| it.0.ends_with(".html")) {
        for tag in tags(std::str::from_utf8(bytes).unwrap()) {
            if tag.name == "script" && tag.get("type") != Some("application/ld+json") {
                shapes.insert((tag.name.clone(), format!("inside {}", tag.inside)));
            }
            shapes.insert((tag.name.clone(), String::new()));
            shapes.extend(tag.attributes.into_iter().map(|it| (tag.name.clone(), it.0)));
        }
    }
    shapes
}
