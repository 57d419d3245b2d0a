//! `[pdf]`: whether each brief is given as a PDF too, and on which paper.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[pdf]`, the paper of each brief.
#[derive(Deserialize, JsonSchema, Clone, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPdf {
    /// Whether briefs have a PDF beside their page; default: yes, where the theme and the program can make one.
    pub enabled: Option<bool>,
    /// The size of the paper: `a4` or `letter`.
    pub size: PaperSize,
}

/// The size of paper.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
#[serde(rename_all = "lowercase")]
pub enum PaperSize {
    /// 210 by 297 millimetres.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl PaperSize {
    /// As settings and templates write it.
    pub fn name(self) -> &'static str {
        match self {
            PaperSize::A4 => "a4",
            PaperSize::Letter => "letter",
        }
    }
}
