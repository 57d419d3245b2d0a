//! Mistakes between files: addresses, links, people, series, visibility.

use super::{Diagnostic, Span, error, warning};

/// An id of a person that cannot be one.
pub fn person_id(at: Span, id: &str) -> Diagnostic {
    error("person-id", at, format!("`{id}` cannot be an id"))
        .help("begin with a letter; use small letters, digits and hyphens")
}

/// Not an ORCID iD.
pub fn orcid(at: Span, orcid: &str) -> Diagnostic {
    error("orcid-form", at, format!("`{orcid}` is not an ORCID iD, or its check digit is wrong"))
        .help("copy it again; it has four groups of four digits, the last of which may be `X`")
}

/// A given name beside no family name.
pub fn name_parts(at: Span) -> Diagnostic {
    error("name-parts", at, "a given name without a family name")
        .help("add `family:` beside `given:`; who has one name alone has it in `family`")
}

/// Not a web address.
pub fn person_url(at: Span, url: &str) -> Diagnostic {
    error("person-url", at, format!("`{url}` is not a web address")).help("write it with `https://`")
}

/// An author that is nearly an id.
pub fn author_near(at: Span, name: &str, nearest: &str) -> Diagnostic {
    warning("author-near", at, format!("`{name}` is taken as a name, but `people.yaml` has `{nearest}`"))
        .help(format!("write `{nearest}` if that is meant"))
}

/// An author without a name.
pub fn author_empty(at: Span) -> Diagnostic {
    error("author-empty", at, "an author without a name").help("write an id of `people.yaml` or a name")
}

/// A series that is not declared.
pub fn series_unknown(at: Span, id: &str, nearest: Option<&str>) -> Diagnostic {
    error("series-unknown", at, format!("no series `{id}`"))
        .did_you_mean(nearest, "declare it in `brief.toml`: `[[series]]` with `id` and `title`")
}

/// Two briefs with one number in a series.
pub fn number_repeated(at: Span, number: &str, first: Span) -> Diagnostic {
    warning("series-number", at, format!("another brief of the series has the number {number}"))
        .other(first, "the other one")
        .help("give one of them another number")
}

/// Two sources at one address.
pub fn address_taken(at: Span, address: &str, first: Span) -> Diagnostic {
    error("address-taken", at, format!("the address `{address}` is taken"))
        .other(first, "by this file")
        .help("give one of them another `slug`")
}

/// Two topics or people at one address.
pub fn shelf_taken(at: Span, what: &str, name: &str, address: &str, first: Span) -> Diagnostic {
    error(
        "address-taken",
        at,
        format!("the page of the {what} `{name}` would be at `{address}`, which is taken"),
    )
    .other(first, "by this one")
    .help("spell both alike if the same is meant, or call one of them otherwise")
}

/// An address that the program makes itself.
pub fn address_reserved(at: Span, address: &str) -> Diagnostic {
    error("address-reserved", at, format!("the address `{address}` is made by the program itself"))
        .help("give the brief another `slug`, or rename its file")
}

/// Nothing of a name can stand in an address.
pub fn address_empty(at: Span, name: &str) -> Diagnostic {
    error("address-empty", at, format!("nothing of `{name}` can stand in an address"))
        .help("add `slug: a-name` to the front matter")
}

/// A name that some systems reserve.
pub fn address_unportable(at: Span, segment: &str) -> Diagnostic {
    error("address-reserved-name", at, format!("`{segment}` cannot be a folder's name on every system"))
        .help("give the brief another `slug`, or rename its file")
}

/// A topic or a person whose page could not be a folder on some systems, or would have no end.
pub fn shelf_unportable(at: Span, what: &str, segment: &str) -> Diagnostic {
    let shown: String = segment.chars().take(40).collect();
    let dots = if shown.len() < segment.len() { "…" } else { "" };
    error(
        "address-reserved-name",
        at,
        format!(
            "the page of this {what} would be the folder `{shown}{dots}`, which not every system can have"
        ),
    )
    .help(format!("call the {what} otherwise; a name has at most 200 letters"))
}

