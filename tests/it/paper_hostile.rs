//! Hostile input on paper: each ends in a right PDF or in a message that says what to do. Nothing that is typed is
//! evaluated, which `paper::nothing_that_an_author_types_is_evaluated` holds.

use crate::small_site::{Ask, Outcome, SmallSite, with_workers};

/// Sets the paper and the card of a brief with this text, in other processes, as the program does.
fn set(title: &str, text: &str, files: &[(&str, &[u8])]) -> Outcome {
    let title = serde_json::to_string(title).unwrap();
    let settings = "title = \"Notes\"\nbase_url = \"https://example.org/\"\n[limits]\npaper_seconds = 30\n";
    let brief = format!("---\ntitle: {title}\ndate: 2026-11-20\n---\n{text}\n");
    let site = SmallSite::new(&[("brief.toml", settings), ("briefings/heat/index.md", &brief)]);
    for (path, bytes) in files {
        site.write(path, bytes);
    }
    let only = Some(vec!["paper".to_owned(), "cards".to_owned()]);
    site.build(&Ask { only, lent: with_workers(), ..Ask::default() })
}

/// How many pages a PDF has, if there is one.
fn pages(outcome: &Outcome) -> usize {
    let bytes = outcome.files.get("heat/heat.pdf").unwrap_or_else(|| panic!("{}", outcome.report(true)));
    let text = String::from_utf8_lossy(bytes);
    let counts = text.split("/Type/Pages/Count ").skip(1).chain(text.split("/Type /Pages /Count ").skip(1));
    let other = text.split("/Count ").skip(1);
    counts
        .chain(other)
        .filter_map(|it| it.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok())
        .max()
        .unwrap_or(1)
}

#[test]
fn a_table_of_ten_thousand_rows_is_set_or_ends_at_the_limit() {
    let rows: String = (0..10_000).map(|it| format!("| {it} | value |\n")).collect();
    is_long_or_stopped(&set("Heat", &format!("| a | b |\n|---|---|\n{rows}"), &[]), 100);
}

/// That a PDF has more than so many pages, or was ended at the limit of time and says so: a program that was not
/// optimised needs minutes for what another sets in seconds.
fn is_long_or_stopped(outcome: &Outcome, most: usize) {
    match outcome.files.is_empty() {
        true => assert!(
            outcome.short().contains("briefings/heat/index.md:1:1: error[paper-stopped]"),
            "{}",
            outcome.short()
        ),
        false => assert!(pages(outcome) > most, "{}", pages(outcome)),
    }
}

#[test]
fn what_is_nested_deeply_is_set() {
    let lists: String = (0..60).map(|it| format!("{}- item {it}\n", "  ".repeat(it))).collect();
    let quotes = format!("{}deep", "> ".repeat(60));
    let marks = format!("{}x{}", "*a _b ".repeat(80), "_ *".repeat(80));
    let boxes = (3..20).rev().map(|it| format!("{} box Title\n", ":".repeat(it))).collect::<String>()
        + "text\n\n"
        + &(3..20).map(|it| format!("{}\n", ":".repeat(it))).collect::<String>();
    for text in [&lists, &quotes, &marks, &boxes] {
        assert_eq!(set("Heat", text, &[]).files.len(), 2, "{text}: {}", set("Heat", text, &[]).report(true));
    }
}

#[test]
fn a_broken_picture_is_named() {
    // What its header says is right, and there is nothing behind it.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU".to_vec();
    png.extend(b"\0\0\0\nIDAT\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
    let outcome = set("Heat", "![A map](map.png)", &[("briefings/heat/map.png", &png)]);
    let said = outcome.short();
    assert!(said.contains("error[") && said.contains("briefings/heat/map.png"), "{said}");
}

#[test]
fn a_picture_that_is_a_bomb_is_named() {
    // 60,000 by 60,000 dots in a few bytes.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\0\0\0\0".to_vec();
    png.extend(b"\0\0\0\0\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82");
    let outcome = set("Heat", "![A map](map.png)", &[("briefings/heat/map.png", &png)]);
    let said = outcome.short();
    assert!(outcome.files.is_empty() && said.contains("error[") && said.contains("map.png"), "{said}");
}

#[test]
fn scripts_without_a_font_are_named_sign_by_sign_and_those_with_one_are_set() {
    let shown = "Latin, ŽŠÕÄÖÜ, Кириллица, Ελληνικά, Tiếng Việt: naïve – “quotes” … € № ½";
    assert_eq!(set(shown, shown, &[]).files.len(), 2, "{}", set(shown, shown, &[]).report(true));
    for (script, text, sign) in [
        ("Arabic", "سياسة", "U+0633"),
        ("Hebrew", "מדיניות", "U+05DE"),
        ("Devanagari", "नीति", "U+0928"),
        ("Thai", "นโยบาย", "U+0E19"),
        ("Georgian", "პოლიტიკა", "U+10DE"),
        ("Armenian", "քաղաքական", "U+0584"),
        ("Hangul", "정책", "U+C815"),
        ("Han", "政策", "U+653F"),
        ("Kana", "ポリシー", "U+30DD"),
        ("Amharic", "ፖሊሲ", "U+1356"),
        ("emoji", "😀", "U+1F600"),
        ("Tamil", "கொள்கை", "U+0B95"),
    ] {
        let outcome = set("Heat", text, &[]);
        let said = outcome.short();
        assert!(said.contains("error[paper-glyph]") && said.contains(sign), "{script}: {said}");
        assert!(outcome.files.is_empty());
    }
}

#[test]
fn signs_that_leave_no_mark_need_no_font() {
    let silent = "zero\u{200b}width\u{200c}\u{200d} soft\u{ad}hyphen \u{2060}joined\u{feff} right\u{200f}left\u{200e} va\u{fe0f}r no\u{a0}break thin\u{2009}\u{202f}space";
    let controls = "bell\u{7}, escape\u{1b}[31m, delete\u{7f}, next\u{85}line, none\u{0}, \u{fffe}, \u{fff9}";
    let outcome = set(silent, &format!("{silent}\n\n## {silent}\n\n{controls}"), &[]);
    // Controls are mistakes of their own; where they are only warned of, they are left out.
    assert!(!outcome.short().contains("paper"), "{}", outcome.short());
    let outcome = set(silent, silent, &[]);
    assert_eq!(outcome.files.len(), 2, "{}", outcome.report(true));
}

#[test]
fn two_thousand_pages_are_set_or_end_at_the_limit() {
    let text: String =
        (0..4_000).map(|it| format!("## Part {it}\n\n{}\n\n", "Words of a paragraph. ".repeat(60))).collect();
    let outcome = set("Heat", &text, &[]);
    is_long_or_stopped(&outcome, 1_000);
}
