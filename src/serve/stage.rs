//! What the server shows: the last good publication, in memory, and the news for open pages.
//!
//! A request is looked up in a map of the publication's own paths and in nothing else, so no
//! request can become a path on disk.

use std::convert::Infallible;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use axum::response::sse::Event;
use serde::Serialize;
use tokio::sync::mpsc;

use super::gone::{Gone, Trace};
use super::heard::Heard;
use super::piece::{Made, Missing, Pieces};
use crate::output::Publication;
use crate::report::Excerpts;
use crate::report::print::Written;
use crate::words::Fingerprint;

/// More changed assets than this are not named one by one; pages are loaded anew instead.
const NAMED_ASSETS: usize = 100;

/// How many news a slow page may have waiting before it is let go; it comes back by itself.
const WAITING_NEWS: usize = 16;

/// How soon a page that lost the server asks for it again.
const RETRY: Duration = Duration::from_millis(500);

/// What all requests look at; the loop changes it.
pub struct Stage {
    /// Sets this run apart from earlier ones, whose pages may still be open.
    run: String,
    /// The last good publication.
    shown: RwLock<Arc<Shown>>,
    /// Last news and who wants to hear the next; one lock, so that nobody misses any.
    desk: Mutex<Desk>,
}

/// One publication as it is shown.
#[derive(Default)]
pub(super) struct Shown {
    /// Names the build: pages made by one and the same differ in nothing.
    pub(super) build: String,
    /// The texts that messages point into.
    pub(super) excerpts: Excerpts,
    /// How many came before.
    number: u64,
    /// Its files.
    publication: Option<Publication>,
    /// What was made of them, and of those before.
    pieces: Arc<Pieces>,
    /// Pages that went, so that an open page can say so.
    gone: Gone,
}

/// What a path stands for.
pub(super) enum Found<'a> {
    /// A file, with its path and its number.
    File(&'a str, usize),
    /// A folder whose page has a final `/` that the request lacks.
    Folder,
    /// Nothing, but perhaps there was.
    Nothing(Trace<'a>),
}

/// News for open pages, as JSON.
#[derive(Serialize)]
struct News<'a> {
    /// The build that is shown now.
    build: &'a str,
    /// The build before it: whoever shows that one need only look at what changed.
    since: &'a str,
    /// Assets that differ between the two, by path.
    assets: &'a [String],
    /// Whether there are more of them.
    more_assets: bool,
    /// How long the last build took.
    took_ms: u128,
    /// How many errors it found.
    errors: usize,
    /// How many warnings it found.
    warnings: usize,
    /// The first messages.
    messages: &'a [Written],
}

/// Where news are given out.
#[derive(Default)]
struct Desk {
    /// Whether other machines listen: they hear how many messages there are, and none of their
    /// words, which quote sources.
    is_public: bool,
    /// The last news, ready to send.
    last: Option<Event>,
    /// What the last build said, to tell whether the next says anything else.
    heard: Heard,
    /// Open pages.
    listeners: Vec<mpsc::Sender<Result<Event, Infallible>>>,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::new(false)
    }
}

