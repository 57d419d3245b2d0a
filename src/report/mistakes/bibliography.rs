//! Mistakes in references that are cited, and in what a bibliography holds.

use super::{Diagnostic, Span, error, note, warning};

/// What may only be missing because something else is wrong with the same reference.
pub const FOLLOWS: [&str; 2] = ["reference-empty", "reference-title"];

/// A reference that cannot be read.
pub fn form(at: Span, key: &str, words: &str) -> Diagnostic {
    error("reference-form", at, format!("the reference `{key}` cannot be read: {words}"))
        .help("an entry looks like `@report{key, title = {…}, date = {2021-10}}`")
}

/// An item of CSL-JSON that cannot be read.
pub fn json_form(at: Span, key: &str, words: &str) -> Diagnostic {
    error("reference-form", at, format!("`{key}` is no item of CSL-JSON: {words}"))
        .help("export it again from the program that keeps your references")
}

/// References or abbreviations that name one another in a circle.
pub fn circle(at: Span, link: &str, keys: &str) -> Diagnostic {
    error("reference-circle", at, format!("`{link}` leads in a circle: `{keys}`"))
        .help(format!("take one `{link}` out of the circle"))
}

/// A parent that is not there.
pub fn parent_unknown(at: Span, link: &str, key: &str, nearest: Option<&str>) -> Diagnostic {
    warning("reference-parent", at, format!("`{link}` names no entry of this file: `{key}`"))
        .did_you_mean(nearest, "what it would have passed on is missing from the reference")
}

/// An abbreviation that no `@string` defines.
pub fn string_unknown(at: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    error("reference-string", at, format!("no `@string` is called `{name}`"))
        .did_you_mean(nearest, format!("if these are the words themselves, put them in braces: `{{{name}}}`"))
}

/// A date that is none.
pub fn date(at: Span, written: &str) -> Diagnostic {
    error("reference-date", at, format!("`{written}` is no date"))
        .help("write `2021`, `2021-10`, `2021-10-05`, or take the field out if there is no date")
}

/// A date field without a date.
pub fn date_empty(at: Span, field: &str) -> Diagnostic {
    error("reference-date", at, format!("`{field}` is empty"))
        .help("write `2021`, `2021-10`, `2021-10-05`, or take the field out if there is no date")
}

/// An address that does not lead to the web.
pub fn url(at: Span, written: &str, guess: Option<&str>) -> Diagnostic {
    let help = match guess {
        Some(it) => format!("write the whole address: `{it}`"),
        None => "write an address that begins with `https://`, or take it out".to_owned(),
    };
    error("reference-url", at, format!("`{written}` is no address on the web")).help(help)
}

/// A DOI that is none.
pub fn doi(at: Span, written: &str) -> Diagnostic {
    error("reference-doi", at, format!("`{written}` is no DOI")).help("a DOI looks like `10.1234/abcd`")
}

/// A command that is not understood.
pub fn command(at: Span, command: &str) -> Diagnostic {
    warning("reference-command", at, format!("the command `{command}` is printed as it stands"))
        .help("write what readers shall see")
}

/// A name with too many commas.
pub fn name(at: Span, written: &str) -> Diagnostic {
    error("reference-name", at, format!("`{written}` is no name: it has too many commas"))
        .help("part names with `and`: `Mason, Ada and Kim, Jo`; put an organisation in braces: `{{…}}`")
}

/// An organisation that is read as a person.
pub fn organisation(at: Span, written: &str) -> Diagnostic {
    warning("reference-organisation", at, format!("`{written}` is read as the name of a person"))
        .help(format!("put an organisation in braces of its own: `{{{{{written}}}}}`"))
}

/// A type that is not known.
pub fn kind(at: Span, written: &str, nearest: Option<&str>) -> Diagnostic {
    warning("reference-type", at, format!("`{written}` is no type of reference"))
        .did_you_mean(nearest, "it is printed as a document of no special kind")
}

/// A reference without a title.
pub fn title_missing(at: Span, key: &str) -> Diagnostic {
    warning("reference-title", at, format!("the reference `{key}` has no title"))
        .help("add `title`, so that readers can find it")
}

/// A reference without a title and without anybody.
pub fn empty(at: Span, key: &str) -> Diagnostic {
    error("reference-empty", at, format!("the reference `{key}` has neither a title nor an author"))
        .help("add `title`, or `author`")
}

/// One key for different sources.
pub fn differs(at: Span, key: &str, other: Span, other_file: &str) -> Diagnostic {
    error("reference-differs", at, format!("`{key}` is another source than `{key}` in `{other_file}`"))
        .other(other, "the other one")
        .help("the page of a source is told by its key: give one of them another, or make them the same")
}

/// Entries that cannot be read and that nobody cites.
pub fn unread(at: Span, count: usize) -> Diagnostic {
    let others = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    note("reference-unread", at, format!("nobody cites this entry, which cannot be read{others}"))
        .help("it need not be mended before it is cited")
}
