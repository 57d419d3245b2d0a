//! Kills a publication, as the system does, between two of its steps and at random moments: what stands
//! in the output folder is whole, no page leads astray that did not before, and the next build finishes
//! the work.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use brief::output::{Contents, OutputFile, Wave};
use brief::pipeline::Publication;
use brief::publish::{Progress, Target, last, publish};
use brief::words::{Fingerprint, OutPath};

/// Tells the helper process, which is this binary again, what to publish and where.
const ORDER: &str = "BRIEF_TEST_PUBLISH";

/// How many publications are killed.
const KILLS: usize = 100;

/// How many briefs a site has, each of them a page and a file beside it.
const BRIEFS: usize = 150;

/// The parts of a publication.
const PARTS: [Part; 2] = [Part::Making, Part::Moving];

/// A file of somebody else.
const FOREIGN: (&str, &str) = ("brief-7/notes.txt", "mine");

/// A site as paths with what they hold; a page holds the paths that it links to, one a line.
type Site = BTreeMap<String, String>;

/// One of two sites. They share a third of their briefs, word by word another third of those.
fn site(which: char) -> Site {
    let has = |brief: usize| brief.is_multiple_of(3) || (brief % 3 == 1) == (which == 'a');
    let briefs: Vec<usize> = (0..BRIEFS).filter(|&it| has(it)).collect();
    let filler = |word: &str| format!("{word}.css\n").repeat(100);
    let mut site = Site::from([
        (format!("style-{which}.css"), filler("x")),
        ("style.css".to_owned(), format!("{which}\n")),
    ]);
    for (index, &brief) in briefs.iter().enumerate() {
        let data = format!("brief-{brief}/data.csv");
        // Some pages are equal in both sites and lead only to such; others lead to what comes and goes.
        let page = if brief.is_multiple_of(9) {
            format!("style.css\n{data}\n{}", "style.css\n".repeat(300))
        } else {
            let next = briefs[(index + 1) % briefs.len()];
            format!(
                "style-{which}.css\n{data}\nbrief-{next}/index.html\ntopic-{which}/index.html\n{}",
                "style.css\n".repeat(300)
            )
        };
        site.insert(format!("brief-{brief}/index.html"), page);
        site.insert(data, format!("{},{brief}\n", if brief.is_multiple_of(2) { 'x' } else { which }));
    }
    let all: String = briefs.iter().map(|it| format!("brief-{it}/index.html\n")).collect();
    site.insert(format!("topic-{which}/index.html"), all.clone());
    site.insert("index.html".to_owned(), all);
    site
}

/// The site as the program publishes it.
fn publication(site: &Site) -> Publication {
    let file = |(path, text): (&String, &String)| {
        let bytes = text.clone().into_bytes();
        OutputFile {
            path: OutPath::new(path).unwrap(),
            key: Fingerprint::of(&bytes),
            wave: match path {
                _ if path == "index.html" || path.starts_with("topic") => Wave::Index,
                _ if path.ends_with(".html") => Wave::Page,
                _ => Wave::Asset,
            },
            make: Box::new(move || Ok(Contents::Bytes(bytes.clone()))),
        }
    };
    Publication::of(site.iter().map(file).collect(), Vec::new())
}

/// Where the site in a folder is published.
fn target(root: &Path) -> Target {
    Target { root: root.to_owned(), out: root.join("public"), sources: Vec::new(), home: None, adopt: false }
}

/// The part of a publication in which it is killed.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Files are made.
    Making,
    /// They are moved in.
    Moving,
}

/// A moment of a publication.
#[derive(Clone, Copy)]
enum Moment {
    /// A part begins.
    Begin(Part),
    /// A step of a part, by its place among them, from 0 to 1. The publication stands still there, so
    /// that a kill never comes too late, however fast the machine is.
    Step(Part, f64),
}

impl Moment {
    /// As a word without spaces, and from one.
    fn to_word(self) -> String {
        let name = |it| if it == Part::Making { "making" } else { "moving" };
        match self {
            Moment::Begin(part) => name(part).to_owned(),
            Moment::Step(part, place) => format!("{}:{place}", name(part)),
        }
    }