impl Stage {
    /// An empty stage; whether other machines can see it.
    pub(super) fn new(is_public: bool) -> Stage {
        // Keys of hash maps are the standard library's only source of chance.
        let chance = std::hash::RandomState::new().build_hasher().finish();
        let desk = Mutex::new(Desk { is_public, ..Desk::default() });
        Stage { run: format!("{chance:016x}"), shown: RwLock::default(), desk }
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a publication on the stage and tells open pages. Says whether anything is new: a build
    /// with the same files and messages as the last is not worth a word.
    pub fn show(&self, publication: Publication, excerpts: Excerpts, heard: Heard, took: Duration) -> bool {
        // Held throughout, so that no page of this build can hear the news of the last.
        let mut desk = self.desk();
        let before = self.shown();
        let is_new = before.publication.as_ref().is_none_or(|it| !it.is_same(&publication));
        let outdated = match &before.publication {
            Some(before_it) if is_new => before.pieces.outdated(before_it, &publication),
            _ => Vec::new(),
        };
        let mut next = Shown::after(&before, publication, excerpts);
        next.number = before.number + u64::from(is_new);
        next.build = format!("{}.{}", self.run, next.number);
        let next = Arc::new(next);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = next.clone();
        let since = if is_new { &before.build } else { &next.build };
        desk.send(is_new, (&next.build, since), &outdated, heard, took)
    }

    /// Tells open pages what a build said that gave nothing to show; the last good one stays.
    /// Says whether it is anything new.
    pub fn tell(&self, heard: Heard, took: Duration) -> bool {
        let build = &self.shown().build;
        self.desk().send(false, (build, build), &[], heard, took)
    }

    /// A listener for news; the last come at once.
    pub(super) fn listen(&self) -> mpsc::Receiver<Result<Event, Infallible>> {
        let (sender, receiver) = mpsc::channel(WAITING_NEWS);
        let mut desk = self.desk();
        desk.listeners.retain(|it| !it.is_closed());
        if let Some(last) = &desk.last {
            sender.try_send(Ok(last.clone())).expect("the channel is new and has room");
        }
        desk.listeners.push(sender);
        receiver
    }

    /// The desk, also after a panic: what it holds is replaced whole and never half done.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Gives out news, if the files or the messages are.
    fn send(
        &mut self,
        is_new: bool,
        (build, since): (&str, &str),
        assets: &[String],
        heard: Heard,
        took: Duration,
    ) -> bool {
        let is_new = is_new || self.last.is_none() || self.heard != heard;
        let news = News {
            build,
            since,
            assets: &assets[..assets.len().min(NAMED_ASSETS)],
            more_assets: assets.len() > NAMED_ASSETS,
            took_ms: took.as_millis(),
            errors: heard.errors,
            warnings: heard.warnings,
            messages: if self.is_public { &[] } else { &heard.messages },
        };
        let text = serde_json::to_string(&news).expect("plain fields serialise");
        let event = Event::default().data(text).retry(RETRY);
        self.last = Some(event.clone());
        self.heard = heard;
        if is_new {
            self.listeners.retain(|it| it.try_send(Ok(event.clone())).is_ok());
        }
        is_new
    }
}

impl Shown {
    /// A publication after this one: what was made is taken over, and pages that went are remembered.
    fn after(before: &Shown, publication: Publication, excerpts: Excerpts) -> Shown {
        let mut gone = before.gone.clone();
        let is_other = |it: &&Publication| !Arc::ptr_eq(&it.places, &publication.places);
        if let Some(old) = before.publication.as_ref().filter(is_other) {
            gone.note(&pages_only_in(old, &publication), &pages_only_in(&publication, old));
        }
        let pieces = before.pieces.clone();
        Shown { excerpts, publication: Some(publication), pieces, gone, ..Shown::default() }
    }

    /// What the file of a number holds, and its key. Blocks.
    pub(super) fn get(&self, number: usize) -> (Fingerprint, Result<Made, Missing>) {
        match &self.publication {
            Some(publication) => self.pieces.get(publication, number),
            None => (Fingerprint::default(), Err(Missing::Trouble("there is nothing to show".to_owned()))),
        }
    }

    /// Looks up a path as requested, escapes read back, without its first `/`.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let is_folder = path.is_empty() || path.ends_with('/');
        let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
        let Some(publication) = &self.publication else { return Found::Nothing(Trace::None) };
        if let Some(number) = publication.find(&file) {
            return Found::File(publication.places[number].path.as_str(), number);
        }
        let page = if is_folder { file } else { format!("{path}/index.html") };
        if !is_folder && publication.find(&page).is_some() {
            return Found::Folder;
        }
        Found::Nothing(self.gone.trace(&page))
    }

    /// Whether there is a publication at all yet.
    pub(super) fn is_empty(&self) -> bool {
        self.publication.as_ref().is_none_or(|it| it.places.is_empty())
    }
}

