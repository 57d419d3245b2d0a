//! Every step of a publication is one at which it can be killed, or at which the disk can fail.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Bench, Tree, tree_of};
use crate::publish::disk::Disk;
use crate::publish::{Changes, Refusal, last, publish, publish_on};

/// What goes wrong, and when.
#[derive(Default)]
pub(in crate::publish) struct Fault {
    /// How many steps were taken.
    taken: AtomicUsize,
    /// Which steps fail, and how.
    wrong: Option<(Wrong, usize)>,
    /// Whether the folder in which files wait turns out to be on another disk.
    crossing: bool,
}

/// How a disk fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrong {
    /// From a step on nothing changes any more, as if the program were no longer there.
    Killed,
    /// One step fails, those after it work.
    Once,
}

impl Fault {
    /// Comes before every step.
    pub(in crate::publish) fn step(&self) -> io::Result<()> {
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        match self.wrong {
            Some((Wrong::Killed, at)) if taken >= at => Err(io::Error::other("killed")),
            Some((Wrong::Once, at)) if taken == at => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    /// Comes before every move.
    pub(in crate::publish) fn crossing(&self, from: &Path, to: &Path) -> io::Result<()> {
        let is_staged = |it: &Path| it.to_string_lossy().contains(".brief-stage-");
        if self.crossing && is_staged(from) && !is_staged(to) {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        Ok(())
    }
}

/// A site before: pages hold the paths that they link to, one a line.
const OLD: &[(&str, &str)] = &[
    ("1.css", "old style"),
    ("a/index.html", "1.css\nb/index.html\ngone/index.html\n"),
    ("b/index.html", "a/index.html\nboth.css\n"),
    ("both.css", "old style"),
    ("file", "a file becomes a folder"),
    ("folder/in/index.html", "a folder becomes a file"),
    ("gone/data.csv", "1,2"),
    ("gone/index.html", "gone/data.csv\n1.css\na/index.html\n"),
    ("index.html", "a/index.html\nb/index.html\ngone/index.html\ntopics/old/index.html\n"),
    ("topics/old/index.html", "gone/index.html\n"),
];

/// The same site after.
const NEW: &[(&str, &str)] = &[
    ("2.css", "new style"),
    ("a/index.html", "2.css\nb/index.html\nnew/index.html\ntopics/new/index.html\n"),
    ("a/paper.pdf", "paper"),
    ("b/index.html", "a/index.html\nboth.css\n"),
    ("both.css", "new style"),
    ("file/index.html", "a file becomes a folder"),
    ("folder", "a folder becomes a file"),
    ("index.html", "a/index.html\nb/index.html\nnew/index.html\ntopics/new/index.html\n"),
    ("new/data/x.csv", "1,2"),
    ("new/index.html", "new/data/x.csv\n2.css\na/index.html\n"),
    ("topics/new/index.html", "new/index.html\na/index.html\n"),
];

/// Files of other people.
const FOREIGN: &[(&str, &str)] = &[(".git/config", "git"), ("CNAME", "x.org"), ("topics/old/notes", "mine")];

/// The site's files with those of other people.
fn with_foreign(site: &[(&str, &str)]) -> Tree {
    tree_of(&[site, FOREIGN].concat())
}

/// A folder in which the site before stands.
fn bench() -> Bench {
    let bench = Bench::new();
    FOREIGN.iter().for_each(|(path, text)| bench.put(path, text));
    bench.publish(OLD).unwrap();
    assert_eq!(bench.tree(), with_foreign(OLD));
    bench
}

/// Publishes on a disk that fails; says whether it came to the fault.
fn fail(
    bench: &Bench,
    site: &[(&str, &str)],
    wrong: Wrong,
    at: usize,
    crossing: bool,
) -> (bool, Result<Changes, Refusal>) {
    let mut disk = Disk::new(&bench.root());
    disk.fault = Fault { wrong: Some((wrong, at)), crossing, ..Fault::default() };
    let result = publish_on(&disk, &bench.publication(site), &bench.target(), &|_| {});
    (disk.fault.taken.into_inner() > at, result)
}

/// What of the tree is the site's: no names with a dot, nobody else's files.
fn ours(tree: &Tree) -> Tree {
    let is_ours = |path: &String| {
        !path.ends_with('/')
            && !path.split('/').any(|it| it.starts_with('.'))
            && !FOREIGN.iter().any(|it| it.0 == path)
    };
    tree.iter().filter(|it| is_ours(it.0)).map(|(path, text)| (path.clone(), text.clone())).collect()
}

/// Holds the promises that are made for a publication which was ended at any moment.
fn check_moment(bench: &Bench, what: &str) {
    let tree = bench.tree();
    for (path, text) in FOREIGN {
        assert_eq!(tree.get(*path).map(String::as_str), Some(*text), "{what}: {path}");
    }
    let ours = ours(&tree);
    let holds = |site: &[(&str, &str)], path: &str, text: &str| site.contains(&(path, text));
    for (path, text) in &ours {
        assert!(holds(OLD, path, text) || holds(NEW, path, text), "{what}: `{path}` is not whole");
        let stood = OLD.iter().any(|it| it.0 == path);
        if stood && path.ends_with(".html") && !path.starts_with("folder") {
            let dead = text.lines().find(|it| !ours.contains_key(*it));
            assert_eq!(dead, None, "{what}: `{path}` links to it");
        }
    }
}

/// Nothing of a build is left beside or in the output folder but the list.
fn check_clean(bench: &Bench) {
    let left: Vec<String> = bench.everything().into_keys().filter(|it| it.contains(".brief-")).collect();
    assert_eq!(left, ["public/.brief-manifest"]);
    assert!(!last(&bench.out()).unwrap().unfinished);
}

#[test]
fn killed_at_any_step_the_site_is_whole_and_the_next_build_finishes() {
    for crossing in [false, true] {
        let mut in_the_middle = 0;
        for step in 0.. {
            let bench = bench();
            let what = format!("killed at step {step}, crossing: {crossing}");
            let (failed, result) = fail(&bench, NEW, Wrong::Killed, step, crossing);
            if !failed {
                result.unwrap();
                assert!(step > 40 && in_the_middle > 20, "{step} {in_the_middle}");
                break;
            }
            check_moment(&bench, &what);
            in_the_middle += usize::from(last(&bench.out()).unwrap().unfinished);
            // On to the new site, or back to the old one, or killed once more on the way back.
            match step % 3 {
                0 => {}
                1 => drop(bench.publish(OLD).unwrap()),
                _ => drop(fail(&bench, OLD, Wrong::Killed, step / 2, crossing)),
            }
            if step % 3 == 1 {
                assert_eq!(bench.tree(), with_foreign(OLD), "{what}");
                check_clean(&bench);
            }
            bench.publish(NEW).unwrap();
            assert_eq!(bench.tree(), with_foreign(NEW), "{what}");
            check_clean(&bench);
            bench.made();
            bench.publish(NEW).unwrap();
            assert_eq!(bench.made(), 0, "{what}");
        }
    }
}

#[test]
fn a_first_build_killed_at_any_step_is_finished_by_the_next() {
    for step in 0.. {
        let bench = Bench::new();
        if !fail(&bench, NEW, Wrong::Killed, step, false).0 {
            break;
        }
        bench.publish(OLD).unwrap();
        assert_eq!(bench.tree(), tree_of(OLD), "{step}");
        check_clean(&bench);
    }
}

#[test]
fn an_error_at_any_step_leaves_the_old_site_or_says_how_to_go_on() {
    for crossing in [false, true] {
        for step in 0.. {
            let bench = bench();
            let before = fs::read(bench.out().join(".brief-manifest")).unwrap();
            let what = format!("failed at step {step}, crossing: {crossing}");
            let (failed, result) = fail(&bench, NEW, Wrong::Once, step, crossing);
            let is_partly = last(&bench.out()).unwrap().unfinished;
            match result {
                // The stage could stay where it was, or the lock's file.
                Ok(_) => assert_eq!(bench.tree(), with_foreign(NEW), "{what}"),
                Err(Refusal::Trouble(error)) => {
                    let said = format!("{error:#}");
                    let names_place = ["write", "delete", "make"]
                        .iter()
                        .any(|it| said.contains(&format!("failed to {it}")));
                    assert!(names_place && said.contains('`'), "{said}");
                    assert_eq!(
                        said.contains("partly moved in"),
                        is_partly && !said.contains(".brief-"),
                        "{what}: {said}"
                    );
                    check_moment(&bench, &what);
                    if !is_partly && fs::read(bench.out().join(".brief-manifest")).unwrap() == before {
                        let mut tree = bench.tree();
                        // What could not be deleted because deleting is what failed.
                        tree.retain(|path, _| path != ".brief-lock");
                        assert_eq!(tree, with_foreign(OLD), "{what}");
                    }
                }
                Err(other) => panic!("{what}: {other:?}"),
            }
            if !failed {
                break;
            }
            publish(&bench.publication(NEW), &bench.target(), &|_| {}).unwrap();
            assert_eq!(bench.tree(), with_foreign(NEW), "{what}");
            check_clean(&bench);
        }
    }
}
