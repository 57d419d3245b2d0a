//! `[limits]`: how large what is read, copied and set may be.

use schemars::JsonSchema;
use serde::Deserialize;

/// Limits on what is read and copied.
#[derive(Deserialize, JsonSchema, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest picture or attachment, in megabytes.
    pub asset_megabytes: u64,
    /// The largest picture, in millions of pixels.
    pub picture_megapixels: u64,
    /// The most memory that opening a picture may take, in megabytes.
    pub picture_megabytes: u64,
    /// The longest that setting a PDF or a card may take, in seconds.
    pub paper_seconds: u64,
    /// The most memory that setting one may take, in megabytes.
    pub paper_megabytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            asset_megabytes: 25,
            picture_megapixels: 100,
            picture_megabytes: 512,
            paper_seconds: 60,
            paper_megabytes: 2048,
        }
    }
}
