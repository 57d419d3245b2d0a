//! `[pdf]`: whether each brief is given as a PDF too, and on which paper; whether it has a card.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::Limits;

/// `[pdf]`, the paper of each brief.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPdf {
    /// Whether briefs have a PDF beside their page; default: yes, where the theme and the program can make one.
    pub enabled: Option<bool>,
    /// The size of the paper: `a4` or `letter`.
    pub size: PaperSize,
    /// Whether briefs have a card, the picture that messengers show for a link, where the theme and the program can
    /// make one.
    pub cards: bool,
    /// Families of fonts of this machine for signs that no font of the theme has, such as `Noto Serif CJK JP`. Another
    /// machine may have other ones, and make other papers.
    pub system_fonts: Vec<String>,
}

impl Default for WrittenPdf {
    fn default() -> WrittenPdf {
        WrittenPdf { enabled: None, size: PaperSize::A4, cards: true, system_fonts: Vec::new() }
    }
}

/// Papers and cards.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Whether briefs have a PDF; if it is not said, where the theme and the program can make one.
    pub enabled: Option<bool>,
    /// The size of the paper.
    pub size: PaperSize,
    /// Whether briefs have a card.
    pub cards: bool,
    /// Families of fonts of the machine.
    pub system_fonts: Vec<String>,
    /// The longest that setting one may take.
    pub time_max: Duration,
    /// The most memory that it may take, in bytes.
    pub memory_max: u64,
}

/// What is meant.
pub(super) fn meant(written: &WrittenPdf, limits: &Limits) -> Papers {
    Papers {
        enabled: written.enabled,
        size: written.size,
        cards: written.cards,
        system_fonts: written.system_fonts.clone(),
        // None at all would set nothing.
        time_max: Duration::from_secs(limits.paper_seconds.max(1)),
        memory_max: limits.paper_megabytes.max(64).saturating_mul(1024 * 1024),
    }
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