    fn of_word(word: &str) -> Moment {
        let (name, place) = word.split_once(':').unwrap_or((word, ""));
        let part = if name == "making" { Part::Making } else { Part::Moving };
        place.parse().map_or(Moment::Begin(part), |place| Moment::Step(part, place))
    }
}

/// The helper process: publishes what it is told to, says when it comes to the moment that it is told,
/// and stands still if that is a step. Without an order it is a test that passes.
#[test]
fn helper() {
    let Ok(order) = std::env::var(ORDER) else { return };
    let [which, moment, root] = order.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{order}") };
    let publication = publication(&site(which.chars().next().unwrap()));
    let target = target(Path::new(root));
    let moment = Moment::of_word(moment);
    let say = || {
        println!("\nhere");
        std::io::stdout().flush().unwrap();
    };
    let progress = |it| {
        let (part, done, of) = match it {
            Progress::Made { done, of } => (Part::Making, done, of),
            Progress::Moved { done, of } => (Part::Moving, done, of),
        };
        match moment {
            Moment::Begin(Part::Moving) if part == Part::Moving && done == 1 => say(),
            Moment::Step(wanted, place) if part == wanted && done == 1 + (place * of as f64) as usize => {
                say();
                loop {
                    std::thread::park();
                }
            }
            _ => {}
        }
    };
    if matches!(moment, Moment::Begin(Part::Making)) {
        say();
    }
    publish(&publication, &target, &progress).unwrap();
}

/// A helper process, and what it says.
struct Helper(Child, Lines<BufReader<ChildStdout>>);

impl Helper {
    /// Starts it.
    fn start(root: &Path, which: char, moment: Moment) -> Helper {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["publish_kill::helper", "--exact", "--nocapture", "--test-threads=1"])
            .env(ORDER, format!("{which} {} {}", moment.to_word(), root.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Helper(child, lines)
    }

    /// Waits until it comes to its moment; false if it ends without, having nothing to do.
    fn comes_there(&mut self) -> bool {
        self.1.by_ref().map_while(Result::ok).any(|it| it == "here")
    }

    /// Waits until it is done.
    fn ends(&mut self) -> bool {
        self.0.wait().unwrap().success()
    }
}

/// What stands in the output folder, without names with a dot.
fn tree(root: &Path) -> Site {
    let out = root.join("public");
    let visible =
        |it: &walkdir::DirEntry| it.depth() == 0 || !it.file_name().to_string_lossy().starts_with('.');
    let entries = walkdir::WalkDir::new(&out).into_iter().filter_entry(visible).map(Result::unwrap);
    let files = entries.filter(|it| it.file_type().is_file());
    let read = |it: walkdir::DirEntry| {
        let path = it.path().strip_prefix(&out).unwrap().to_str().unwrap().replace('\\', "/");
        (path, fs::read_to_string(it.path()).unwrap())
    };
    files.map(read).collect()
}

/// Names with a dot, in and beside the output folder.
fn dotted(root: &Path) -> BTreeSet<PathBuf> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|it| it.unwrap().into_path());
    entries.filter(|it| it.file_name().unwrap().to_string_lossy().starts_with('.')).collect()
}

/// What a moment's tree must hold, given the tree before.
fn check_moment(before: &Site, now: &Site, sites: [&Site; 2], goal: &Site) {
    assert_eq!(now.get(FOREIGN.0).map(String::as_str), Some(FOREIGN.1));
    for (path, text) in now.iter().filter(|it| it.0 != FOREIGN.0) {
        assert!(sites.iter().any(|it| it.get(path) == Some(text)), "`{path}` is not whole");
    }
    for (path, text) in now.iter().filter(|it| it.0.ends_with(".html") && before.contains_key(it.0)) {
        for link in text.lines().filter(|it| !now.contains_key(*it)) {
            // Two pages that leave the site together can link to each other.
            let both_leave = !goal.contains_key(path) && !goal.contains_key(link);
            // A build that was killed before this one may have left a new page alone.
            let was_dead = before.get(path) == Some(text) && !before.contains_key(link);
            assert!(both_leave || was_dead, "`{path}` links to `{link}`, which is missing");
        }
    }
}

