//! Mistakes in a theme.

use super::{Diagnostic, Span, error};

/// Templates that every theme has.
pub fn templates_missing(at: Option<Span>, names: &str) -> Diagnostic {
    error("theme-template", at, format!("the theme lacks templates: {names}"))
        .help("`docs/themes.md` lists the templates of a theme; copy them from the default theme")
}

/// No `theme.toml`.
pub fn manifest_missing(at: Span) -> Diagnostic {
    error("theme-manifest", at, "the theme has no `theme.toml`")
        .help("write one: `name = \"…\"`, `contract = [1]`, `[tokens]`")
}

/// Made for another contract.
pub fn contract(at: Span, version: u32) -> Diagnostic {
    error(
        "theme-contract",
        at,
        format!("the theme does not say that it was made for version {version} of the contract"),
    )
    .help(format!("read `docs/themes.md`, then write `contract = [{version}]`"))
}

/// An asset's name that cannot be published.
pub fn asset_name(at: Span, name: &str) -> Diagnostic {
    error("theme-asset", at, format!("`{name}` cannot be a file's name on every system")).help("rename it")
}

/// A style sheet that points to nothing.
pub fn url_missing(at: Span, nearest: Option<&str>) -> Diagnostic {
    error("theme-url", at, "the theme has no such file").did_you_mean(
        nearest,
        "name a file below the theme's `assets/`, by its path from the style sheet's folder",
    )
}

/// Style sheets that import each other.
pub fn url_circle(at: Span) -> Diagnostic {
    error("theme-url", at, "style sheets import each other in a circle").help(
        "a file's name tells what it holds, so one of them has to come first: take one of the imports out",
    )
}

/// Where to read on about templates.
pub const VIEWS_HELP: &str = "`docs/themes.md` lists what a template can see";

/// What to do where a template looks for fields in what `card.html` printed.
pub const CARD_HELP: &str = "in lists a brief is what `card.html` printed: put it out as it is, `{{ it }}`; or put an \
    empty `card.html` beside this template, and lists hold fields";

/// A template that cannot be read or rendered; `help` says what to do or to read.
pub fn template(at: Option<Span>, words: &str, about: Option<&str>, help: &str) -> Diagnostic {
    let mut words = words.trim_end_matches('.').to_owned();
    if let Some(first) = words.get(..1) {
        words = first.to_lowercase() + &words[1..];
    }
    let it = error("theme-template", at, format!("the template cannot be used: {words}"));
    match about {
        Some(about) => it.help(format!("found while making {about}; {help}")),
        None => it.help(help),
    }
}
