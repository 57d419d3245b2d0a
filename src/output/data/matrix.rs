//! `matrix.csv`: a line for each question and case (RFC 4180).

use super::fill;
use crate::output::Edition;

/// The columns.
const HEAD: [&str; 12] = [
    "question_id",
    "question",
    "case_id",
    "case",
    "finding_id",
    "status",
    "confidence",
    "as_of",
    "verdict",
    "finding",
    "more",
    "sources",
];

/// The bytes of the table. It begins with a byte order mark: without one Excel reads UTF-8 as
/// another encoding, and every other reader drops it.
pub(super) fn write(edition: &Edition, index: usize) -> Vec<u8> {
    let all = fill::read(edition, index, "");
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    writer.write_record(HEAD).expect("writing to memory does not fail");
    for question in &all.questions {
        for it in &question.findings {
            let case = all.cases.iter().find(|case| case.id == it.case);
            let verdict = all.outcomes.iter().find(|outcome| outcome.case == it.case);
            let sources = it.sources.iter().map(|it| {
                let place = it.locator.as_ref().map_or(String::new(), |it| format!(", {it}"));
                let against = if it.stance == "against" { "contra " } else { "" };
                format!("{against}{}{place}", it.source)
            });
            let row: [&str; 12] = [
                &question.id,
                &question.title,
                &it.case,
                case.map_or("", |it| &it.name),
                &it.id,
                if it.none { "none" } else { it.status },
                it.confidence.unwrap_or_default(),
                it.as_of.as_deref().unwrap_or_default(),
                verdict.and_then(|it| it.verdict).unwrap_or_default(),
                &it.lead,
                it.rest.as_deref().unwrap_or_default(),
                &sources.collect::<Vec<_>>().join("; "),
            ];
            writer.write_record(row.map(safe)).expect("writing to memory does not fail");
        }
    }
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(writer.into_inner().expect("writing to memory does not fail"));
    bytes
}

/// A cell that no spreadsheet takes for a formula: one that begins as formulas do gets an apostrophe
/// (OWASP, "CSV Injection").
fn safe(cell: &str) -> String {
    let begins = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_are_text() {
        assert_eq!(safe("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(safe(" @key says"), "' @key says");
        assert_eq!(safe("a = b"), "a = b");
    }
}