/// A slug that is not one.
pub fn slug(at: Span, found: &str, would_be: &str) -> Diagnostic {
    let it = error("slug-form", at, format!("`{found}` cannot be the last part of an address"));
    if would_be.is_empty() {
        it.help("use letters, digits and hyphens")
    } else {
        it.help(format!("write `slug: {would_be}`"))
    }
}

/// A translation, which this version does not publish.
pub fn translation(at: Span, lang: &str) -> Diagnostic {
    error(
        "translation",
        at,
        format!(
            "this looks like a translation into `{lang}`, and this version does not publish translations"
        ),
    )
    .help("rename the file if it is a brief of its own")
}

/// An alias that cannot be one.
pub fn alias(at: Span, alias: &str, why: &str) -> Diagnostic {
    error("alias", at, format!("`{alias}` cannot be an old address: {why}"))
        .help("write an address of this site that nothing has now: `/old/address/`")
}

/// A link to something that is not there.
pub fn link_missing(at: Span, target: &str, nearest: Option<&str>) -> Diagnostic {
    error("link-missing", at, format!("no file `{target}`"))
        .did_you_mean(nearest, "links lead to source files, from the folder of this one: `../other-brief.md`")
}

/// A picture or another file that is not there.
pub fn file_missing(at: Span, target: &str, nearest: Option<&str>) -> Diagnostic {
    error("link-missing", at, format!("no file `{target}`"))
        .did_you_mean(nearest, "put the file beside the brief, and write its name")
}

/// A link out of the site's sources.
pub fn link_outside(at: Span, target: &str) -> Diagnostic {
    error("link-outside", at, format!("`{target}` lies outside `briefings/`"))
        .help("move the file beside the brief")
}

/// A link by address, where nothing is.
pub fn link_absolute(at: Span, target: &str) -> Diagnostic {
    error("link-absolute", at, format!("`{target}` is an address, and nothing is published there")).help(
        "link to the source file: `../other-brief.md`, or to a page that the program makes: `/lessons/`",
    )
}

/// A link to a brief by its address.
pub fn link_address(at: Span, target: &str, source: &str) -> Diagnostic {
    error("link-absolute", at, format!("`{target}` is an address; a link to a brief names its file"))
        .help(format!("write `{source}`: then the link is checked, and stays right when the address changes"))
}

/// An anchor that is not on the page.
pub fn anchor_missing(at: Span, anchor: &str, page: &str, nearest: Option<&str>) -> Diagnostic {
    error("anchor-missing", at, format!("`{page}` has no place `#{anchor}`"))
        .did_you_mean(nearest, "add `{#id}` to the heading that is meant")
}

/// A place on a page that the program makes.
pub fn anchor_made(at: Span, page: &str) -> Diagnostic {
    error("anchor-missing", at, format!("`{page}` has no places that stay"))
        .help("link to the page, or to the place in the brief itself: `../other-brief.md#id`")
}

/// A link without words to something without a number.
pub fn link_empty(at: Span) -> Diagnostic {
    error("link-empty", at, "a link without words")
        .help("write some: `[words](target)`; only figures and tables number themselves")
}

/// A link from a published brief to one that is withheld.
pub fn link_withheld(at: Span, target: &str, why: &str) -> Diagnostic {
    error("link-withheld", at, format!("`{target}` is {why}, and this link would tell of it"))
        .help("take the link out until then, or publish both at the same time")
}

/// A file of a withheld brief, used by a published one.
pub fn file_withheld(at: Span, file: &str, why: &str) -> Diagnostic {
    error("link-withheld", at, format!("`{file}` belongs to a brief that is {why}, and would be published"))
        .help("move the file out of that brief's folder, or take it out of this one until then")
}

