//! Charts: a picture for each width, the same figures as a table and as a file, in every shape that a
//! brief takes; and nothing of what an author typed is markup.

use crate::small_site::{Ask, Outcome, SmallSite};
use crate::tags::tags;

/// A brief with a chart, and its sheet.
fn site(chart: &str, sheet: &str) -> SmallSite {
    let brief = format!(
        "---\ntitle: Boats\ndate: 2026-11-20\n---\nSee [](#fig-boats).\n\n::: chart #fig-boats data=boats.csv {chart}\nThe harbour’s count.[^n]\n:::\n\n[^n]: Made up.\n"
    );
    SmallSite::new(&[("briefings/boats.md", &brief), ("briefings/boats.csv", sheet)])
}

/// Its page.
fn page(chart: &str, sheet: &str) -> String {
    built(chart, sheet).text("boats/index.html")
}

/// All of it; no mistakes.
fn built(chart: &str, sheet: &str) -> Outcome {
    let outcome = site(chart, sheet).build(&Ask::default());
    assert!(!outcome.files.is_empty(), "{:?}", outcome.said);
    outcome
}

/// What was said.
fn codes(chart: &str, sheet: &str) -> Vec<&'static str> {
    site(chart, sheet).build(&Ask::default()).said.iter().map(|it| it.code).collect()
}

const LINE: &str = "type=line x=year y=\"inbound,outbound\" unit=boats title=\"More came than went\"";
const YEARS: &str = "year,inbound,outbound\n2019,12345.50,3\n2020,,4\n2021,9,5\n";

#[test]
fn a_chart_is_a_picture_a_table_and_a_file() {
    let outcome = built(LINE, YEARS);
    let page = outcome.text("boats/index.html");
    let all = tags(&page);
    let pictures: Vec<&str> =
        all.iter().filter(|it| it.name == "svg").map(|it| it.get("class").unwrap()).collect();
    assert_eq!(pictures, ["plot wide", "plot narrow"]);
    let label = "Line chart: More came than went. boats, 2019 – 2021. The figures follow as a table.";
    assert_eq!(all.iter().filter(|it| it.get("aria-label") == Some(label)).count(), 2);
    assert!(
        page.contains("<tr><th scope=\"row\">2020</th><td class=\"end\">–</td><td class=\"end\">4</td></tr>")
    );
    assert!(page.contains("<td class=\"end\">12,345.50</td>"), "digits stay as written");
    assert!(page.contains("<a href=\"#fig-boats\">Figure 1</a>"));
    let file = all.iter().find(|it| it.get("href") == Some("../boats.csv")).unwrap();
    assert!(file.get("download").is_some());
    assert_eq!(outcome.text("boats.csv"), YEARS);
    // A gap is a gap: the line of one series falls into two points, which no line joins.
    let wide = page.split("<svg").nth(1).unwrap();
    assert_eq!(wide.matches("class=\"p-line\"").count(), 1);
    assert_eq!(wide.matches("<circle").count(), 2);
}

#[test]
fn twins_and_feeds_have_the_figures() {
    let outcome = built(LINE, YEARS);
    let twin = outcome.text("boats/index.md");
    for it in [
        "**More came than went** (boats)",
        "| year | inbound, boats | outbound, boats |\n| --- | ---: | ---: |\n| 2019 | 12,345.50 | 3 |\n| 2020 | – | 4 |",
        "[Download as CSV](https://example.org/boats.csv)",
        "**Figure 1** The harbour’s count.",
    ] {
        assert!(twin.contains(it), "{it}\n{twin}");
    }
    let feed: serde_json::Value = serde_json::from_str(&outcome.text("feed.json")).unwrap();
    let html = feed["items"][0]["content_html"].as_str().unwrap();
    assert!(html.contains("12,345.50") && html.contains("More came than went"));
    // Of a picture without its style sheet nothing is left, not even its words.
    assert!(!html.contains("svg") && html.matches("outbound").count() == 1, "{html}");
}

#[test]
fn sheets_of_other_countries_are_read() {
    let page = page("type=bar x=Jahr y=Zahl unit=boats title=Boats", "Jahr;Zahl\n2019;1,5\n2020;−2\n");
    assert!(page.contains("<td class=\"end\">1.5</td>") && page.contains("<td class=\"end\">−2</td>"));
}

#[test]
fn years_without_a_bar_keep_their_place() {
    let page = page("type=bar x=year y=n unit=boats title=Boats", "year,n\n2019,1\n2022,2\n");
    let wide = page.split("<svg").nth(1).unwrap();
    for year in ["2019", "2020", "2021", "2022"] {
        assert!(wide.contains(&format!(">{year}</text>")), "{year}");
    }
    assert_eq!(wide.matches("class=\"p-bar\"").count(), 2);
}

