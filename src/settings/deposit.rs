//! `[doi]`: what Crossref must know of whoever deposits DOIs with it.
//!
//! A table, because a deposit is a contract of the whole publication: one prefix, one account, one
//! address for the answers. Which DOI a brief has is written in the brief itself. It is never made
//! from an address: a DOI on a page promises that it leads there for ever, and one that nobody has
//! registered, or that changes with a slug, leads nowhere.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::{self, Form};
use crate::report::{Diagnostic, mistakes::settings as mistakes};
use crate::words::Source;

/// `[doi]`, for a `crossref.xml` beside each brief whose `doi` begins with the prefix.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenDoi {
    /// The prefix that your registration agency gave you, such as `10.5555`.
    pub prefix: String,
    /// Who deposits: a person or an office.
    pub depositor: String,
    /// Where the answers of Crossref go.
    pub email: String,
    /// Who answers for the DOIs; default: the publisher.
    #[serde(default)]
    pub registrant: Option<String>,
}

/// How DOIs are deposited.
#[derive(serde::Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Deposit {
    /// The prefix of our own DOIs.
    pub prefix: String,
    /// Who deposits.
    pub depositor: String,
    /// Where the answers go.
    pub email: String,
    /// Who answers for the DOIs, if it is not the publisher.
    pub registrant: Option<String>,
}

impl Deposit {
    /// Whether a DOI is one of ours: nobody may deposit another's.
    pub fn owns(&self, doi: &str) -> bool {
        doi.split_once('/').is_some_and(|it| it.0 == self.prefix)
    }
}

/// `[doi]` as meant; what cannot be deposited with is said.
pub(super) fn meant(
    written: Option<WrittenDoi>,
    source: &Source,
    said: &mut Vec<Diagnostic>,
) -> Option<Deposit> {
    let it = written?;
    let at = |key| source.span(data::positions::value(Form::Toml, &source.text, &["doi", key]));
    if !is_prefix(&it.prefix) {
        said.push(mistakes::doi_prefix(at("prefix"), &it.prefix));
    }
    // `crossref5.4.0.xsd`, `email_address`: something on both sides of an `@`, no spaces.
    let is_email = it.email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !it.email.contains(char::is_whitespace)
    });
    if !is_email {
        said.push(mistakes::doi_email(at("email"), &it.email));
    }
    Some(Deposit {
        prefix: it.prefix,
        depositor: it.depositor.trim().to_owned(),
        email: it.email,
        registrant: it.registrant.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()),
    })
}

/// Whether a text is the prefix of a DOI (ISO 26324: `10.` and a registrant).
fn is_prefix(text: &str) -> bool {
    text.strip_prefix("10.").is_some_and(|it| {
        (4..=9).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_whose_a_doi_is() {
        assert!(
            is_prefix("10.5555") && !is_prefix("10.55") && !is_prefix("11.5555") && !is_prefix("10.5555/")
        );
        let deposit = Deposit {
            prefix: "10.5555".into(),
            depositor: "Desk".into(),
            email: "desk@example.org".into(),
            registrant: None,
        };
        assert!(deposit.owns("10.5555/a") && !deposit.owns("10.55555/a") && !deposit.owns("10.5555"));
    }
}
