//! A feed as Atom 1.0 (RFC 4287).

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Entry, Ready};

/// What writes.
type Xml = Writer<Vec<u8>>;

/// The bytes of a feed.
pub(super) fn write(ready: &Ready<'_>, texts: &[&str]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    feed(&mut writer, ready, texts).expect("writing to memory does not fail");
    writer.into_inner()
}

/// The feed (4.1.1): what must be there, then its entries.
fn feed(xml: &mut Xml, ready: &Ready<'_>, texts: &[&str]) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("feed").with_attributes([
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xml:lang", ready.feed.lang.as_str()),
        ("xml:base", ready.base),
    ]);
    root.write_inner_content(|xml| {
        let own = ready.at("feed.xml");
        // The feed's own address: it stays when the title changes.
        element(xml, "id", &own)?;
        element(xml, "title", &ready.feed.title)?;
        if !ready.description.is_empty() {
            element(xml, "subtitle", ready.description)?;
        }
        element(xml, "updated", ready.updated())?;
        link(xml, "self", "application/atom+xml", &own)?;
        link(xml, "alternate", "text/html", &ready.page())?;
        person(xml, ready.author, None)?;
        xml.create_element("generator")
            .with_attribute(("version", env!("CARGO_PKG_VERSION")))
            .write_text_content(BytesText::new("brief"))?;
        for (it, text) in ready.entries.iter().zip(texts) {
            entry(xml, it, text)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// An entry (4.1.2).
fn entry(xml: &mut Xml, it: &Entry, text: &str) -> io::Result<()> {
    xml.create_element("entry").with_attribute(("xml:lang", it.lang.as_str())).write_inner_content(
        |xml| {
            element(xml, "id", &it.url)?;
            element(xml, "title", &it.title)?;
            element(xml, "published", &it.published)?;
            element(xml, "updated", &it.updated)?;
            link(xml, "alternate", "text/html", &it.url)?;
            for (name, page) in &it.authors {
                person(xml, name, page.as_deref())?;
            }
            for category in &it.categories {
                xml.create_element("category")
                    .with_attribute(("term", &*printable(category)))
                    .write_empty()?;
            }
            if let Some(license) = &it.license {
                element(xml, "rights", license)?;
            }
            if let Some(summary) = &it.summary {
                element(xml, "summary", summary)?;
            }
            xml.create_element("content")
                .with_attribute(("type", "html"))
                .write_text_content(BytesText::new(&printable(text)))?;
            Ok(())
        },
    )?;
    Ok(())
}

/// An element that holds plain text.
fn element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

/// A link (4.2.7).
fn link(xml: &mut Xml, relation: &str, media: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("type", media), ("href", href)];
    xml.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}

/// An author (4.2.1).
fn person(xml: &mut Xml, name: &str, page: Option<&str>) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| {
        element(xml, "name", name)?;
        page.map_or(Ok(()), |it| element(xml, "uri", it))
    })?;
    Ok(())
}

/// A text without what XML 1.0 has no way to write (2.2, Char).
fn printable(text: &str) -> Cow<'_, str> {
    // Nearly every text is whole as it is, which its bytes tell: U+FFFE and U+FFFF begin with EF in UTF-8.
    let is_plain = |it: u8| matches!(it, b'\t' | b'\n' | b'\r') || !it.is_ascii_control() && it != 0xef;
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let is_char = |it: &char| {
        matches!(it, '\t' | '\n' | '\r') || !it.is_ascii_control() && !matches!(it, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().filter(is_char).collect()
}
