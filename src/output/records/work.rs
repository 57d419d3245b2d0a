//! What records say of a brief: its facts, gathered once, in the forms that all of them need.
//!
//! Of a brief that was withdrawn they say what its page says: title, makers, number, days, and that
//! it is withdrawn; nothing of its text, neither claim nor subject nor source. Whoever cited it still
//! finds what was cited (ICMJE, "Corrections, Retractions, Republications and Version Control").

use std::sync::Arc;

use serde::Serialize;

use super::license::spdx_url;
use super::{RecordFile, item, names};
use crate::cite::{Day, Item, Name};
use crate::draft::body::plain;
use crate::draft::front_matter::{Kind, NoticeKind};
use crate::draft::people::PersonKind;
use crate::output::{Edition, paper};
use crate::site::Brief;
use crate::words::address::escape_path;
use crate::words::{Address, CivilDate, bytes};

/// The picture at the head of a brief.
#[derive(Serialize, Clone, Debug)]
pub struct Head {
    /// Its whole address.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// Its width and height, if they are known.
    pub size: Option<(u32, u32)>,
}

/// The facts of a brief.
#[derive(Serialize, Clone, Debug)]
pub struct Work {
    /// As scholars' tools exchange it.
    pub item: Item,
    /// The title alone.
    pub title: String,
    /// The second line of the title.
    pub subtitle: Option<String>,
    /// The claim in a sentence.
    pub standfirst: Option<String>,
    /// Who made it; never empty.
    pub makers: Vec<Maker>,
    /// Who publishes it.
    pub institution: Institution,
    /// The site's name.
    pub site: String,
    /// The language.
    pub lang: String,
    /// The day of publication.
    pub day: Option<Day>,
    /// The day of the last change that readers should know of.
    pub changed: Option<Day>,
    /// Its series and the series' ISSN.
    pub series: Option<(String, Option<String>)>,
    /// What it is about: topics, regions, further words.
    pub topics: Vec<String>,
    /// Regions.
    pub regions: Vec<String>,
    /// Further words.
    pub keywords: Vec<String>,
    /// The address of the licence, for machines.
    pub license: Option<String>,
    /// The copyright line.
    pub copyright: Option<String>,
    /// Who paid, in words.
    pub funding: Option<String>,
    /// Day and text of corrections; of a withdrawn brief, its notice.
    pub corrections: Vec<(Day, String)>,
    /// Whether its text was taken back.
    pub withdrawn: bool,
    /// Whether a newer text stands in its place.
    pub superseded: bool,
    /// Whether it is a work of research: collections of research want nothing else.
    pub is_research: bool,
    /// Where the site stands, if that is known.
    pub base: Option<String>,
    /// The whole address of its page, if that is known.
    pub url: Option<String>,
    /// The picture at its head.
    pub picture: Option<Head>,
    /// Its card: what messengers show for a link to it.
    pub card: Option<Head>,
    /// The PDF that stands beside its page.
    pub pdf: Option<String>,
    /// Records that stand beside its page.
    pub files: Vec<RecordFile>,
    /// What it cites, in the order of first use.
    #[serde(serialize_with = "items")]
    pub sources: Vec<Arc<Item>>,
}

/// Who made it.
#[derive(Serialize, Clone, Debug)]
pub struct Maker {
    /// The name in parts.
    pub name: Name,
    /// The name as readers see it.
    pub shown: String,
    /// Whether it is an organisation.
    pub is_many: bool,
    /// The ORCID iD, as an address.
    pub orcid: Option<String>,
    /// Where they work.
    pub affiliation: Option<Institution>,
    /// A web address of theirs.
    pub url: Option<String>,
}

/// An institution.
#[derive(Serialize, Clone, Debug)]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// Its identifier in the Research Organization Registry, as an address.
    pub ror: Option<String>,
    /// Its city.
    pub place: Option<String>,
}