/// The next of a row of numbers that look random and are the same on every run.
fn next(seed: &mut u64) -> u64 {
    // Knuth, "The Art of Computer Programming", volume 2, section 3.3.4, line 26 of table 1.
    *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *seed >> 33
}

#[test]
fn a_killed_publication_is_whole_and_finished_by_the_next() {
    let folder = tempfile::TempDir::new().unwrap();
    let root = folder.path();
    let sites = [site('a'), site('b')];
    let publish_here = |site: &Site| publish(&publication(site), &target(root), &|_| {}).unwrap();
    let foreign = root.join("public").join(FOREIGN.0);
    fs::create_dir_all(foreign.parent().unwrap()).unwrap();
    fs::write(&foreign, FOREIGN.1).unwrap();
    publish_here(&sites[0]);

    // How long each part takes on this machine, now.
    let mut usual = [Duration::ZERO; 2];
    for (index, part) in PARTS.into_iter().enumerate() {
        for which in ['b', 'a'] {
            let mut helper = Helper::start(root, which, Moment::Begin(part));
            assert!(helper.comes_there());
            let begun = Instant::now();
            assert!(helper.ends());
            usual[index] = usual[index].max(begun.elapsed());
        }
    }
    let seed = std::env::var("BRIEF_TEST_SEED").ok().and_then(|it| it.parse().ok());
    let (mut seed, mut early, mut staging, mut moving, mut done) = (seed.unwrap_or(2026), 0, 0, 0, 0);
    let mut stood = [0; 2];
    let mut goal = 0;
    for kill in 0..KILLS {
        goal = 1 - goal;
        let before = tree(root);
        // Where this one dies: which part, and whether at a step or at a random time.
        let (index, is_step) = (kill / 2 % 2, kill / 4 % 2 == 0);
        let place = next(&mut seed) as f64 / f64::from(1u32 << 31);
        let moment = if is_step { Moment::Step(PARTS[index], place) } else { Moment::Begin(PARTS[index]) };
        let mut helper = Helper::start(root, ['a', 'b'][goal], moment);
        match helper.comes_there() {
            true if is_step => stood[index] += 1,
            true => std::thread::sleep(usual[index].mul_f64(place)),
            false => {}
        }
        helper.0.kill().unwrap();
        helper.ends();
        let now = tree(root);
        check_moment(&before, &now, [&sites[0], &sites[1]], &sites[goal]);
        let unfinished = last(&root.join("public")).unwrap().unfinished;
        let mut whole = sites[goal].clone();
        whole.insert(FOREIGN.0.to_owned(), FOREIGN.1.to_owned());
        match () {
            () if unfinished => moving += 1,
            () if now == whole => done += 1,
            () if dotted(root).iter().any(|it| it.to_string_lossy().contains(".brief-stage-")) => {
                staging += 1
            }
            () => early += 1,
        }
        // Every third time the next build is killed too, on its way to the other site.
        if !kill.is_multiple_of(3) {
            publish_here(&sites[goal]);
            assert!(tree(root) == whole);
            assert_eq!(dotted(root), BTreeSet::from([root.join("public/.brief-manifest")]));
        }
    }
    let kills = early + staging + moving + done;
    println!("of {kills} kills {early} came too early, {staging} while files were made,");
    println!("{moving} while they were moved in, {done} too late");
    assert!(stood.iter().all(|&it| it >= KILLS / 6), "{stood:?} stood still");
    // One that dies while it makes files finds the one before it unfinished now and then.
    assert!(staging + moving >= stood[0] + stood[1], "{early} {staging} {moving} {done}");
    assert!(staging >= KILLS / 8 && moving >= KILLS / 8, "{early} {staging} {moving} {done}");
}
