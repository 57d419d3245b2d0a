//! Briefs in lists: what is shown of them, and how a theme prints it, once for all pages that show them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::frame::Head;
use super::{AuthorLink, DateView, NamedPath, SeriesLink};
use crate::draft::front_matter::{Kind, NoticeKind};
use crate::language::Language;
use crate::output::prose::escape;
use crate::output::templates::Shared;
use crate::output::{Edition, NotMade};
use crate::site::Brief;

/// A brief in a list.
#[derive(Serialize, Clone, Debug)]
pub struct Card {
    /// Its page, from the site's top.
    pub path: String,
    /// The title.
    pub title: String,
    /// The title as HTML.
    pub title_html: String,
    /// The second line.
    pub subtitle: Option<String>,
    /// `brief`, `comparison` or `page`.
    pub kind: &'static str,
    /// The genre.
    #[serde(rename = "type")]
    pub genre: Option<String>,
    /// The claim in a sentence.
    pub standfirst: Option<String>,
    /// The day of publication.
    pub date: Option<DateView>,
    /// The last change.
    pub updated: Option<DateView>,
    /// Its series.
    pub series: Option<SeriesLink>,
    /// Who wrote it.
    pub authors: Vec<AuthorLink>,
    /// What it is about.
    pub topics: Vec<NamedPath>,
    /// Why it is shown although it is withheld.
    pub mark: Option<String>,
    /// What became of it: withdrawn, or superseded by another.
    pub state: Option<String>,
    /// Its language.
    pub lang: String,
}

/// A brief in a list as templates get it: HTML if the theme has `card.html`, else the fields of its [`Card`]. Pages
/// show ten for each brief, so a value is made once and taken along.
pub type ShownCard = Shared;

/// What lists show of a brief in the language of the site, kept for the next list.
#[derive(Default)]
pub struct Cards {
    /// Its fields. What they are made from lies all over the memory; they are made when its page is, if that comes first.
    fields: OnceLock<Arc<Card>>,
    /// Cards that were made, each with the kind of list and how deep the page with it lies: of all pages at one depth
    /// the same leads to the site's top.
    made: Mutex<Vec<(ListKind, usize, ShownCard)>>,
}

/// Lists that a theme may print differently.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// The newest on the home page.
    Home,
    /// Those that a brief leads to.
    Related,
    /// Those of a year.
    Archive,
    /// Those of a topic, a person, a series.
    Shelf,
}

/// What `card.html` sees.
#[derive(Serialize)]
pub struct CardPage<'a> {
    /// The brief.
    card: &'a Card,
    /// The list.
    list: ListKind,
    /// The page with the list.
    page: Around<'a>,
}

/// What of a page `card.html` sees.
#[derive(Serialize)]
struct Around<'a> {
    /// Leads to the site's top.
    root: &'a str,
    /// What follows a folder in a link: nothing, or `index.html`.
    index: &'a str,
    /// Its language.
    lang: &'a str,
}

/// What became of a brief, if readers of a list should know.
fn state(brief: &Brief) -> Option<&'static str> {
    if brief.is_withdrawn() {
        return Some("withdrawn");
    }
    let is_superseded = brief.front().notice.as_ref().is_some_and(|it| it.2 == NoticeKind::Superseded);
    is_superseded.then_some("superseded")
}

impl Edition {
    /// Briefs in a list, for a page with this head.
    ///
    /// # Errors
    /// Mistakes of the theme's `card.html`.
    pub fn cards(&self, briefs: &[usize], list: ListKind, head: &Head) -> Result<Vec<ShownCard>, NotMade> {
        let language = self.language(&head.lang);
        briefs.iter().map(|it| self.shown_card(*it, list, head, &language)).collect()
    }

    /// A brief in a list. On pages in the language of the site it is made once for all that show it alike: as that is
    /// written, since templates see it, and not as the words are that stand in for it.
    fn shown_card(
        &self,
        index: usize,
        list: ListKind,
        head: &Head,
        language: &Language,
    ) -> Result<ShownCard, NotMade> {
        let prints = self.templates.prints_cards();
        let make = || {
            let card = self.card(index, language);
            if !prints {
                return Ok(Shared::of(&*card));
            }
            let path = &self.site.briefs[index].outline.source.path;
            let page = Around { root: &head.root, index: head.index, lang: &head.lang };
            self.templates.card(
                &CardPage { card: &card, list, page },
                language,
                &format_args!("`{path}` in a list"),
            )
        };
        // Fields are the same wherever they are shown; what is printed for the archive is shown there alone.
        let (list, depth) =
            if prints { (list, head.path.matches('/').count()) } else { (ListKind::Shelf, 0) };
        if head.lang != self.settings.language || list == ListKind::Archive {
            return make();
        }
        let cards = self.cards.get(index, Cards::default);
        let mut made = cards.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.iter().find(|it| it.0 == list && it.1 == depth) {
            return Ok(known.2.clone());
        }
        let card = make()?;
        made.push((list, depth, card.clone()));
        Ok(card)
    }

    /// What a list shows of a brief; the list's page decides the language of dates.
    pub fn card(&self, index: usize, language: &Language) -> Arc<Card> {
        if !std::ptr::eq(language, &*self.site_language) {
            return Arc::new(self.card_fields(index, language));
        }
        let cards = self.cards.get(index, Cards::default);
        cards.fields.get_or_init(|| Arc::new(self.card_fields(index, language))).clone()
    }

    /// The fields of a card.
    fn card_fields(&self, index: usize, language: &Language) -> Card {
        let brief = &self.site.briefs[index];
        let front = brief.front();
        let title = brief.outline.texts.title.clone();
        let topics = front.topics.iter().filter_map(|(name, _)| self.topic(name));
        Card {
            path: self.path_of(&brief.address),
            title_html: escape(&title),
            title,
            subtitle: front.subtitle.clone().filter(|_| !brief.is_withdrawn()),
            kind: match front.kind {
                Kind::Brief => "brief",
                Kind::Comparison => "comparison",
                Kind::Page => "page",
            },
            genre: front.genre.clone(),
            standfirst: front.standfirst.clone().filter(|_| !brief.is_withdrawn()),
            date: front.date.map(|it| DateView::of(it, language)),
            updated: front.updated.map(|it| DateView::of(it, language)),
            series: brief.series.map(|it| self.series_link(it, front.number.clone())),
            authors: brief.authors.iter().map(|it| self.author_link(it.person)).collect(),
            topics: topics.collect(),
            mark: brief.mark.as_ref().map(|it| self.mark_text(it, language)),
            state: state(brief).map(|it| language.word(it).to_owned()),
            lang: front.lang.clone(),
        }
    }

    /// A person in a list.
    fn author_link(&self, person: usize) -> AuthorLink {
        let person = &self.site.people[person];
        AuthorLink {
            name: person.name.clone(),
            path: (!person.briefs.is_empty()).then(|| self.path_of(&person.address)),
        }
    }
}
