//! A brief as a deposit with Crossref: `report-paper` of the deposit schema 5.4.0, a file that an
//! editor uploads when the brief is out.
//!
//! The order of elements is that of `crossref5.4.0.xsd`, `report-paper_metadata`: contributors,
//! titles, abstract, day, ISBN, publisher, institution, number, licence, DOI, citations. The batch's
//! time must grow with every deposit of a DOI, and a build has no clock to write down; it is the day
//! of the last change that the front matter tells, so a change that is to be deposited needs
//! `updated`.

use std::io::{Result, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::work::{Institution, Maker};
use super::{Work, names, unmarked};
use crate::cite::{Day, Item, Name};
use crate::settings::Deposit;
use crate::site::Brief;
use crate::words::Fingerprint;

/// The namespace of the schema, and its version.
const SCHEMA: (&str, &str) = ("http://www.crossref.org/schema/5.4.0", "5.4.0");

/// Longest name of a person, as the schema has it.
const NAME_MAX: usize = 60;

/// Longest number of an item.
const NUMBER_MAX: usize = 32;

/// The file; `None` if there is nothing to deposit: no DOI, not one of ours, or no address for it.
pub fn file(work: &Work, deposit: &Deposit) -> Option<Vec<u8>> {
    let doi = work.item.text("DOI").filter(|it| deposit.owns(it))?;
    let url = work.url.as_deref()?;
    let day = work.day?;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(&mut writer, work, deposit, (doi, url, day)).expect("writing to memory does not fail");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Some(bytes)
}

/// Whether a brief of a site with an address has something to deposit.
pub fn is_due(brief: &Brief, deposit: &Deposit) -> bool {
    let front = brief.front();
    front.doi.as_ref().is_some_and(|it| deposit.owns(it)) && front.date.is_some()
}

/// An element with words in it.
fn put<W: Write>(writer: &mut Writer<W>, name: &str, words: &str) -> Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(words))?;
    Ok(())
}

