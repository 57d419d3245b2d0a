//! The text of a brief as it stands in a feed: whole, with notes and references, every address
//! absolute, nothing that a reader's program must not run (RFC 4287, 8.1 and 4.1.3.3).

use ammonia::{Builder, Url, UrlRelative};

use crate::draft;
use crate::output::templates::Dear;
use crate::output::views::brief::{BriefFrame, BriefPage};
use crate::output::views::frame::{Head, Page};
use crate::output::{Edition, NotMade};
use crate::report::Diagnostic;

/// Elements that our pages have and that the cleaner's own list lacks.
const MORE: [&str; 2] = ["section", "tfoot"];

/// The head of the page that stands around the text: its links begin at the site's address.
fn head(edition: &Edition, index: usize, base: &str) -> Head {
    let mut head = edition.brief_head("feed", index);
    base.clone_into(&mut head.root);
    head
}

/// What of a brief comes from its front matter. Its neighbours are left out: a feed shows none, and
/// does not change with them.
fn frame(edition: &Edition, index: usize) -> BriefFrame {
    BriefFrame { series_nav: None, ..edition.frame(index) }
}

/// The text as HTML that stands by itself, or what is wrong with the template.
pub(super) fn text(edition: &Edition, index: usize, base: &str) -> Result<String, Vec<Diagnostic>> {
    let brief = &edition.site.briefs[index];
    let head = head(edition, index, base);
    let body = draft::body(&brief.outline);
    let work = if edition.templates.shows(Dear::CiteAs) { edition.work(index) } else { None };
    let own =
        BriefPage { brief: edition.brief_view(index, frame(edition, index), &body, base, work.as_deref()) };
    let language = edition.language(&head.lang);
    let page = Page { site: &edition.site_at(&head), page: &head, language: &language, own: &own };
    let about = format!("`{}` in feeds", brief.outline.source.path);
    let html = match edition.templates.render("feed.html", &page, &about) {
        Ok(it) => it,
        Err(NotMade::Mistakes(all)) => return Err(all),
        Err(NotMade::Trouble(it)) => unreachable!("templates touch no machine: {it:#}"),
    };
    let html = String::from_utf8(html).expect("templates are text");
    let url = format!("{base}{}", crate::words::address::escape_path(brief.address.path()));
    Ok(cleaned(&with_ticks(&html), &url))
}

/// Boxes of tasks as signs: what a form is made of has no place in a feed.
fn with_ticks(html: &str) -> String {
    let mut parts = html.split("<input type=\"checkbox\" disabled");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, rest) = part.split_once('>').unwrap_or((part, ""));
        out.push(if inside.contains(" checked") { '☑' } else { '☐' });
        out.push_str(rest);
    }
    out
}

/// HTML without scripts, styles, classes and ids; addresses joined with that of the page, so that
/// `#note_1` leads to the note there.
fn cleaned(html: &str, page: &str) -> String {
    let mut builder = Builder::default();
    builder.add_tags(MORE).add_tag_attributes("li", ["value"]).link_rel(None);
    builder.add_tag_attributes("time", ["datetime"]).add_tag_attributes("th", ["scope"]);
    match Url::parse(page) {
        Ok(base) => builder.url_relative(UrlRelative::RewriteWithBase(base)),
        Err(_) => builder.url_relative(UrlRelative::Deny),
    };
    builder.clean(html).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_nothing_runs() {
        let out = cleaned(
            "<p id=\"x\" class=\"y\" onclick=\"z\"><a href=\"#note_1\">1</a> <a href=\"javascript:x\">2</a> <img src=\"a.png\"></p><script>x</script>",
            "https://example.org/s/a/",
        );
        assert_eq!(
            out,
            "<p><a href=\"https://example.org/s/a/#note_1\">1</a> <a>2</a> <img src=\"https://example.org/s/a/a.png\"></p>"
        );
    }

    #[test]
    fn tasks_keep_their_state() {
        assert_eq!(
            with_ticks("<li><input type=\"checkbox\" disabled checked aria-label=\"done\"> a"),
            "<li>☑ a"
        );
        assert_eq!(with_ticks("<input type=\"checkbox\" disabled aria-label=\"x\"> b"), "☐ b");
    }
}