/// Pages that are in one publication and not in another.
fn pages_only_in(one: &Publication, other: &Publication) -> Vec<String> {
    let pages = one.places.iter().map(|it| it.path.as_str()).filter(|it| it.ends_with("/index.html"));
    pages.filter(|it| other.find(it).is_none()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Contents, OutputFile, Wave};
    use crate::words::OutPath;

    /// A publication of these paths; what stands after `=` is the key.
    fn publication(files: &[&str]) -> Publication {
        let files = files.iter().map(|it| {
            let (path, key) = it.split_once('=').unwrap_or((it, ""));
            OutputFile {
                path: OutPath::new(path).unwrap(),
                key: Fingerprint::of(key.as_bytes()),
                wave: if path.ends_with(".html") { Wave::Page } else { Wave::Asset },
                make: Box::new(|| Ok(Contents::Bytes(Vec::new()))),
            }
        });
        Publication::of(files.collect(), Vec::new())
    }

    /// Shows a publication and gives what is shown then.
    fn show(stage: &Stage, files: &[&str]) -> (bool, Arc<Shown>) {
        let is_new = stage.show(publication(files), Excerpts::default(), Heard::default(), Duration::ZERO);
        (is_new, stage.shown())
    }

    #[test]
    fn paths_are_looked_up_and_nothing_else() {
        let (_, shown) = show(&Stage::default(), &["index.html", "a/b/index.html", "a/b/x.pdf"]);
        let file = |it| if let Found::File(path, _) = shown.find(it) { Some(path) } else { None };
        assert_eq!(file(""), Some("index.html"));
        assert_eq!(file("a/b/"), Some("a/b/index.html"));
        assert_eq!(file("a/b/index.html"), Some("a/b/index.html"));
        assert_eq!(file("a/b/x.pdf"), Some("a/b/x.pdf"));
        assert!(matches!(shown.find("a/b"), Found::Folder));
        for nothing in ["a", "a/", "/a/b/", "a//b/", "../x", "a/b/../b/", "./", "a/b/x.pdf/", "\0", "A/B/"] {
            assert!(matches!(shown.find(nothing), Found::Nothing(Trace::None)), "{nothing:?}");
        }
    }

    #[test]
    fn the_build_changes_only_with_the_files() {
        let stage = Stage::default();
        let (new, first) = show(&stage, &["index.html=1", "s.css=1"]);
        assert!(new);
        let (new, same) = show(&stage, &["index.html=1", "s.css=1"]);
        assert!(!new);
        assert_eq!(first.build, same.build);
        let (new, other) = show(&stage, &["index.html=1", "s.css=2"]);
        assert!(new);
        assert_ne!(first.build, other.build);
        assert!(show(&stage, &["index.html=1"]).0, "a file went");
        assert!(show(&stage, &["index.html=1", "s.css=2"]).0, "a file came");
    }

    #[test]
    fn a_page_that_moves_leaves_word() {
        let stage = Stage::default();
        show(&stage, &["index.html", "a/index.html"]);
        let (_, shown) = show(&stage, &["index.html", "b/index.html"]);
        assert!(matches!(shown.find("a/"), Found::Nothing(Trace::Moved("b/"))));
        let (_, shown) = show(&stage, &["index.html"]);
        assert!(matches!(shown.find("a"), Found::Nothing(Trace::Left)));
    }

    #[test]
    fn other_machines_hear_numbers_and_no_words() {
        let news = |is_public| {
            let stage = Stage::new(is_public);
            stage.tell(Heard::trouble("trouble", "zebra".into()), Duration::ZERO);
            format!("{:?}", stage.listen().try_recv().unwrap())
        };
        assert!(news(false).contains("zebra"));
        assert!(!news(true).contains("zebra") && news(true).contains("errors"));
    }

    #[test]
    fn listeners_hear_the_last_news_and_the_next() {
        let stage = Stage::default();
        show(&stage, &["index.html=1"]);
        let mut listener = stage.listen();
        assert!(listener.try_recv().is_ok());
        show(&stage, &["index.html=1"]);
        assert!(listener.try_recv().is_err(), "nothing new");
        show(&stage, &["index.html=2"]);
        assert!(listener.try_recv().is_ok());
        drop(listener);
        show(&stage, &["index.html=3"]);
        assert!(stage.desk().listeners.is_empty());
    }
}
