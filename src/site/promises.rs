//! Addresses and anchors that readers may cite: kept with a publication, and missed by the next.

use std::collections::BTreeMap;

use super::{Address, Brief, Materials};
use crate::report::{Diagnostic, mistakes::site as mistakes};

/// What this site promises: the address of each page, and each record with an explicit id.
pub(super) fn make(briefs: &[Brief]) -> Vec<String> {
    let mut promises = Vec::new();
    for brief in briefs {
        promises.push(brief.address.to_string());
        for it in &brief.outline.structure.anchors {
            if it.is_record && it.is_explicit {
                promises.push(format!("{}#{}", brief.address, it.id));
            }
        }
    }
    promises.sort();
    promises.dedup();
    promises
}

/// Says what the last publication promised and this one lacks, unless an alias leads on from it.
pub(super) fn check(
    promises: &[String],
    redirects: &BTreeMap<Address, (String, Address)>,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) {
    for old in materials.promised {
        // There is always a home page.
        if old == "/" || promises.binary_search(old).is_ok() {
            continue;
        }
        let address = old.split('#').next().unwrap_or_default();
        let leads_on = redirects.keys().any(|it| it.as_str() == address);
        // An anchor of a page that is gone is said once, with the page.
        let page_gone = old.contains('#') && !promises.iter().any(|it| it == address);
        if !leads_on && !page_gone {
            said.push(mistakes::promise_broken(None, old));
        }
    }
}
