//! The watch where its surroundings are not as it hopes: no events, no room for more watches, a site
//! that is replaced as a whole, trouble that goes by, time that passes.

use std::fs;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use brief::pipeline::{Memory, Wish};
use brief::watch::{Progress, Surroundings, Watching};
use brief::words::Instant as Moment;

use super::live::{Live, until};
use super::small_site::{Ask, SmallSite};
use super::watched::{Counts, Remember, Watched, options, small_build, wish, write};

/// A brief.
fn brief(text: &str) -> String {
    format!("---\ntitle: A plan\ndate: 2026-01-05\n---\n\n## Part\n\n{text}\n")
}

#[test]
#[cfg(target_os = "linux")]
fn changes_without_events_are_found_and_then_looked_for_more_often() {
    let site = SmallSite::new(&[("briefings/a.md", &brief("first"))]);
    // Written through another name, outside of the folders that are watched, a file changes unreported: so
    // do files on drives of other machines.
    let other = site.root().join("elsewhere/a.md");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    fs::hard_link(site.root().join("briefings/a.md"), &other).unwrap();
    let live = Live::over(site.wish(&Ask::default()));
    for round in 0..5 {
        // After what follows an event closely.
        std::thread::sleep(std::time::Duration::from_millis(800));
        let text = format!("round {round}");
        fs::write(&other, brief(&text)).unwrap();
        live.until_shown("/a/", &text);
    }
    let line = "the system does not report changes of these files; looking twice a second instead\n";
    assert_eq!(live.said().matches(line).count(), 1, "{}", live.said());
}

#[test]
fn a_site_that_is_replaced_as_a_whole_is_watched_on() {
    let folder = tempfile::tempdir().unwrap();
    let (root, away) = (folder.path().join("site"), folder.path().join("away"));
    let make = |text: &str| {
        fs::create_dir_all(root.join("briefings")).unwrap();
        fs::write(root.join("brief.toml"), "title = \"Notes\"\nbase_url = \"https://example.org/\"\n")
            .unwrap();
        fs::write(root.join("briefings/a.md"), brief(text)).unwrap();
    };
    make("the first site");
    let empty = SmallSite::empty();
    let live = Live::over(Wish { root: root.clone(), ..empty.wish(&Ask::default()) });
    live.until_shown("/a/", "the first site");
    for round in 0..3 {
        fs::rename(&root, &away).unwrap();
        if round == 1 {
            live.until("the site to be missed", || live.said().ends_with("the last good site stays\n"));
        }
        make(&format!("site {round}"));
        live.until_shown("/a/", &format!("site {round}"));
        // The new folder is watched like the old one.
        fs::write(root.join("briefings/a.md"), brief(&format!("an edit of {round}"))).unwrap();
        live.until_shown("/a/", &format!("an edit of {round}"));
        fs::remove_dir_all(&away).unwrap();
    }
    assert!(!live.said().contains("does not report"), "{}", live.said());
}

#[test]
#[cfg(target_os = "linux")]
fn what_could_not_be_read_is_tried_again() {
    let site = SmallSite::new(&[("briefings/a.md", &brief("first"))]);
    let live = Live::over(site.wish(&Ask::default()));
    // A file that nobody can read from its start, whoever runs the test.
    let settings = site.root().join("brief.toml");
    let text = fs::read(&settings).unwrap();
    fs::remove_file(&settings).unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", &settings).unwrap();
    live.until("trouble", || live.said().contains("error: failed to read `brief.toml`"));
    let (builds, said) = (live.builds(), live.said());
    live.until("two more tries", || live.builds() >= builds + 2);
    assert_eq!(live.said(), said, "the same trouble is said once");
    live.until_shown("/a/", "first");
    fs::remove_file(&settings).unwrap();
    fs::write(&settings, text).unwrap();
    live.until("the trouble to pass", || live.news()["errors"] == 0);
}

/// The seconds of the clock of [`an_embargo_that_ends_while_it_is_watched_ends_there`].
static NOW: AtomicI64 = AtomicI64::new(1_800_000_000);

/// That clock.
fn clock() -> Moment {
    Moment::from_unix(NOW.load(Ordering::SeqCst))
}

/// Remembers what it was told, and what the terminal had said by then.
struct Told(Arc<Mutex<Vec<String>>>);

impl Progress for Told {
    fn begin(&mut self, files: usize) {
        self.0.lock().unwrap().push(format!("begin {files}"));
    }

    fn end(&mut self) {
        self.0.lock().unwrap().push("end".into());
    }
}

