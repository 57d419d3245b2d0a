//! A brief in RIS, the tagged format of reference managers (Research Information Systems, "RIS
//! Format Specifications"), a report as Zotero maps it.
//!
//! One value a line, and a line for each author and keyword. Of a report `SN` is its number, so an
//! ISSN never stands there.

use super::{Work, names, unmarked};

/// The file. Lines end as the specification has them, in carriage return and line feed.
pub fn file(work: &Work) -> String {
    let item = &work.item;
    let text = |variable: &str| item.text(variable).map(unmarked);
    let mut out: Vec<(&str, String)> = vec![("TY", "RPRT".into())];
    let mut put = |tag: &'static str, text: Option<String>| {
        out.extend(text.filter(|it| !it.is_empty()).map(|it| (tag, it)));
    };
    put("TI", text("title"));
    for it in &work.makers {
        put("AU", Some(super::line(&names::one_line(&it.name))));
    }
    put("T2", text("collection-title"));
    put("M3", text("genre"));
    put("PB", text("publisher"));
    put("CY", text("publisher-place"));
    if let Some(day) = work.day {
        put("PY", Some(day.year.to_string()));
        let (month, day_of) = (day.month.unwrap_or(0), day.day.unwrap_or(0));
        // Year, month, day and words, each part's place kept by its slash.
        put("DA", Some(format!("{}/{month:02}/{day_of:02}/", day.year)));
    }
    put("SN", text("number"));
    put("LA", text("language"));
    put("AB", text("abstract"));
    for it in work.subjects() {
        put("KW", Some(it.to_owned()));
    }
    put("DO", text("DOI"));
    put("UR", text("URL"));
    put("N1", work.withdrawn.then(|| "Withdrawn".to_owned()));
    out.push(("ER", String::new()));
    out.iter().map(|(tag, text)| format!("{tag}  - {text}\r\n")).collect()
}
