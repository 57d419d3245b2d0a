//! Records as data: typed, complete, with the ids of the page, and safe to open in a spreadsheet.

use crate::small_site::{Ask, SmallSite};

/// A comparison with everything, and hostile words in its cells.
fn site(outputs: &str) -> SmallSite {
    SmallSite::new(&[
        (
            "briefings/c/index.md",
            &format!(
                "---\ntitle: Compared\nkind: comparison\ndate: 2026-11-20\n{outputs}question: What came?\ncases:\n  one: {{ name: \"=One, Ltd\", short: One, role: contrast }}\n  two: Two\n---\n\
                 ## Why {{#why}}\n\n### One\n- Confidence: high\n\n@doe says so, *at length*.\n\nMore of it.\n\n### Two\n- Status: presumed\n\n\\=SUM(A1)\n\n\
                 ## Out {{.outcome}}\n\n### One\n- Actual: a | b\n- Verdict: failed\n\n### Two\n- Actual: x\n\n\
                 ## Lessons {{.lessons}}\n\n### Learn {{#learn}}\n- For: Guild; Crown\n- Rests on: why/one, first\n- Confidence: low\n\nBecause [contra @doe, p. 3].\n\n| Condition | One | Two |\n|---|---|---|\n| It rains | holds [@doe] | unclear |\n\n\
                 ## Alike {{.likenesses}}\n\n- Both rain.\n  - Strengthens: learn\n\n## Unlike {{.differences}}\n\n- One snows.\n  - Weakens: learn\n\n\
                 ## Else {{.rivals}}\n\n| Evidence | A | B |\n|---|---|---|\n| @doe | consistent | inconsistent |\n\n\
                 ## Do {{.recommendations}}\n\n### Act {{#act}}\n- For: Crown\n- Rests on: learn\n- By: 2027-01-01\n- Status: open\n\nNow.\n"
            ),
        ),
        (
            "briefings/c/timeline.csv",
            "date,case,stage,title,text,source,id,after,how,link\n1901,one,step,First,It rained.,@doe,first,,,\n1902,one,outcome,Second,It snowed.,@doe,second,first,by cold,strong\n",
        ),
        (
            "briefings/c/references.bib",
            "@book{doe, title = {A \\& B}, author = {Doe, Jane}, date = {1999}}\n",
        ),
    ])
}

#[test]
fn records_have_the_ids_of_the_page() {
    let outcome = site("").build(&Ask::default());
    let data: serde_json::Value = serde_json::from_str(&outcome.text("c/comparison.json")).unwrap();
    let page = outcome.text("c/index.html");
    let mut ids = Vec::new();
    gather(&data, &mut ids);
    assert!(ids.len() > 10, "{ids:?}");
    for id in &ids {
        assert!(page.contains(&format!("id=\"{id}\"")), "`{id}` is no place of the page");
    }
    let lesson = &data["lessons"][0];
    assert_eq!(lesson["rests_on"], serde_json::json!(["why-one", "first"]));
    assert_eq!(lesson["for"], serde_json::json!(["Guild", "Crown"]));
    assert_eq!(
        lesson["sources"][0],
        serde_json::json!({"source": "doe", "stance": "against", "locator": "p. 3"})
    );
    assert_eq!(lesson["conditions"][0]["cases"][0]["state"], "holds");
    assert_eq!(data["differences"][0]["weakens"], serde_json::json!(["learn"]));
    assert_eq!(data["rivals"]["evidence"][0]["fits"], serde_json::json!(["consistent", "inconsistent"]));
    assert_eq!(data["chronology"][1]["after"], "first");
    assert_eq!(data["chronology"][1]["link"], "strong");
    assert_eq!(data["recommendations"][0]["by"], "2027-01-01");
    assert_eq!(data["sources"][0]["id"], "doe");
    assert_eq!(data["questions"][0]["findings"][0]["lead"], "@doe says so, *at length*.");
}

/// The ids of records: those of cases and sources are no places.
fn gather(value: &serde_json::Value, ids: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|it| gather(it, ids)),
        serde_json::Value::Object(all) => {
            ids.extend(all.get("id").and_then(|it| it.as_str()).map(str::to_owned));
            all.iter().filter(|it| *it.0 != "cases" && *it.0 != "sources").for_each(|it| gather(it.1, ids));
        }
        _ => {}
    }
}

#[test]
fn data_name_the_schema_that_is_published() {
    let outcome = site("").build(&Ask::default());
    let data: serde_json::Value = serde_json::from_str(&outcome.text("c/comparison.json")).unwrap();
    let named = data["$schema"].as_str().unwrap().strip_prefix("../").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&outcome.text(named)).unwrap();
    for key in data.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "`{key}` is not in the schema");
    }
}

#[test]
fn a_spreadsheet_meets_no_formula() {
    let outcome = site("").build(&Ask::default());
    let table = outcome.text("c/matrix.csv");
    let rows: Vec<csv_row::Row> = csv_row::rows(table.trim_start_matches('\u{feff}'));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][3], "'=One, Ltd");
    assert_eq!(rows[1][9], "'@doe says so, *at length*.");
    assert_eq!(rows[1][8], "failed");
    assert_eq!(rows[2][5], "presumed");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
}

/// RFC 4180, as far as it is needed to look at our own table.
mod csv_row {
    /// Cells.
    pub(super) type Row = Vec<String>;

    /// Rows of a table.
    pub(super) fn rows(text: &str) -> Vec<Row> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut all = text.chars().peekable();
        while let Some(it) = all.next() {
            match (it, quoted) {
                ('"', true) if all.peek() == Some(&'"') => cell.extend(all.next()),
                ('"', _) => quoted = !quoted,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) => {}
                ('\n', false) => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                _ => cell.push(it),
            }
        }
        rows
    }
}

#[test]
fn pages_name_data_only_where_they_are_made() {
    let made = site("").build(&Ask::default());
    assert!(made.text("c/index.html").contains("href=\"../c/matrix.csv\""));
    for outcome in [site("outputs: [data]\n").build(&Ask::default()), site("").build_only(&["html"])] {
        let page = outcome.text("c/index.html");
        assert!(!page.contains("matrix.csv") && !page.contains("comparison.json"));
        assert!(!outcome.files.keys().any(|it| it.contains("comparison") || it.ends_with(".csv")));
    }
}

#[test]
fn a_file_of_the_same_name_is_refused() {
    let site = site("");
    site.write("briefings/c/matrix.csv", b"a\n1\n");
    site.write("briefings/d.md", b"---\ntitle: Beside\ndate: 2026-11-20\n---\n[Theirs](c/matrix.csv)\n");
    let outcome = site.build(&Ask::default());
    assert!(outcome.short().contains("asset-taken"), "{}", outcome.short());
}