/// Shared items as what they are.
fn items<S: serde::Serializer>(all: &[Arc<Item>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(all.iter().map(|it| &**it))
}

impl Work {
    /// The facts of a brief; `None` of a plain page, which nobody cites by number and day.
    pub fn of(edition: &Edition, brief: &Brief) -> Option<Work> {
        let front = brief.front();
        if front.kind == Kind::Page || brief.address == Address::home() {
            return None;
        }
        let settings = &edition.settings;
        let withdrawn = brief.is_withdrawn();
        let told = |text: &Option<String>| text.as_deref().filter(|_| !withdrawn).map(line);
        let all = |texts: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            if withdrawn { Vec::new() } else { texts.map(|it| line(it)).collect() }
        };
        let base = settings.base_url.clone();
        let url = base.as_ref().map(|it| format!("{it}{}", escape_path(brief.address.path())));
        let (makers, institution) = makers(edition, brief);
        let picture = front.cover.as_ref().zip(brief.cover.as_ref()).zip(base.as_ref());
        let picture = picture.filter(|_| !withdrawn).map(|(((cover, _), shown), base)| Head {
            url: format!("{base}{}", escape_path(shown.path())),
            alt: line(&cover.alt),
            size: shown.path_size(),
        });
        let url_of = |name: &str| url.as_ref().map(|it| format!("{it}{name}"));
        let card = url_of(paper::CARD).filter(|_| edition.has_card(brief)).map(|url| Head {
            url,
            alt: card_words(edition, brief),
            size: Some(paper::CARD_SIZE),
        });
        let genre = front.genre.as_deref().map(crate::words::names::level);
        let not_research = settings.not_research.iter().map(|it| crate::words::names::level(it));
        let series = brief.series.map(|it| &edition.site.series[it].series);
        let mut work = Work {
            item: Item::default(),
            title: line(&brief.outline.texts.title),
            subtitle: told(&front.subtitle),
            standfirst: told(&front.standfirst),
            makers,
            institution,
            site: line(&settings.title),
            lang: front.lang.clone(),
            day: front.date.map(day),
            changed: front.updated.map(day),
            series: series.map(|it| (line(&it.title), it.issn.clone())),
            topics: all(&mut front.topics.iter().map(|it| &it.0)),
            regions: all(&mut front.regions.iter()),
            keywords: all(&mut front.keywords.iter()),
            license: front.imprint.license.as_deref().and_then(spdx_url),
            copyright: front.imprint.copyright.as_deref().map(line),
            funding: front.imprint.funding.as_deref().map(line),
            corrections: corrections(brief),
            withdrawn,
            superseded: front.notice.as_ref().is_some_and(|it| it.2 == NoticeKind::Superseded),
            is_research: genre.is_none_or(|genre| not_research.into_iter().all(|it| it != genre)),
            base,
            url,
            picture,
            card,
            pdf: edition.paper_of(brief).map(|it| escape_path(&it)),
            files: super::files_of(edition, brief),
            sources: Vec::new(),
        };
        if !withdrawn {
            work.sources = brief.cited.iter().map(|it| it.reference.item.clone()).collect();
        }
        work.item = item::of(&work, brief, settings);
        Some(work)
    }

    /// Words to find it by: topics, regions and further words, each once.
    pub fn subjects(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for it in self.topics.iter().chain(&self.regions).chain(&self.keywords) {
            if !all.iter().any(|other| other.eq_ignore_ascii_case(it)) {
                all.push(it);
            }
        }
        all
    }

    /// The whole address of a file beside its page.
    pub fn file_url(&self, name: &str) -> Option<String> {
        self.url.as_ref().map(|it| format!("{it}{name}"))
    }

    /// The day of the last change that can be told from front matter.
    pub fn last_day(&self) -> Option<Day> {
        let all = self.day.into_iter().chain(self.changed).chain(self.corrections.iter().map(|it| it.0));
        all.max_by_key(|it| (it.year, it.month, it.day))
    }
}

/// What stands on the card of a brief, for those who do not see it.
fn card_words(edition: &Edition, brief: &Brief) -> String {
    let people: Vec<&str> =
        brief.authors.iter().map(|it| edition.site.people[it.person].name.as_str()).collect();
    let series = brief.series.map(|it| edition.site.series[it].series.title.as_str());
    let title = line(&brief.outline.texts.title);
    let parts = [Some(title.as_str()), Some(&*people.join(", ")), series, Some(&edition.settings.title)];
    let parts: Vec<String> = parts.into_iter().flatten().map(line).filter(|it| !it.is_empty()).collect();
    parts.join(" – ")
}

