//! Mistakes in `brief.toml`.

use super::{Diagnostic, Span, error, warning};

/// There is no settings file.
pub fn missing(folder: &str) -> Diagnostic {
    error("settings-missing", None, format!("no `brief.toml` in `{folder}`"))
        .help("`brief new site DIR` starts a site, or name one with `--root`")
}

/// The base URL is none.
pub fn base_url(at: Span, url: &str, why: &str) -> Diagnostic {
    error("settings-base-url", at, format!("`{url}` cannot be the base address: {why}"))
        .help("write the address of the published site: `base_url = \"https://example.org/briefs/\"`")
}

/// No base URL: what standards want whole is left out.
pub fn base_url_missing(at: Span) -> Diagnostic {
    warning("settings-no-base-url", at, "no `base_url`: canonical addresses and the sitemap are left out")
        .help(
            "add `base_url = \"https://…/\"`, or silence this with `[checks] settings-no-base-url = \"off\"`",
        )
}

/// A zone that nobody knows.
pub fn timezone(at: Span, zone: &str) -> Diagnostic {
    error("settings-timezone", at, format!("no time zone `{zone}`"))
        .help("write one of the tz database, such as `Europe/Tallinn` or `UTC`")
}

/// Not a language tag.
pub fn language(at: Span, tag: &str) -> Diagnostic {
    error("settings-language", at, format!("`{tag}` is not a language tag"))
        .help("write one such as `en-GB`, `de` or `et`")
}

/// Too many or too few briefs on a page.
pub fn per_page(at: Span, found: usize) -> Diagnostic {
    error("settings-per-page", at, format!("expected 1 to 500 briefs on a page, found {found}"))
        .help("write `per_page = 20`")
}

/// Too many or too few briefs in a feed.
pub fn feed_entries(at: Span, found: usize, sensible: &std::ops::RangeInclusive<usize>) -> Diagnostic {
    let (least, most) = (sensible.start(), sensible.end());
    error("settings-feed-entries", at, format!("expected {least} to {most} briefs in a feed, found {found}"))
        .help("write `entries = 20`; `outputs: [feeds]` leaves a brief out, `of = []` makes no feeds")
}

/// A series' id that cannot be one.
pub fn series_id(at: Span, id: &str) -> Diagnostic {
    error("settings-series-id", at, format!("`{id}` cannot be the id of a series"))
        .help("begin with a letter; use small letters, digits and hyphens")
}

/// Two series with one id.
pub fn series_repeated(at: Span, id: &str, first: Span) -> Diagnostic {
    error("settings-series-repeated", at, format!("two series have the id `{id}`"))
        .other(first, "the first one")
        .help("give one of them another id")
}

/// Not an ISSN.
pub fn issn(at: Span, issn: &str) -> Diagnostic {
    error("issn-form", at, format!("`{issn}` is not an ISSN, or its check digit is wrong"))
        .help("an ISSN looks like `2228-2076`")
}

/// Not the prefix of a DOI.
pub fn doi_prefix(at: Span, prefix: &str) -> Diagnostic {
    error("settings-doi", at, format!("`{prefix}` is not the prefix of a DOI"))
        .help("write what stands before the `/` of your DOIs: `prefix = \"10.5555\"`")
}

/// Not an address for letters.
pub fn doi_email(at: Span, email: &str) -> Diagnostic {
    error("settings-doi", at, format!("`{email}` is not an e-mail address"))
        .help("Crossref sends there what became of a deposit: `email = \"dois@example.org\"`")
}

/// A check that does not exist.
pub fn check_unknown(at: Span, code: &str, nearest: Option<&str>) -> Diagnostic {
    error("settings-check", at, format!("no check `{code}`"))
        .did_you_mean(nearest, "messages show their check in brackets: `warning[lesson-transfer]`")
}

/// A scale of likelihood that is not built in.
pub fn likelihood(at: Span, name: &str) -> Diagnostic {
    error("settings-likelihood", at, format!("no scale of likelihood `{name}`"))
        .help("write `icd203`, `uk`, or a list of terms, least likely first")
}

/// An item of the navigation leads nowhere.
pub fn nav_target(at: Span, to: &str, nearest: Option<&str>) -> Diagnostic {
    error("settings-nav", at, format!("the navigation leads to `{to}`, which is not there")).did_you_mean(
        nearest,
        "write a file below `briefings/`, an address such as `/lessons/`, or a web address",
    )
}

/// An item of the navigation leads to a list of nothing.
pub fn nav_empty(at: Span, to: &str) -> Diagnostic {
    error(
        "settings-nav",
        at,
        format!("the navigation leads to `{to}`, but there is nothing to list there yet"),
    )
    .help("take the item out until there is")
}

/// A redirect that cannot be one.
pub fn redirect(at: Span, from: &str, why: &str) -> Diagnostic {
    error("settings-redirect", at, format!("the redirect from `{from}` cannot be made: {why}"))
        .help("write an old address and a new one: `\"/old/\" = \"/new/\"`")
}

/// A file that the settings name is missing.
pub fn file_missing(at: Span, path: &str) -> Diagnostic {
    error("settings-file", at, format!("no file `{path}`"))
        .help("write its path from the site's top, such as `briefings/logo.svg`")
}

/// Widths of pictures that make no sense.
pub fn image_widths(at: Span, most: usize, sensible: &std::ops::RangeInclusive<u32>) -> Diagnostic {
    let (least, largest) = (sensible.start(), sensible.end());
    error(
        "settings-images",
        at,
        format!("`widths` are one to {most} numbers of pixels from {least} to {largest}"),
    )
    .help("write such as `widths = [480, 960, 1440]`")
}

/// A quality that JPEG does not have.
pub fn image_quality(at: Span, found: u8) -> Diagnostic {
    error("settings-images", at, format!("a quality goes from 1 to 100, and this is {found}"))
        .help("write such as `quality = 80`")
}

/// A token that the theme does not have.
pub fn token_unknown(at: Span, token: &str, nearest: Option<&str>) -> Diagnostic {
    error("settings-token", at, format!("the theme has no token `{token}`"))
        .did_you_mean(nearest, "the theme's `theme.toml` lists them under `[tokens]`")
}

/// A token's value that could break out of a style sheet.
pub fn token_value(at: Span, token: &str) -> Diagnostic {
    error(
        "settings-token-value",
        at,
        format!("the value of `{token}` holds characters that cannot stand in a style sheet"),
    )
    .help("write a colour, a length or a list of faces, without `;`, `{`, `}`, `<` or line breaks")
}

/// Text that is hard to read on its ground; ratios in hundredths.
pub fn contrast(at: Span, token: &str, ratio: u32, least: &str) -> Diagnostic {
    let ratio = format!("{}.{:02}", ratio / 100, ratio % 100);
    warning(
        "settings-contrast",
        at,
        format!("`{token}` stands out from `paper` by {ratio} to 1, at least {least} to 1 is wanted"),
    )
    .help("make one of the two darker or lighter")
}

/// The theme is not there.
pub fn theme_missing(at: Span, name: &str, known: &str) -> Diagnostic {
    error("settings-theme", at, format!("no theme `{name}`"))
        .help(format!("name one that is built in ({known}), or make the folder `themes/{name}/`"))
}

/// The output folder is spelled in a way that leaves the site.
pub fn output(at: Span, output: &str) -> Diagnostic {
    error("settings-output", at, format!("`{output}` cannot be the output folder"))
        .help("write a folder inside the site, such as `public`; `--out` can name any other")
}