#[test]
fn an_embargo_that_ends_while_it_is_watched_ends_there() {
    let soon = brief("soon").replace("date: 2026-01-05\n", "embargo: 2027-01-15T10:00Z\ndate: 2027-01-15\n");
    for as_published in [true, false] {
        // 2027-01-15, two hours before.
        NOW.store(1_800_000_000, Ordering::SeqCst);
        let site = SmallSite::new(&[("briefings/a.md", &brief("first")), ("briefings/soon.md", &soon)]);
        let told = Arc::new(Mutex::new(Vec::new()));
        let surroundings = Surroundings {
            clock,
            progress: Box::new(Told(told.clone())),
            lent: brief::pipeline::Lent::default(),
        };
        let wish = site.wish(&Ask { drafts: !as_published, ..Ask::default() });
        let live = Live::inside(wish, Some(surroundings));
        // Three files: the settings and two briefs.
        assert_eq!(*told.lock().unwrap(), ["begin 3", "end"]);
        if as_published {
            assert_eq!(live.get("/soon/").0, 404);
        } else {
            let page = live.text("/soon/");
            assert!(page.contains("class=\"mark\"") && page.contains("Embargoed until"), "{page}");
        }
        NOW.store(1_800_010_000, Ordering::SeqCst);
        live.until("the embargo's end", || {
            let page = live.text("/soon/");
            page.contains("soon") && !page.contains("class=\"mark\"")
        });
        live.until("the block", || live.said().contains("\nthe embargo of soon has ended\nbuilt in "));
        assert_eq!(told.lock().unwrap().len(), 2, "only the first build is told");
    }
}

#[test]
fn drafts_say_that_they_are_drafts_and_until_when_briefs_wait() {
    let site = SmallSite::new(&[("briefings/a.md", &brief("first"))]);
    let live = Live::over(site.wish(&Ask { drafts: true, ..Ask::default() }));
    let with = |more: &str| brief("first").replace("date: ", &format!("{more}\ndate: "));
    for (more, mark) in
        [("status: draft", "Draft"), ("status: review", "review"), ("embargo: 2999-12-01T06:00Z", "2999")]
    {
        site.write("briefings/a.md", with(more).as_bytes());
        live.until(mark, || {
            let page = live.text("/a/");
            let aside = page.split("class=\"mark\"").nth(1).and_then(|it| it.split("</aside>").next());
            aside.is_some_and(|it| it.contains(mark))
        });
    }
    site.write("briefings/a.md", brief("first").as_bytes());
    live.until("the mark to go", || !live.text("/a/").contains("class=\"mark\""));
}

#[test]
fn a_build_says_what_it_changed() {
    let site = Watched::new("/", &[("briefings/index.md", "home"), ("briefings/a.md", "a")]);
    let block = |change: &dyn Fn()| {
        let before = site.said().len();
        change();
        site.until("a block", || {
            site.said()[before..].ends_with('\n') && site.said()[before..].contains("built in")
        });
        let said = site.said()[before..].to_owned();
        let took = said.split("built in ").nth(1).unwrap().split(':').next().unwrap().to_owned();
        assert!(took.ends_with(" ms") || took.ends_with(" s"), "{said}");
        said.replace(&took, "N")
    };
    let written = block(&|| site.write("briefings/a.md", "other"));
    assert_eq!(written, "\nchanged briefings/a.md\nbuilt in N: 1 file changed\n");
    let written = block(&|| site.write("briefings/b.md", "b"));
    assert_eq!(written, "\nchanged briefings/b.md\nbuilt in N: 1 new\n");
    let written = block(&|| fs::remove_file(site.path("briefings/b.md")).unwrap());
    assert_eq!(written, "\nchanged briefings/b.md\nbuilt in N: 1 gone\n");
    let written = block(&|| site.write("briefings/a.md", "other ??"));
    assert!(written.ends_with("built in N: 1 file changed; 1 warning\n"), "{written}");
}

#[test]
fn mistakes_of_a_site_that_changed_meanwhile_are_not_said_unless_it_never_rests() {
    for rests in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("briefings/index.md");
        write(&index, "good");
        let (counts, said) = (Arc::new(Counts::default()), Arc::new(Mutex::new(Vec::new())));
        let (counting, file) = (counts.clone(), index.clone());
        // Whenever a build meets the mistake, a save comes before it has ended.
        let build = move |wish: &Wish, _: &mut Memory| {
            let built = small_build(wish, &counting);
            let builds = counting.builds.load(Ordering::SeqCst);
            match fs::read_to_string(&file).unwrap() {
                it if it.contains("!!") && rests => write(&file, "mended"),
                it if it.contains("!!") && builds < 30 => write(&file, &format!("!! {builds}")),
                _ => {}
            }
            built
        };
        let terminal = Box::new(Remember(said.clone()));
        let watching = Watching::start(build, wish(folder.path()), options(None, 0, "/"), terminal).unwrap();
        let stop = watching.stop();
        let thread = std::thread::spawn(move || watching.run());
        let said = || String::from_utf8(said.lock().unwrap().clone()).unwrap();
        until("the first build", || said().contains("built 0 briefs"), said);
        write(&index, "!!");
        if rests {
            until("the mended page", || said().contains("built in"), said);
            assert!(!said().contains("error"), "{}", said());
            assert!(said().contains("changed briefings/index.md\n"), "{}", said());
        } else {
            until("the mistakes", || said().contains("the last good site stays"), said);
            assert!(counts.builds.load(Ordering::SeqCst) > 5);
        }
        stop.stop();
        thread.join().unwrap().unwrap();
    }
}
