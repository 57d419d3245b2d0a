//! `sitemap.xml` and `robots.txt` (sitemaps.org, protocol 0.9; RFC 9309).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Contents, Edition, Entry, Wave};
use crate::words::address::escape_path;
use crate::words::{Address, Fingerprint, Fingerprinter, OutPath};

/// Both files. The map needs whole addresses, so it is there only with a base address; a preview of
/// what is withheld has none, and asks to be left alone.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    let base = edition.settings.base_url.as_deref();
    let robots = match base {
        _ if edition.site.is_preview => "User-agent: *\nDisallow: /\n".to_owned(),
        Some(base) => format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"),
        None => "User-agent: *\nAllow: /\n".to_owned(),
    };
    let key = Fingerprint::of(robots.as_bytes());
    let make = move |_: &Edition| Ok(Contents::Bytes(robots.clone().into_bytes()));
    files.push(Entry::new(plain("robots.txt"), Wave::Index, move |_| key, make));
    if base.is_some() && !edition.site.is_preview {
        let make = |edition: &Edition| {
            let base = edition.settings.base_url.as_deref().unwrap_or_default();
            Ok(Contents::Bytes(map(edition, base)))
        };
        files.push(Entry::new(plain("sitemap.xml"), Wave::Index, key_of_map, make));
    }
}

/// A path at the top.
fn plain(name: &str) -> OutPath {
    OutPath::new(name).expect("a plain name")
}

/// What the map depends on.
fn key_of_map(edition: &Edition) -> Fingerprint {
    let mut key = Fingerprinter::new("sitemap");
    key.add(edition.keys.site).add(edition.keys.all_faces);
    key.add_all(&edition.keys.topics).add_all(&edition.keys.people);
    for it in edition.site.sources.iter() {
        key.add_bytes(it.address.as_str().as_bytes());
    }
    key.finish()
}

/// The map: pages that can be found, with the day of their last change where it is known.
fn map(edition: &Edition, base: &str) -> Vec<u8> {
    let site = &edition.site;
    let mut entries: Vec<(Address, Option<String>)> = vec![(Address::home(), None)];
    for brief in site.briefs.iter().filter(|it| it.address != Address::home()) {
        let day = brief.front().updated.or(brief.front().date).map(|it| it.to_string());
        entries.push((brief.address.clone(), day));
    }
    entries.extend(site.topics.iter().map(|it| (it.address.clone(), None)));
    entries
        .extend(site.people.iter().filter(|it| !it.briefs.is_empty()).map(|it| (it.address.clone(), None)));
    entries.extend(site.series.iter().map(|it| (it.address.clone(), None)));
    entries.extend(site.sources.iter().map(|it| (it.address.clone(), None)));
    let mut made = vec![];
    if !site.sources.is_empty() {
        made.push("sources");
    }
    if !site.newest.is_empty() {
        made.extend(["archive", "lessons", "recommendations"]);
    }
    if edition.has.corrections {
        made.push("corrections");
    }
    if !site.topics.is_empty() {
        made.push("topics");
    }
    if !site.people.is_empty() {
        made.push("people");
    }
    if !site.series.is_empty() {
        made.push("series");
    }
    entries.extend(made.into_iter().map(|it| (Address::of([it]), None)));
    entries.sort();
    let mut writer = Writer::new(Vec::new());
    let written = (|| -> std::io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        writer
            .create_element("urlset")
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(|writer| {
                for (address, day) in &entries {
                    writer.create_element("url").write_inner_content(|writer| {
                        let whole = format!("{base}{}", escape_path(address.path()));
                        writer.create_element("loc").write_text_content(BytesText::new(&whole))?;
                        if let Some(day) = day {
                            writer.create_element("lastmod").write_text_content(BytesText::new(day))?;
                        }
                        Ok(())
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    })();
    written.expect("writing to memory does not fail");
    writer.into_inner()
}
