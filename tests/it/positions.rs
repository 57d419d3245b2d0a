//! Line and column of messages: front matter of one and of thirty lines, line ends, tabs, signs
//! outside the first plane, marks at the start of a file.

use crate::small_site::{Ask, SmallSite};

/// Holds that the messages of one brief begin with these places and codes.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let site = SmallSite::new(&[
        ("briefings/heat.md", text),
        ("briefings/references.bib", "@book{guild, title = {Roads}}\n"),
    ]);
    let said = site.build(&Ask::default()).short();
    let places: Vec<&str> = said.lines().map(|it| it.split("]: ").next().unwrap()).collect();
    assert_eq!(places, expected, "{said}");
}

#[test]
fn front_matter_of_any_length_moves_nothing() {
    check("---\ntitle: Heat\ndate: 2026-11-20\n---\n[@x1]\n", &["briefings/heat.md:5:2: error[cite-unknown"]);
    check(
        "---\n{ title: Heat, date: 2026-11-20 }\n---\nText [@x1]\n",
        &["briefings/heat.md:4:7: error[cite-unknown"],
    );
    let long: String = (0..28).map(|it| format!("  - keyword {it}\n")).collect();
    let text = format!("---\ntitle: Heat\ndate: 2026-11-20\nkeywords:\n{long}---\n\nText [@x1]\n");
    check(&text, &["briefings/heat.md:35:7: error[cite-unknown"]);
    let toml = "+++\ntitle = \"Heat\"\ndate = 2026-11-20\nlang = \"x\"\n+++\nText [@x1]\n";
    check(
        toml,
        &["briefings/heat.md:4:8: error[settings-language", "briefings/heat.md:6:7: error[cite-unknown"],
    );
}

#[test]
fn line_ends_and_marks_count_for_nothing() {
    let text =
        "---\ntitle: Heat\ndate: 2026-02-30\nautor: x\n---\n\nText [@x1]\n\n| a | b |\n|---|---|\n| 1 |\n";
    let expected = [
        "briefings/heat.md:3:7: error[date-impossible",
        "briefings/heat.md:4:1: error[key-unknown",
        "briefings/heat.md:7:7: error[cite-unknown",
        "briefings/heat.md:11:1: error[table-ragged",
    ];
    check(text, &expected);
    check(&text.replace('\n', "\r\n"), &expected);
    check(&text.replace('\n', "\r"), &expected);
    check(&format!("\u{feff}{text}"), &expected);
}

#[test]
fn columns_count_characters() {
    let head = "---\ntitle: Heat\ndate: 2026-11-20\n---\n";
    check(&format!("{head}🔥🔥 [@x1]\n"), &["briefings/heat.md:5:5: error[cite-unknown"]);
    check(&format!("{head}日本 é [@x1]\n"), &["briefings/heat.md:5:7: error[cite-unknown"]);
    check(&format!("{head}a\t[@x1]\n"), &["briefings/heat.md:5:4: error[cite-unknown"]);
    check(&format!("{head}- one\n\n\ttwo [@x1]\n"), &["briefings/heat.md:7:7: error[cite-unknown"]);
    check(
        "---\ntitle: 🔥 Heat\ndate: 2026-11-20\nsubtitle: 🔥\nstatus: 🔥\n---\nText\n",
        &["briefings/heat.md:5:9: error[word-unknown"],
    );
}

#[test]
fn places_inside_things_are_theirs() {
    let head = "---\ntitle: Heat\ndate: 2026-11-20\n---\n";
    check(
        &format!("{head}> quoted [@x1]\n> and [@x2]\n"),
        &["briefings/heat.md:5:11: error[cite-unknown", "briefings/heat.md:6:8: error[cite-unknown"],
    );
    check(
        &format!("{head}A.[^n]\n\n[^n]: note [@x1]\n\n    more [@x2]\n"),
        &["briefings/heat.md:7:13: error[cite-unknown", "briefings/heat.md:9:11: error[cite-unknown"],
    );
    check(
        &format!("{head}::: box A *title* [@x1]\nText [@x2].\n:::\n"),
        &["briefings/heat.md:5:20: error[cite-unknown", "briefings/heat.md:6:7: error[cite-unknown"],
    );
    check(
        &format!("{head}| a | b |\n|---|---|\n| [@x1] | é [see @x2; @x3] |\n"),
        &[
            "briefings/heat.md:7:4: error[cite-unknown",
            "briefings/heat.md:7:18: error[cite-unknown",
            "briefings/heat.md:7:23: error[cite-unknown",
        ],
    );
    check(
        "---\ntitle: Heat\ndate: 2026-11-20\nsummary:\n  - One [@x1].\n  - \"Two [@x2].\"\n---\nText\n",
        &["briefings/heat.md:5:10: error[cite-unknown", "briefings/heat.md:6:11: error[cite-unknown"],
    );
}

#[test]
fn cells_of_a_chronology_have_places() {
    let head = "---\ntitle: Two\nkind: comparison\ndate: 2026-11-20\ncases: { a: A, b: B }\n---\n## Q? {#q}\n\n### A\nYes [@guild].\n\n### B\nNo [@guild].\n";
    let rows = "date,case,stage,title,text,source\n1901,a,step,\"é, \"\"quoted\"\"\",\"two\nlines [@x1]\",@guild\n1902,c,step,T,,@x2\n";
    let site = SmallSite::new(&[
        ("briefings/two/index.md", head),
        ("briefings/two/timeline.csv", rows),
        ("briefings/references.bib", "@book{guild, title = {Roads}}\n"),
    ]);
    for rows in [rows.to_owned(), rows.replace('\n', "\r\n"), format!("\u{feff}{rows}")] {
        site.write("briefings/two/timeline.csv", rows.as_bytes());
        let said = site.build(&Ask::default()).short();
        let places: Vec<&str> = said.lines().map(|it| it.split("]: ").next().unwrap()).collect();
        let file = "briefings/two/timeline.csv";
        let expected = [
            format!("{file}:3:8: error[cite-unknown"),
            format!("{file}:4:6: error[timeline-case"),
            format!("{file}:4:16: error[cite-unknown"),
        ];
        assert_eq!(places, expected, "{said}");
    }
}