/// Who made a brief, and who publishes it. Records cannot be without either: the publisher signs what
/// nobody signs, and for a site without a publisher its authors' institution or its own name stands.
fn makers(edition: &Edition, brief: &Brief) -> (Vec<Maker>, Institution) {
    let people = brief.authors.iter().map(|author| {
        let person = &edition.site.people[author.person];
        let place = author.affiliation.as_ref().or(person.affiliation.as_ref());
        // The identifier is that of where someone works now, not of where they worked for this brief.
        let is_same = author.affiliation.is_none() || author.affiliation == person.affiliation;
        Maker {
            name: names::name_of(person, &brief.front().lang),
            shown: line(&person.name),
            is_many: person.kind == PersonKind::Organisation,
            orcid: person
                .orcid
                .as_ref()
                .map(|it| format!("https://orcid.org/{}", it.trim_start_matches("https://orcid.org/"))),
            affiliation: place.map(|it| Institution {
                name: line(it),
                ror: person.ror.as_deref().filter(|_| is_same).and_then(ror),
                place: None,
            }),
            url: person.url.clone(),
        }
    });
    let mut makers: Vec<Maker> = people.collect();
    let publisher = edition.settings.publisher.as_ref().map(|it| Institution {
        name: line(&it.name),
        ror: it.ror.as_deref().and_then(ror),
        place: it.place.as_deref().map(line),
    });
    let signed = || {
        let office = makers.iter().find(|it| it.is_many);
        let office = office.map(|it| Institution { name: it.shown.clone(), ror: None, place: None });
        makers.iter().find_map(|it| it.affiliation.clone()).or(office)
    };
    let institution = publisher.or_else(signed).unwrap_or_else(|| Institution {
        name: line(&edition.settings.title),
        ror: None,
        place: None,
    });
    if makers.is_empty() {
        makers.push(Maker {
            name: Name::Literal(institution.name.clone()),
            shown: institution.name.clone(),
            is_many: true,
            orcid: None,
            affiliation: None,
            url: None,
        });
    }
    (makers, institution)
}

/// Day and text of what was corrected, or why a brief was withdrawn.
fn corrections(brief: &Brief) -> Vec<(Day, String)> {
    let (front, texts) = (brief.front(), &brief.outline.texts);
    if brief.is_withdrawn() {
        return front.notice.iter().map(|it| (day(it.0), line(&plain(&texts.notice)))).collect();
    }
    let all = front.corrections.iter().zip(&texts.corrections);
    all.map(|((on, _, _), text)| (day(*on), line(&plain(text)))).collect()
}

/// A day of ours as records have it.
fn day(it: CivilDate) -> Day {
    Day { year: it.year(), month: Some(it.month() as u8), day: Some(it.day() as u8) }
}

/// A text on one line, without what no record can hold: line ends, controls, marks of direction.
pub fn line(text: &str) -> String {
    // Most are that already, and in ASCII.
    let is_line = bytes::position(text.as_bytes(), 0, |it| !(b' '..=b'~').contains(&it)).is_none()
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ");
    if is_line {
        return text.to_owned();
    }
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|it| !crate::words::names::is_unprintable(*it)).collect()
}

/// An identifier of the Research Organization Registry as an address, if it is one (ROR, "ROR
/// identifier pattern": `0`, six letters and digits without I, L, O and U, two digits).
fn ror(text: &str) -> Option<String> {
    let id = text.trim().trim_start_matches("https://").trim_start_matches("ror.org/").to_lowercase();
    let is_one = id.len() == 9
        && id.starts_with('0')
        && id.bytes().all(|it| it.is_ascii_digit() || (it.is_ascii_lowercase() && !b"ilou".contains(&it)))
        && id.bytes().skip(7).all(|it| it.is_ascii_digit());
    is_one.then(|| format!("https://ror.org/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_identifiers() {
        assert_eq!(line(" a\nb\t c "), "a b c");
        for (text, wanted) in
            [("a  b", "a b"), (" a", "a"), ("a ", "a"), ("a b", "a b"), ("é\u{85}ü", "é ü"), ("", "")]
        {
            assert_eq!(line(text), wanted);
        }
        assert_eq!(ror("https://ror.org/02nr0ka47").as_deref(), Some("https://ror.org/02nr0ka47"));
        assert_eq!(ror("02nr0ka47").as_deref(), Some("https://ror.org/02nr0ka47"));
        assert_eq!(ror("https://example.org/"), None);
    }
}
