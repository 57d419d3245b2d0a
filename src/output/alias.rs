//! Pages at old addresses, which lead on.

use super::prose::escape;
use super::views::frame::Page;
use super::views::lists::{Alias, AliasTarget};
use super::{Contents, Edition, Entry, Wave};
use crate::words::address::escape_path;
use crate::words::{Fingerprinter, OutPath};

/// A page for each old address.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (old, (title, target)) in edition.site.redirects.iter() {
        // An old address that named a file is a file again, so that the link people kept still works.
        let is_file = old.last().contains('.');
        let path = if is_file { old.path().trim_end_matches('/').to_owned() } else { old.file() };
        let depth = path.matches('/').count();
        let mut head = edition.head("alias", title, old);
        head.root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        head.noindex = true;
        head.canonical =
            edition.settings.base_url.as_ref().map(|it| format!("{it}{}", escape_path(target.path())));
        let alias = Alias {
            target: AliasTarget {
                title: title.clone(),
                href: format!("{}{}", head.root, edition.path_of(target)),
            },
        };
        let mut own = Fingerprinter::new("alias");
        let own = own.add_value(&alias).add_value(&head).finish();
        let Some(path) = OutPath::new(&path) else { continue };
        let about = format!("the page at the old address `{}`", escape(old.as_str()));
        let key =
            move |edition: &Edition| Fingerprinter::new("alias").add(edition.keys.pages).add(own).finish();
        let make = move |edition: &Edition| {
            let site = edition.site_at(&head);
            let language = &edition.site_language;
            let page = Page { site: &site, page: &head, language, own: &alias };
            edition.templates.render("alias.html", &page, &about).map(Contents::Bytes)
        };
        files.push(Entry::new(path, Wave::Page, key, make));
    }
}
