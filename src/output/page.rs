//! What every page is made with: the site, its head, the words of its language.

use std::fmt::Display;
use std::sync::Arc;

use serde::Serialize;

use super::templates::{Shared, Templates};
use super::views::frame::{Head, Page};
use super::{Contents, Edition, NotMade};
use crate::language::Language;

/// Everything that a page depends on beside what is its own.
pub(super) struct Ready {
    /// The site, seen from the page.
    pub site: Shared,
    /// The page's head.
    pub head: Head,
    /// Words of its language.
    pub language: Arc<Language>,
}

impl Ready {
    /// What a page with this head depends on beside its own view.
    pub fn of(edition: &Edition, head: Head) -> Ready {
        Ready { site: edition.site_at(&head), language: edition.language(&head.lang), head }
    }

    /// Renders with what only this page has.
    pub fn render(
        &self,
        templates: &Templates,
        own: &impl Serialize,
        about: &dyn Display,
    ) -> Result<Contents, NotMade> {
        let page = Page { site: &self.site, page: &self.head, language: &self.language, own };
        templates.render(&format!("{}.html", self.head.kind), &page, about).map(Contents::Bytes)
    }
}