/// Where the first text of a kind stands from the left, by what it says.
fn x_of(svg: &str, says: &str) -> f64 {
    let before = svg.split(&format!(">{says}</text>")).next().unwrap();
    let text = before.rsplit("<text").next().unwrap();
    text.split("x=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_year_among_months_is_as_wide_as_it_lasted() {
    let page =
        page("type=dot x=when y=n unit=boats title=Boats", "when,n\n2013,1\n2016,2\n2019-01,3\n2019,4\n");
    let svg = page.split("<svg class=\"plot wide\"").nth(1).unwrap().split("</svg>").next().unwrap();
    let marks: Vec<f64> = svg
        .split("<circle class=\"p-mark\" cx=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(marks.len(), 4);
    // The figure of a year stands above its name, and the first year has one; a month stands where it lies.
    assert!((marks[0] - x_of(svg, "2013")).abs() < 2.0, "{marks:?} {svg}");
    assert!((marks[1] - x_of(svg, "2016")).abs() < 2.0, "{marks:?} {svg}");
    let year = x_of(svg, "2019") - x_of(svg, "2018");
    assert!(marks[2] < x_of(svg, "2019") - year * 0.4, "{marks:?} {svg}");
}

#[test]
fn what_an_author_types_is_never_markup() {
    let evil = "<script>alert(1)</script>";
    let sheet = format!("\"{evil}\",\"n{evil}\",g\n\"x{evil}\",1,\"s{evil}\"\ny,2,\"t\"\"&{evil}\"\n");
    for kind in ["line", "bar", "dot"] {
        let chart = format!(
            "type={kind} x=\"{evil}\" y=\"n{evil}\" series=g unit=\"{evil}\" title=\"{evil}\" alt=\"'>{evil}\""
        );
        let outcome = built(&chart, &sheet);
        let page = outcome.text("boats/index.html");
        assert!(!page.contains("<script>alert"), "{kind}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
    for kind in ["slope", "range"] {
        let y = if kind == "range" { "n,m" } else { "n" };
        let sheet = format!("x,n,m\n\"a{evil}\",1,2\n\"b{evil}\",1,2\n");
        let page = page(&format!("type={kind} x=x y=\"{y}\" unit=b title=t"), &sheet);
        assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;"), "{kind}");
    }
}

#[test]
fn cases_keep_their_colours() {
    let brief = "---\ntitle: Two\nkind: comparison\ndate: 2026-11-20\nquestion: What?\ncases:\n  north: { name: The North, short: North }\n  south: { name: The South, short: South, aka: S }\n---\n\
        ::: chart data=n.csv type=line x=year y=n series=who unit=boats title=Boats credit=Ours\n:::\n\n\
        ## What? {#what}\n\n### North\n- Status: presumed\n\nThis.\n\n### South\n- Status: presumed\n\nThat.\n";
    let sheet =
        "year,who,n\n2019,s,1\n2020,S,2\n2019,Others,3\n2020,Others,3\n2019,the north,4\n2020,the north,5\n";
    let site = SmallSite::new(&[("briefings/two/index.md", brief), ("briefings/two/n.csv", sheet)]);
    let page = site.build(&Ask::default()).text("two/index.html");
    let wide = page.split("class=\"plot wide\"").nth(1).unwrap().split("</svg>").next().unwrap();
    for (class, name) in [("case-1", "North"), ("case-2", "South"), ("series-1", "Others")] {
        let named = wide.split("<g class=\"").filter(|it| it.starts_with(class));
        assert!(named.into_iter().any(|it| it.contains(&format!(">{name}<"))), "{class} {name}\n{wide}");
    }
}

#[test]
fn large_sheets_end_in_a_message_or_a_picture() {
    let rows: String = (0..20_000).map(|it| format!("{it},{}\n", it % 7)).collect();
    let sheet = format!("n,v\n{rows}");
    assert_eq!(codes("type=line x=n y=v unit=boats title=Boats", &sheet), ["chart-crowded"]);
    // As many series as rows, and as many columns: neither is laid out before it is refused.
    let rows: String = (0..20_000).map(|it| format!("{it},s{it},1\n")).collect();
    let said = codes("type=line x=n y=v series=s unit=boats title=Boats", &format!("n,s,v\n{rows}"));
    assert_eq!(said, ["chart-crowded", "chart-series"]);
    let head: String = (0..50_000).map(|it| format!(",c{it}")).collect();
    let row = ",1".repeat(50_000);
    assert_eq!(codes("type=line x=n y=c7 unit=boats title=Boats", &format!("n{head}\n1{row}\n")), [""; 0]);
    let rows: String = (0..2_000).map(|it| format!("{it},{}\n", it % 7)).collect();
    let picture = page("type=line x=n y=v unit=boats title=Boats", &format!("n,v\n{rows}"));
    assert!(picture.contains("class=\"p-line\""));
    // Figures of all sizes, and one alone.
    for figures in ["0,0", "1,999999999999999", "-5,-5", "1,0.000001"] {
        let (a, b) = figures.split_once(',').unwrap();
        for kind in ["line", "bar", "dot", "slope"] {
            let page = page(
                &format!("type={kind} x=n y=v unit=boats title=Boats"),
                &format!("n,v\nfirst,{a}\nsecond,{b}\n"),
            );
            let pictures: String =
                page.split("<svg").skip(1).map(|it| it.split("</svg>").next().unwrap()).collect();
            assert!(!pictures.contains("NaN") && !pictures.contains("inf"), "{kind} {figures}");
        }
    }
}

#[test]
fn a_sheet_that_is_not_there_is_asked_for_once() {
    let brief = "---\ntitle: Boats\ndate: 2026-11-20\n---\n::: chart data=bots.csv type=line x=n y=v unit=boats title=Boats credit=Ours\n:::\n";
    let site = SmallSite::new(&[("briefings/boats.md", brief), ("briefings/boats.csv", "n,v\n1,2\n")]);
    let outcome = site.build(&Ask::default());
    let said: Vec<(&str, Option<&str>)> =
        outcome.said.iter().map(|it| (it.code, it.help.as_deref())).collect();
    assert_eq!(said, [("link-missing", Some("did you mean `boats.csv`?"))]);
}
