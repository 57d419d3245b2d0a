//! Signposts for machines: links in a page's head, and all of them as a set in a file.
//!
//! FAIR Signposting Profile, levels 1 and 2: `cite-as` only for an identifier that leads here, which
//! is a DOI; `author` only for an identifier of a person; `license` at most one. RFC 9264: a set of
//! links as JSON, whose addresses are whole.

use serde_json::{Map, Value, json};

use super::{HeadLink, LINKSET, Work};

/// The type of the page's work, as signposts name it.
const TYPE: &str = "https://schema.org/Report";

/// The type of a PDF.
const PDF: &str = "application/pdf";

/// Links that lead away from the brief.
fn abroad(work: &Work) -> Vec<HeadLink> {
    let link = |rel, href| HeadLink { rel, media: None, href };
    let mut links = Vec::new();
    links.extend(work.item.text("DOI").map(|it| link("cite-as", doi_url(it))));
    links.push(link("type", TYPE.to_owned()));
    links.extend(work.makers.iter().filter_map(|it| it.orcid.clone()).map(|it| link("author", it)));
    links.extend(work.license.clone().map(|it| link("license", it)));
    links
}

/// The links of a page's head. Those to files beside the page are relative, as all links inside of
/// the site: a copy of it still leads to its own.
pub fn head(work: &Work) -> Vec<HeadLink> {
    let mut links = abroad(work);
    for it in &work.files {
        links.push(HeadLink { rel: "describedby", media: Some(it.media), href: it.file.to_owned() });
    }
    // The work itself in another form, beside its page.
    links.extend(work.pdf.clone().map(|href| HeadLink { rel: "item", media: Some(PDF), href }));
    if has_linkset(work) {
        links.push(HeadLink {
            rel: "linkset",
            media: Some("application/linkset+json"),
            href: LINKSET.to_owned(),
        });
    }
    links
}

/// Whether there is a set of links: there are records, and their whole addresses are known.
pub fn has_linkset(work: &Work) -> bool {
    work.url.is_some() && !work.files.is_empty()
}

/// The set of links of a brief and of its records (RFC 9264, section 4.2); `None` without whole
/// addresses.
pub fn linkset(work: &Work) -> Option<String> {
    let url = work.url.as_ref().filter(|_| has_linkset(work))?;
    let mut of_page: Map<String, Value> = Map::new();
    of_page.insert("anchor".into(), json!(url));
    let mut add = |rel: &str, target: Value| {
        let all = of_page.entry(rel.to_owned()).or_insert_with(|| json!([]));
        all.as_array_mut().expect("made as a list").push(target);
    };
    for it in abroad(work) {
        add(it.rel, json!({ "href": it.href }));
    }
    for it in &work.files {
        add("describedby", json!({ "href": work.file_url(it.file), "type": it.media }));
    }
    let pdf = work.pdf.as_ref().and_then(|it| work.file_url(it));
    if let Some(pdf) = &pdf {
        add("item", json!({ "href": pdf, "type": PDF }));
    }
    let mut contexts = vec![Value::Object(of_page)];
    for it in &work.files {
        contexts.push(json!({
            "anchor": work.file_url(it.file),
            "describes": [{ "href": url, "type": "text/html" }],
        }));
    }
    if let Some(pdf) = pdf {
        contexts.push(json!({ "anchor": pdf, "collection": [{ "href": url, "type": "text/html" }] }));
    }
    let set = json!({ "linkset": contexts });
    Some(serde_json::to_string_pretty(&set).expect("plain data") + "\n")
}

/// The address of a DOI, with what an address cannot hold escaped (Crossref, "DOI display
/// guidelines"; RFC 3986, section 2.1).
pub fn doi_url(doi: &str) -> String {
    let mut out = String::from("https://doi.org/");
    for byte in doi.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()!$'*+,=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_become_addresses() {
        assert_eq!(doi_url("10.5555/a(1)"), "https://doi.org/10.5555/a(1)");
        assert_eq!(doi_url("10.5555/a#b%ä"), "https://doi.org/10.5555/a%23b%25%C3%A4");
    }
}