/// A whole address of this site, where nothing is.
pub fn link_own(at: Span, target: &str) -> Diagnostic {
    warning("link-absolute", at, format!("`{target}` is an address of this site, and no page is there"))
        .help("link to the source file: then the link is checked, and stays right when the address changes")
}

/// A related brief that is withheld.
pub fn related_withheld(at: Span, target: &str, why: &str) -> Diagnostic {
    warning("related-withheld", at, format!("`{target}` is {why} and is left out of the related briefs"))
        .help("nothing needs to be done; it joins when it is published")
}

/// Linked to itself.
pub fn related_itself(at: Span) -> Diagnostic {
    error("related-self", at, "a brief is not related to itself").help("take it out")
}

/// Too large to publish.
pub fn asset_large(at: Span, path: &str, megabytes: u64, most: u64) -> Diagnostic {
    error("asset-large", at, format!("`{path}` has {megabytes} MB; files of at most {most} MB are published"))
        .help("make it smaller, or raise `asset_megabytes` under `[limits]` in `brief.toml`")
}

/// A file at the place of a page, or of another file.
pub fn asset_taken(at: Span, path: &str, out: &str, by: &str) -> Diagnostic {
    error("asset-taken", at, format!("`{path}` would be published at `/{out}`, where {by} stands"))
        .help("rename the file")
}

/// A file whose name some systems refuse.
pub fn asset_name(at: Span, name: &str) -> Diagnostic {
    error("asset-name", at, format!("`{name}` cannot be a file's name on every system")).help("rename it")
}

/// A file that must not be published.
pub fn asset_private(at: Span, path: &str) -> Diagnostic {
    error("asset-private", at, format!("`{path}` looks like a file that nobody should publish"))
        .help("keys, hidden files and sources of briefs are never copied; rename it if it is meant")
}

/// A link in the site's text leads to a comparison's part that the plain preview lacks.
pub fn promise_broken(at: Option<Span>, address: &str) -> Diagnostic {
    warning("address-gone", at, format!("`{address}` was published and is gone; people may have cited it"))
        .help("add it to `aliases:` of the brief that took its place, or put the id back")
}

/// A brief and its sidecar disagree on what it is.
pub fn timeline_alone(at: Span) -> Diagnostic {
    warning("timeline-alone", at, "a timeline belongs beside a comparison, and there is none here")
        .help("move it into the folder of a comparison's `index.md`")
}

/// A file with nearly the name of one that is read.
pub fn sidecar_name(at: Span, name: &str, wanted: &str) -> Diagnostic {
    warning("sidecar-name", at, format!("`{name}` is not read: its name is not quite `{wanted}`"))
        .help(format!("rename it to `{wanted}`"))
}

/// A file that is not UTF-8.
pub fn not_utf8(at: Span, offset: usize, guess: &str) -> Diagnostic {
    error("not-utf8", at, format!("the file is not UTF-8 text (byte {offset}){guess}"))
        .help("save it again as UTF-8")
}

/// A character NUL.
pub fn nul(at: Span) -> Diagnostic {
    error("control-character", at, "the character U+0000 cannot be shown")
        .help("delete it; the file may not be text at all")
}

/// A file larger than any brief.
pub fn too_large(at: Span, path: &str) -> Diagnostic {
    error("source-large", at, format!("`{path}` is larger than 16 MiB"))
        .help("split it, or move it out of `briefings/`")
}

/// A file's name that is not text.
pub fn name_not_utf8(at: Span, shown: &str) -> Diagnostic {
    error("name-not-utf8", at, format!("the file name `{shown}` is not UTF-8")).help("rename the file")
}

/// A link of the file system.
pub fn symlink(at: Span, path: &str) -> Diagnostic {
    error("symlink", at, format!("`{path}` is a link of the file system, which is not followed"))
        .help("put the file itself there")
}

/// Something that is not a file.
pub fn not_a_file(at: Span, path: &str) -> Diagnostic {
    error("not-a-file", at, format!("`{path}` is not a file that can be read"))
        .help("take it out of the site's folders")
}
