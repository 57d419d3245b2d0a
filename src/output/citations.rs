//! Records of each brief for other programs, beside its page: BibTeX, RIS, CSL-JSON, the set of its
//! links, and the deposit of its DOI.

use std::sync::{Arc, OnceLock};

use super::records::{DEPOSIT, FILES, LINKSET, Work, bibtex, crossref, files_of, ris, signposting};
use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::settings::Deposit;
use crate::words::{Fingerprinter, OutPath};

/// Makes one record of a brief.
type Record = fn(&Work, Option<&Deposit>) -> Vec<u8>;

/// The records of all briefs. A brief's facts are gathered when the first of its records is made.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
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
        let mut facts = Fingerprinter::new("record");
        facts.add(edition.keys.records).add(edition.keys.faces[index]);
        brief.cited.iter().for_each(|it| {
            facts.add(it.reference.fingerprint);
        });
        let facts = facts.finish();
        let work: Arc<OnceLock<Option<Work>>> = Arc::default();
        for (name, record) in records {
            let path = format!("{}{name}", brief.address.path());
            let mut key = Fingerprinter::new("record");
            let key = key.add(facts).add_bytes(name.as_bytes()).finish();
            let (edition, work) = (edition.clone(), work.clone());
            let make = move || {
                let work = work.get_or_init(|| Work::of(&edition, &edition.site.briefs[index]));
                let bytes =
                    work.as_ref().map_or_else(Vec::new, |it| record(it, edition.settings.deposit.as_ref()));
                Ok(Contents::Bytes(bytes))
            };
            files.push(OutputFile {
                path: OutPath::new(&path).expect("a plain name in the folder of a page"),
                key,
                wave: Wave::Asset,
                make: Box::new(make),
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