/// The whole document.
fn write<W: Write>(
    writer: &mut Writer<W>,
    work: &Work,
    deposit: &Deposit,
    (doi, url, day): (&str, &str, Day),
) -> Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let location = format!("{} https://www.crossref.org/schemas/crossref{}.xsd", SCHEMA.0, SCHEMA.1);
    writer
        .create_element("doi_batch")
        .with_attribute(("version", SCHEMA.1))
        .with_attribute(("xmlns", SCHEMA.0))
        .with_attribute(("xmlns:jats", "http://www.ncbi.nlm.nih.gov/JATS1"))
        .with_attribute(("xmlns:ai", "http://www.crossref.org/AccessIndicators.xsd"))
        .with_attribute(("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"))
        .with_attribute(("xsi:schemaLocation", location.as_str()))
        .write_inner_content(|writer| {
            writer.create_element("head").write_inner_content(|writer| head(writer, work, deposit))?;
            writer.create_element("body").write_inner_content(|writer| {
                writer.create_element("report-paper").write_inner_content(|writer| {
                    // Two letters of ISO 639 are all that the schema knows.
                    let lang = work.lang.split('-').next().filter(|it| it.len() == 2);
                    let mut element = writer.create_element("report-paper_metadata");
                    if let Some(lang) = lang {
                        element = element.with_attribute(("language", lang));
                    }
                    element.write_inner_content(|writer| metadata(writer, work, (doi, url, day)))?;
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(())
}

/// Who deposits, and which batch it is: named by what it holds, so that equal ones are one.
fn head<W: Write>(writer: &mut Writer<W>, work: &Work, deposit: &Deposit) -> Result<()> {
    put(writer, "doi_batch_id", &Fingerprint::of_value(&(work, deposit)).to_string())?;
    let day = work.last_day().unwrap_or(Day { year: 0, month: None, day: None });
    let (month, of_month) = (day.month.unwrap_or(0), day.day.unwrap_or(0));
    put(writer, "timestamp", &format!("{:04}{month:02}{of_month:02}000000", day.year))?;
    writer.create_element("depositor").write_inner_content(|writer| {
        put(writer, "depositor_name", &deposit.depositor)?;
        put(writer, "email_address", &deposit.email)
    })?;
    put(writer, "registrant", deposit.registrant.as_deref().unwrap_or(&work.institution.name))
}

/// What is deposited, in the schema's order.
fn metadata<W: Write>(writer: &mut Writer<W>, work: &Work, (doi, url, day): (&str, &str, Day)) -> Result<()> {
    writer.create_element("contributors").write_inner_content(|writer| {
        for (index, it) in work.makers.iter().enumerate() {
            contributor(writer, it, if index == 0 { "first" } else { "additional" })?;
        }
        Ok(())
    })?;
    writer.create_element("titles").write_inner_content(|writer| {
        put(writer, "title", &work.title)?;
        work.subtitle.iter().try_for_each(|it| put(writer, "subtitle", it))
    })?;
    if let Some(it) = &work.standfirst {
        writer.create_element("jats:abstract").write_inner_content(|writer| put(writer, "jats:p", it))?;
    }
    writer
        .create_element("publication_date")
        .with_attribute(("media_type", "online"))
        .write_inner_content(|writer| date(writer, day))?;
    if let Some(it) = work.item.text("ISBN") {
        writer
            .create_element("isbn")
            .with_attribute(("media_type", "electronic"))
            .write_text_content(BytesText::new(it))?;
    }
    writer.create_element("publisher").write_inner_content(|writer| {
        put(writer, "publisher_name", &work.institution.name)?;
        work.institution.place.iter().try_for_each(|it| put(writer, "publisher_place", it))
    })?;
    institution(writer, &work.institution)?;
    if let Some(it) = work.item.text("number").filter(|it| it.chars().count() <= NUMBER_MAX) {
        writer.create_element("publisher_item").write_inner_content(|writer| {
            writer
                .create_element("item_number")
                .with_attribute(("item_number_type", "report-number"))
                .write_text_content(BytesText::new(it))?;
            Ok(())
        })?;
    }
    if let Some(it) = &work.license {
        writer
            .create_element("ai:program")
            .with_attribute(("name", "AccessIndicators"))
            .write_inner_content(|writer| put(writer, "ai:license_ref", it))?;
    }
    writer.create_element("doi_data").write_inner_content(|writer| {
        put(writer, "doi", doi)?;
        put(writer, "resource", url)
    })?;
    if !work.sources.is_empty() {
        writer
            .create_element("citation_list")
            .write_inner_content(|writer| work.sources.iter().try_for_each(|it| citation(writer, it)))?;
    }
    Ok(())
}

/// Month, day, year: in this order.
fn date<W: Write>(writer: &mut Writer<W>, it: Day) -> Result<()> {
    if let Some(month) = it.month {
        put(writer, "month", &format!("{month:02}"))?;
    }
    if let Some(day) = it.day {
        put(writer, "day", &format!("{day:02}"))?;
    }
    put(writer, "year", &format!("{:04}", it.year))
}

/// A person in parts, or an organisation: also for a name that the schema's pattern refuses.
fn contributor<W: Write>(writer: &mut Writer<W>, it: &Maker, sequence: &str) -> Result<()> {
    let fits = |text: &str| {
        text.chars().count() <= NAME_MAX && !text.chars().any(|it| it.is_ascii_digit() || it == '?')
    };
    match &it.name {
        Name::Person { given, suffix, .. }
            if fits(&it.name.family()) && given.as_deref().is_none_or(fits) =>
        {
            writer
                .create_element("person_name")
                .with_attribute(("sequence", sequence))
                .with_attribute(("contributor_role", "author"))
                .write_inner_content(|writer| {
                    given.iter().try_for_each(|it| put(writer, "given_name", it))?;
                    put(writer, "surname", &it.name.family())?;
                    suffix.iter().try_for_each(|it| put(writer, "suffix", it))?;
                    if let Some(place) = &it.affiliation {
                        writer
                            .create_element("affiliations")
                            .write_inner_content(|writer| institution(writer, place))?;
                    }
                    it.orcid.iter().try_for_each(|it| put(writer, "ORCID", it))
                })?;
        }
        _ => {
            writer
                .create_element("organization")
                .with_attribute(("sequence", sequence))
                .with_attribute(("contributor_role", "author"))
                .write_text_content(BytesText::new(&it.shown))?;
        }
    }
    Ok(())
}

/// An institution with its identifier and its city.
fn institution<W: Write>(writer: &mut Writer<W>, it: &Institution) -> Result<()> {
    writer.create_element("institution").write_inner_content(|writer| {
        put(writer, "institution_name", &it.name)?;
        if let Some(ror) = &it.ror {
            writer
                .create_element("institution_id")
                .with_attribute(("type", "ror"))
                .write_text_content(BytesText::new(ror))?;
        }
        it.place.iter().try_for_each(|it| put(writer, "institution_place", it))
    })?;
    Ok(())
}

/// A source: its DOI where it has one, for then nothing else is needed, and its words.
fn citation<W: Write>(writer: &mut Writer<W>, item: &Item) -> Result<()> {
    writer.create_element("citation").with_attribute(("key", item.id.as_str())).write_inner_content(
        |writer| {
            if let Some(doi) = item.text("DOI") {
                return put(writer, "doi", doi);
            }
            let makers: Vec<String> = item.makers().iter().map(names::one_line).collect();
            let issued = item.dates.get("issued").and_then(|it| it.iso());
            let parts = [
                Some(makers.join("; ")),
                item.text("title").map(unmarked),
                item.text("container-title").or(item.text("publisher")).map(unmarked),
                issued,
                item.url(),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|it| !it.is_empty()).collect();
            put(writer, "unstructured_citation", &parts.join(". "))
        },
    )?;
    Ok(())
}
