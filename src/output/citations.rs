//! Records of each brief for other programs, beside its page: BibTeX, RIS, CSL-JSON, the set of its
//! links, and the deposit of its DOI.

use std::sync::Arc;

use super::records::{DEPOSIT, FILES, LINKSET, Work, bibtex, crossref, ris, signposting};
use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::settings::Deposit;
use crate::words::{Fingerprinter, OutPath};

/// Makes one record of a brief.
type Record = fn(&Work, Option<&Deposit>) -> Vec<u8>;

/// The records of all briefs. Each is made from the brief's facts and nothing else, so these are its
/// key, with the program's version: what is told of equal facts may change with it.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    for brief in &edition.site.briefs {
        let Some(work) = Work::of(edition, brief).filter(|it| !it.files.is_empty()) else { continue };
        let deposit = edition.settings.deposit.clone();
        let mut records: Vec<(&str, Record)> =
            FILES.iter().map(|it| it.file).zip([bib as Record, ris, csl]).collect();
        if signposting::has_linkset(&work) {
            records.push((LINKSET, linkset));
        }
        if deposit.as_ref().is_some_and(|it| crossref::is_made(&work, it)) {
            records.push((DEPOSIT, crossref));
        }
        let mut facts = Fingerprinter::new("record");
        let facts = facts.add_value(&(&work, &deposit, env!("CARGO_PKG_VERSION"))).finish();
        let shared = Arc::new((work, deposit));
        for (name, record) in records {
            let path = format!("{}{name}", brief.address.path());
            let mut key = Fingerprinter::new("record");
            let key = key.add(facts).add_bytes(name.as_bytes()).finish();
            let shared = shared.clone();
            files.push(OutputFile {
                path: OutPath::new(&path).expect("a plain name in the folder of a page"),
                key,
                wave: Wave::Asset,
                make: Box::new(move || Ok(Contents::Bytes(record(&shared.0, shared.1.as_ref())))),
            });
        }
    }
    Ok(())
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
