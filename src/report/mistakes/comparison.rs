//! Mistakes in a comparison.

use super::{Diagnostic, Span, error, note, warning};

/// Words in back-ticks.
pub(super) fn listed(words: &[String]) -> String {
    words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

/// A record class in a plain brief.
pub fn class_needs_comparison(at: Span, class: &str) -> Diagnostic {
    error("class-kind", at, format!("`.{class}` belongs to a comparison"))
        .help("add `kind: comparison` and `cases` to the front matter, or take the class out")
}

/// Level-3 headings in a section that is nothing yet.
pub fn section_unclear(at: Span, section: Span, nearest: Option<&str>) -> Diagnostic {
    let it = error(
        "section-unclear",
        at,
        "this heading names no case, so the section is neither a question nor prose",
    )
    .other(section, "the section");
    match nearest {
        Some(name) => it.help(format!(
            "did you mean `### {name}`? If the section is text, add `{{.prose}}` to its heading"
        )),
        None => it.help(
            "if the section is text, add `{.prose}` to its heading; in a question every `###` names a case",
        ),
    }
}

/// The same kind of section twice.
pub fn section_repeated(at: Span, name: &str, first: Span) -> Diagnostic {
    error("section-repeated", at, format!("a second section `.{name}`"))
        .other(first, "the first one")
        .help("put both into one section")
}

/// A section of records without any.
pub fn section_empty(at: Span) -> Diagnostic {
    error("section-empty", at, "the section has no records")
        .help("add one: a `###` heading for a lesson or recommendation, a list item for a likeness, difference or takeaway; or take the class out")
}

/// Text after the records of a list.
pub fn after_list(at: Span) -> Diagnostic {
    error("section-after", at, "text after the list belongs to no record")
        .help("move it before the list, or into an item")
}

/// A comparison without a question.
pub fn no_question(at: Span) -> Diagnostic {
    error("question-missing", at, "the comparison asks nothing")
        .help("add a section: `## What was tried? {#tried}`, and in it `### ` with each case's name")
}

/// Likenesses without differences.
pub fn likenesses_alone(at: Span) -> Diagnostic {
    warning("likenesses-alone", at, "likenesses without differences make an analogy, not a comparison")
        .help("add a section `{.differences}`")
}

/// A heading under a question that is no case.
pub fn case_unknown(at: Span, name: &str, nearest: Option<&str>, known: &[String]) -> Diagnostic {
    error("case-unknown", at, format!("`{name}` is none of the cases"))
        .did_you_mean(nearest, format!("the cases are {}", listed(known)))
}

/// A case twice.
pub fn case_repeated(at: Span, name: &str, first: Span) -> Diagnostic {
    error("case-repeated", at, format!("a second part for `{name}`"))
        .other(first, "the first one")
        .help("put both under one heading")
}

/// A case without a part.
pub fn case_missing(at: Span, case: &str, declared: Span) -> Diagnostic {
    error("finding-missing", at, format!("nothing is found for `{case}`")).other(declared, "the case").help(
        format!(
            "add `### {case}` with a finding, or `### {case} {{.none}}` with the reason why there is none"
        ),
    )
}

/// A case without an outcome.
pub fn outcome_missing(at: Span, case: &str, declared: Span) -> Diagnostic {
    error("finding-missing", at, format!("nothing is said of what came of `{case}`"))
        .other(declared, "the case")
        .help(format!(
            "add `### {case}` with `- Intended:`, `- Actual:` and `- Verdict:`; a verdict can be `too early`"
        ))
}

/// An outcome without anything.
pub fn outcome_empty(at: Span) -> Diagnostic {
    error("finding-empty", at, "the outcome says nothing")
        .help("add `- Intended:`, `- Actual:` and `- Verdict:`; a verdict can be `too early`")
}

/// A finding with an id of its own.
pub fn finding_id(at: Span) -> Diagnostic {
    error("finding-id", at, "a finding goes by the ids of its question and its case")
        .help("take the id out; refer to it as `question/case`")
}

/// A finding without text.
pub fn finding_empty(at: Span) -> Diagnostic {
    error("finding-empty", at, "the finding says nothing")
        .help("write a paragraph, or add `{.none}` to the heading and say why there is none")
}

/// A gap without a reason.
pub fn none_without_reason(at: Span) -> Diagnostic {
    error("none-reason", at, "the gap is not explained").help("say in a sentence why there is no finding")
}

/// A first paragraph that does not stand in a matrix.
pub fn lead_long(at: Span, words: usize, most: usize) -> Diagnostic {
    warning(
        "finding-long",
        at,
        format!("the first paragraph has {words} words; at most {most} read well in the matrix"),
    )
    .help("end the paragraph earlier; what follows opens under it")
}

/// A known finding without a source.
pub fn finding_unsourced(at: Span) -> Diagnostic {
    warning("finding-unsourced", at, "a finding that is known has no source that supports it")
        .help("cite one: `[@key]`; or say `- Status: presumed`")
}

/// Sure of what is not known.
pub fn presumed_high(at: Span, status: Span) -> Diagnostic {
    warning("presumed-high", at, "high confidence in a presumption")
        .other(status, "presumed")
        .help("lower the confidence, or say why it is known")
}

/// A question about one case.
pub fn question_names_case(at: Span, name: &str) -> Diagnostic {
    warning("question-case", at, format!("the question names `{name}`, but it is asked of every case"))
        .help("ask it so that it fits them all")
}

/// A cell that does not begin with a term.
pub fn cell_term(at: Span, found: &str, nearest: Option<&str>, words: &[String]) -> Diagnostic {
    let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{found}`") };
    error(
        "cell-term",
        at,
        format!("expected a cell that begins with one of {}, found {found}", listed(words)),
    )
    .did_you_mean(nearest, "begin with the word; what follows it is free")
}

/// A transfer table's head names something else.
pub fn transfer_case(at: Span, name: &str, nearest: Option<&str>, known: &[String]) -> Diagnostic {
    error("transfer-case", at, format!("expected a case at the head of this column, found `{name}`"))
        .did_you_mean(nearest, format!("the cases are {}", listed(known)))
}

/// A transfer table names a case twice.
pub fn transfer_case_repeated(at: Span, name: &str) -> Diagnostic {
    error("transfer-case", at, format!("a second column for `{name}`")).help("keep one of them")
}

/// A transfer table where none is looked for.
pub fn transfer_place(at: Span) -> Diagnostic {
    error("transfer-place", at, "a table of conditions stands right under its lesson, in nothing else")
        .help("move it before the lesson's first `####` heading, out of boxes, lists and `::: table`")
}

/// A transfer table lacks a case.
pub fn transfer_case_missing(at: Span, case: &str) -> Diagnostic {
    error("transfer-missing", at, format!("the table of conditions has no column for `{case}`"))
        .help(format!("add a column `{case}`; its cells begin with `holds`, `fails` or `unclear`"))
}

/// Two transfer tables in a lesson.
pub fn transfer_repeated(at: Span) -> Diagnostic {
    error("transfer-repeated", at, "a second table of conditions in one lesson")
        .help("put the rows into one table")
}

/// A lesson that transfers although a condition fails.
pub fn transfer_despite_failure(at: Span) -> Diagnostic {
    warning("transfer-fails", at, "the lesson transfers, but one of its conditions fails")
        .help("write `with changes`, or say in the cell why it does not matter and accept this check")
}

/// Rivals without a table.
pub fn rivals_table(at: Span) -> Diagnostic {
    error("rivals-table", at, "the section has no table")
        .help("add one: `| Evidence | One explanation | Another |`, with a citation at the head of each row")
}

/// Rivals without explanations or without rows.
pub fn rivals_bare(at: Span) -> Diagnostic {
    error("rivals-table", at, "the table compares nothing")
        .help("it has a column for each explanation, and a row for each piece of evidence")
}

/// Two explanations with one name.
pub fn rivals_repeated(at: Span, name: &str) -> Diagnostic {
    error("rivals-table", at, format!("a second column for `{name}`")).help("keep one of them")
}

/// Two tables of rivals.
pub fn rivals_second(at: Span) -> Diagnostic {
    error("rivals-second", at, "a second table among the explanations").help("put the rows into one table")
}

/// A row without its evidence.
pub fn rivals_evidence(at: Span) -> Diagnostic {
    error("rivals-evidence", at, "expected one citation at the head of this row")
        .help("write `@key`; a row is one source")
}

/// Evidence that decides nothing.
pub fn rivals_undiagnostic(at: Span) -> Diagnostic {
    warning("rivals-undiagnostic", at, "this evidence fits every explanation, so it decides nothing")
        .help("take it out, or look for what it would not fit")
}

/// A chain of no case.
pub fn chain_case(at: Span, written: &str, nearest: Option<&str>) -> Diagnostic {
    let message = if written.is_empty() {
        "the chain names no case".to_owned()
    } else {
        format!("`{written}` is none of the cases")
    };
    error("chain-case", at, message).did_you_mean(nearest, "write `::: chain case=japan`")
}

/// A view placed twice.
pub fn view_repeated(at: Span, first: Span) -> Diagnostic {
    error("view-repeated", at, "this view stands twice")
        .other(first, "the first one")
        .help("keep one of them")
}

/// A view inside something.
pub fn view_nested(at: Span) -> Diagnostic {
    error("view-place", at, "a view stands on its own, not inside another block").help("move it out")
}

/// A view among records.
pub fn view_in_record(at: Span) -> Diagnostic {
    error("view-place", at, "a view stands in prose, not among records")
        .help("move it into a section of text, or before the first section")
}

/// A view of nothing.
pub fn view_empty(at: Span, what: &str) -> Diagnostic {
    error("view-empty", at, format!("there is nothing for this view to show: {what}"))
        .help("write it, or take the view out")
}

/// How sure and how likely in one sentence.
pub fn confidence_and_likelihood(at: Span) -> Diagnostic {
    warning("confidence-likelihood", at, "one sentence says how sure we are and how likely something is")
        .help("make two sentences: readers take one for the other")
}

/// An id that nothing has.
pub fn rests_on_unknown(at: Span, id: &str, nearest: Option<&str>) -> Diagnostic {
    error("rests-on-unknown", at, format!("nothing has the id `{id}`")).did_you_mean(
        nearest,
        "write the id of a question, `question/case`, a lesson, or a row of the timeline",
    )
}

/// An id that was made from a heading and changes with it.
pub fn rests_on_made(at: Span, id: &str, heading: Span) -> Diagnostic {
    error("rests-on-made", at, format!("`{id}` is made from a heading and changes with its words"))
        .other(heading, "the heading")
        .help(format!("add `{{#{id}}}` to the heading"))
}

/// A record that something cannot rest on.
pub fn lesson_unknown(at: Span, id: &str, nearest: Option<&str>) -> Diagnostic {
    error("lesson-unknown", at, format!("no lesson has the id `{id}`"))
        .did_you_mean(nearest, "write the id of a lesson")
}

/// A record that rests on itself.
pub fn rests_on_itself(at: Span, id: &str) -> Diagnostic {
    error("rests-on-itself", at, format!("`{id}` rests on itself")).help("name what it is drawn from")
}

/// Lessons that rest on each other.
pub fn rests_in_circle(at: Span, id: &str) -> Diagnostic {
    error("rests-on-itself", at, format!("`{id}` rests on this lesson in turn"))
        .help("name what both are drawn from")
}

/// A name one letter from another.
pub fn addressee_near(at: Span, name: &str, other: &str) -> Diagnostic {
    warning("addressee-near", at, format!("`{name}` and `{other}` differ by a letter"))
        .help(format!("write `{other}` if the same is meant"))
}

/// Facts that are old while a case goes on.
pub fn as_of_old(at: Span, as_of: &str, case: &str) -> Diagnostic {
    warning(
        "as-of-old",
        at,
        format!("facts were checked up to {as_of}, more than a year ago, and `{case}` is not over"),
    )
    .help("check them again and move `as_of`")
}

/// No case went another way.
pub fn no_contrast(at: Span) -> Diagnostic {
    note("no-contrast", at, "no case is there for contrast")
        .help("a case with `role: contrast` shows whether the outcome could have been another")
}

/// Two sources that go back to one.
pub fn shared_origin(at: Span, one: &str, other: &str, origin: &str) -> Diagnostic {
    let message = match () {
        () if one == origin => format!("`{other}` goes back to `{one}`, so the two count as one source"),
        () if other == origin => format!("`{one}` goes back to `{other}`, so the two count as one source"),
        () => format!("`{one}` and `{other}` both go back to `{origin}` and count as one source"),
    };
    warning("shared-origin", at, message).help("cite the origin, or a source that is independent of it")
}
