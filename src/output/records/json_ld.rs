//! A brief in the terms of schema.org, for search engines: one `Report`, in a block of data that
//! no browser runs (schema.org, `Report`; JSON-LD 1.1, section 7).

use serde_json::{Map, Value, json};

use super::signposting::doi_url;
use super::work::{Institution, Maker};
use super::{Work, unmarked};
use crate::cite::{Item, Name};

/// The block's text. `<`, `>` and `&` are written as escapes, so that no word of an author can end
/// the element (HTML Standard, 4.12.1.3).
pub fn script(work: &Work) -> String {
    let text = serde_json::to_string(&report(work)).expect("plain data");
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// An object that leaves out what is not known.
struct Node(Map<String, Value>);

impl Node {
    /// Of a type.
    fn new(kind: &str) -> Node {
        Node(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    /// Adds a property, unless there is nothing to say.
    fn with(mut self, name: &str, value: impl Into<Value>) -> Node {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(it) => it.is_empty(),
            Value::Array(it) => it.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// As a value.
    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// The report.
fn report(work: &Work) -> Value {
    let item = &work.item;
    let things = |kind: &str, names: &[String]| -> Vec<Value> {
        names.iter().map(|it| Node::new(kind).with("name", it.clone()).done()).collect()
    };
    let series = work.series.as_ref().map(|(title, issn)| {
        Node::new("CreativeWorkSeries").with("name", title.clone()).with("issn", issn.clone()).done()
    });
    let funding = work.funding.clone().map(|it| Node::new("Grant").with("description", it).done());
    let corrections: Vec<Value> = work
        .corrections
        .iter()
        .map(|(day, text)| {
            Node::new("CorrectionComment").with("datePublished", day.iso()).with("text", text.clone()).done()
        })
        .collect();
    let status = match (work.withdrawn, work.superseded) {
        (true, _) => Some("Withdrawn"),
        (_, true) => Some("Superseded"),
        _ => None,
    };
    let publisher = institution(&work.institution);
    let mut node = Node(Map::from_iter([("@context".to_owned(), json!("https://schema.org"))]));
    node = node.with("@type", "Report").with("@id", work.url.as_ref().map(|it| format!("{it}#report")));
    node.with("url", work.url.clone())
        .with("mainEntityOfPage", work.url.clone())
        .with("headline", work.title.clone())
        .with("name", item.text("title").map(unmarked))
        .with("alternativeHeadline", work.subtitle.clone())
        .with("abstract", work.standfirst.clone())
        .with("author", work.makers.iter().map(maker).collect::<Vec<_>>())
        .with("publisher", publisher)
        .with("datePublished", work.day.map(|it| it.iso()))
        .with("dateModified", work.last_day().filter(|it| Some(*it) != work.day).map(|it| it.iso()))
        .with("inLanguage", work.lang.clone())
        .with("genre", item.text("genre"))
        .with("reportNumber", item.text("number"))
        .with("isPartOf", series)
        .with("identifier", identifiers(item))
        .with("sameAs", item.text("DOI").map(doi_url))
        .with("image", work.picture.as_ref().map(|it| it.url.clone()))
        .with("about", things("Thing", &work.topics))
        .with("spatialCoverage", things("Place", &work.regions))
        .with("keywords", work.keywords.clone())
        .with("license", work.license.clone())
        .with("copyrightNotice", work.copyright.clone())
        .with("funding", funding)
        .with("isAccessibleForFree", true)
        .with("creativeWorkStatus", status)
        .with("correction", corrections)
        .with("citation", work.sources.iter().map(|it| source(it)).collect::<Vec<_>>())
        .done()
}

/// Who made it: a person with an identifier, or an organisation.
fn maker(it: &Maker) -> Value {
    let (family, given) = match &it.name {
        Name::Person { given, .. } => (Some(it.name.family()), given.clone()),
        Name::Literal(_) => (None, None),
    };
    Node::new(if it.is_many { "Organization" } else { "Person" })
        .with("@id", it.orcid.clone())
        .with("name", it.shown.clone())
        .with("familyName", family)
        .with("givenName", given)
        .with("affiliation", it.affiliation.as_ref().map(institution))
        .with("url", it.url.clone())
        .done()
}

/// An institution with its identifier.
fn institution(it: &Institution) -> Value {
    Node::new("Organization").with("@id", it.ror.clone()).with("name", it.name.clone()).done()
}

/// DOI and ISBN, each said to be one.
fn identifiers(item: &Item) -> Vec<Value> {
    let all = [("DOI", item.text("DOI")), ("ISBN", item.text("ISBN"))];
    let all = all.into_iter().filter_map(|(kind, value)| Some((kind, value?)));
    all.map(|(kind, value)| Node::new("PropertyValue").with("propertyID", kind).with("value", value).done())
        .collect()
}

/// A source that it cites.
fn source(item: &Item) -> Value {
    let kind = match item.kind {
        "article-journal" | "paper-conference" => "ScholarlyArticle",
        "article-magazine" => "Article",
        "article-newspaper" => "NewsArticle",
        "book" => "Book",
        "chapter" => "Chapter",
        "dataset" => "Dataset",
        "legislation" | "regulation" | "bill" | "treaty" => "Legislation",
        "post-weblog" => "BlogPosting",
        "report" => "Report",
        "thesis" => "Thesis",
        "webpage" => "WebPage",
        _ => "CreativeWork",
    };
    let author = |it: &Name| {
        // Whether a whole name is a person's or an office's its source does not say.
        let kind = if matches!(it, Name::Person { .. }) { "Person" } else { "Organization" };
        Node::new(kind).with("name", it.spoken()).done()
    };
    let issued = item.dates.get("issued").and_then(|it| it.start).map(|it| it.iso());
    Node::new(kind)
        .with("name", unmarked(item.text("title").unwrap_or(&item.id)))
        .with("author", item.makers().iter().map(author).collect::<Vec<_>>())
        .with("datePublished", issued)
        .with("url", item.text("DOI").map(doi_url).or_else(|| item.url()))
        .done()
}
