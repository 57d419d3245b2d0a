//! Records of each brief for other programs, beside its page: BibTeX, RIS, CSL-JSON, the set of its
//! links, and the deposit of its DOI.

use super::records::{DEPOSIT, FILES, LINKSET, Work, bibtex, crossref, files_of, ris, signposting};
use super::{Contents, Edition, Entry, Wave};
use crate::settings::Deposit;
use crate::words::{Fingerprint, Fingerprinter, OutPath};

/// Makes one record of a brief.
type Record = fn(&Work, Option<&Deposit>) -> Vec<u8>;

/// The records of all briefs. A brief's facts are gathered when the first of its records is made.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (index, brief) in edition.site.briefs.iter().enumerate() {
        if files_of(edition, brief).is_empty() {
            continue;
        }
        let mut records: Vec<(&str, Record)> =
            FILES.iter().map(|it| it.file).zip([bib as Record, ris, csl]).collect();
        if edition.settings.base_url.is_some() {
            records.push((LINKSET, linkset));
            if edition.settings.deposit.as_ref().is_some_and(|it| crossref::is_due(brief, it)) {
                records.push((DEPOSIT, crossref));
            }
        }
        for (name, record) in records {
            let path = format!("{}{name}", brief.address.path());
            let make = move |edition: &Edition| {
                let deposit = edition.settings.deposit.as_ref();
                Ok(Contents::Bytes(edition.work(index).map_or_else(Vec::new, |it| record(&it, deposit))))
            };
            files.push(Entry::new(
                OutPath::new(&path).expect("a plain name in the folder of a page"),
                Wave::Asset,
                move |edition| key(edition, index, name),
                make,
            ));
        }
    }
}

/// The key of a record: what is shown of its brief, and what that cites.
fn key(edition: &Edition, index: usize, name: &str) -> Fingerprint {
    let mut key = Fingerprinter::new("record");
    key.add(edition.keys.records).add(edition.keys.faces[index]);
    for it in &edition.site.briefs[index].cited {
        key.add(it.reference.fingerprint);
    }
    key.add_bytes(name.as_bytes()).finish()
}

/// BibTeX.
fn bib(work: &Work, _: Option<&Deposit>) -> Vec<u8> {
    bibtex::file(work).into_bytes()
}

/// RIS.
fn ris(work: &Work, _: Option<&Deposit>) -> Vec<u8> {
    ris::file(work).into_bytes()
}

/// CSL-JSON: a list of one item (the schema `csl-data.json`).
fn csl(work: &Work, _: Option<&Deposit>) -> Vec<u8> {
    let text = serde_json::to_string_pretty(&[work.item.csl_json()]).expect("plain data");
    (text + "\n").into_bytes()
}

/// The set of links.
fn linkset(work: &Work, _: Option<&Deposit>) -> Vec<u8> {
    signposting::linkset(work).unwrap_or_default().into_bytes()
}

/// The deposit of the DOI.
fn crossref(work: &Work, deposit: Option<&Deposit>) -> Vec<u8> {
    deposit.and_then(|it| crossref::file(work, it)).unwrap_or_default()
}
