//! What a build does when nobody else is there: adds, replaces, deletes, and leaves alone.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::*;
use crate::publish::{Panicked, Progress, last};
use crate::report::{Diagnostic, Severity};

#[test]
fn a_first_build_makes_the_folder() {
    let bench = Bench::new();
    let site = [("index.html", "home"), ("a/index.html", "a"), ("a/b/c.css", "c")];
    let changes = bench.publish(&site).unwrap();
    assert_eq!(bench.tree(), tree_of(&site));
    assert_eq!(texts(&changes.added), ["a/b/c.css", "a/index.html", "index.html"]);
    assert_eq!((changes.changed.len(), changes.removed.len(), changes.unchanged), (0, 0, 0));
    let left: Vec<String> = fs::read_dir(bench.root())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
    let last = last(&bench.out()).unwrap();
    assert_eq!((last.promises, last.unfinished), (vec!["/a/".to_owned()], false));
}

#[test]
fn what_has_its_key_is_not_made_and_keeps_its_time() {
    let bench = Bench::new();
    bench.publish(&[("index.html", "home"), ("a/index.html", "a"), ("old/index.html", "old")]).unwrap();
    assert_eq!(bench.made(), 3);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for file in ["index.html", "a/index.html", ".brief-manifest"] {
        File::options().write(true).open(bench.out().join(file)).unwrap().set_modified(long_ago).unwrap();
    }
    let time = |file: &str| fs::metadata(bench.out().join(file)).unwrap().modified().unwrap();

    let changes =
        bench.publish(&[("index.html", "home"), ("a/index.html", "a"), ("old/index.html", "old")]).unwrap();
    assert_eq!((bench.made(), changes.unchanged), (0, 3));
    assert_eq!(time(".brief-manifest"), long_ago);

    let site = [("index.html", "home"), ("a/index.html", "changed"), ("new/index.html", "new")];
    let changes = bench.publish(&site).unwrap();
    assert_eq!((bench.made(), changes.unchanged), (2, 1));
    assert_eq!(
        (texts(&changes.added), texts(&changes.changed), texts(&changes.removed)),
        (vec!["new/index.html"], vec!["a/index.html"], vec!["old/index.html"])
    );
    assert_eq!(bench.tree(), tree_of(&site));
    assert_eq!(time("index.html"), long_ago);
    assert_ne!(time("a/index.html"), long_ago);
}

#[test]
fn equal_bytes_under_another_key_stay_and_are_known_by_it() {
    let bench = Bench::new();
    bench.publish(&[("a.html", "a")]).unwrap();
    let before = fs::metadata(bench.out().join("a.html")).unwrap().modified().unwrap();
    let rekeyed = || {
        let mut file = bench.file("a.html", "a");
        file.key = Fingerprint::of(b"another theme");
        Publication::of(vec![file], Vec::new())
    };
    bench.made();
    let changes = publish(&rekeyed(), &bench.target(), &|_| {}).unwrap();
    assert_eq!((bench.made(), changes.unchanged, changes.changed.len()), (1, 1, 0));
    assert_eq!(fs::metadata(bench.out().join("a.html")).unwrap().modified().unwrap(), before);
    publish(&rekeyed(), &bench.target(), &|_| {}).unwrap();
    assert_eq!(bench.made(), 0);
}

#[test]
fn a_file_that_is_missing_or_cut_is_made_again() {
    let bench = Bench::new();
    let site = [("a.html", "a"), ("b/index.html", "bb"), ("c.html", "c")];
    bench.publish(&site).unwrap();
    bench.made();
    fs::remove_dir_all(bench.out().join("b")).unwrap();
    fs::write(bench.out().join("a.html"), "").unwrap();
    let changes = bench.publish(&site).unwrap();
    assert_eq!(
        (bench.made(), texts(&changes.added), texts(&changes.changed)),
        (2, vec!["b/index.html"], vec!["a.html"])
    );
    assert_eq!(bench.tree(), tree_of(&site));
}

#[test]
fn a_file_and_a_folder_of_ours_change_places() {
    let bench = Bench::new();
    let one = [("a", "file"), ("b/c/index.html", "page"), ("b/d.css", "style"), ("e/f", "file")];
    let two = [("a/index.html", "page"), ("a/b/c.css", "style"), ("b", "file"), ("e/f/g", "file")];
    for _ in 0..2 {
        bench.publish(&one).unwrap();
        assert_eq!(bench.tree(), tree_of(&one));
        bench.publish(&two).unwrap();
        assert_eq!(bench.tree(), tree_of(&two));
    }
}

#[test]
fn a_large_file_is_handed_through() {
    let bench = Bench::new();
    let length = 1_000_000;
    let streamed = |key: &[u8]| {
        let make = move || Ok(Contents::Stream(Box::new(std::io::Read::take(std::io::repeat(b'x'), length))));
        let file = OutputFile {
            path: path_of("a.bin"),
            key: Fingerprint::of(key),
            wave: Wave::Asset,
            make: Box::new(make),
        };
        Publication::of(vec![file], Vec::new())
    };
    publish(&streamed(b"1"), &bench.target(), &|_| {}).unwrap();
    let bytes = fs::read(bench.out().join("a.bin")).unwrap();
    assert!(bytes.len() as u64 == length && bytes.iter().all(|&it| it == b'x'));
    assert_eq!(last(&bench.out()).unwrap().files[&path_of("a.bin")].made.unwrap().length, length);
    assert_eq!(publish(&streamed(b"2"), &bench.target(), &|_| {}).unwrap().unchanged, 1);
    // Others have cut it, lengthened it, changed its last byte: it is written again when it is made again.
    let other = [&bytes[1..], &[&bytes[..], b"x"].concat(), &[&bytes[1..], b"y"].concat()];
    for (key, other) in [b"3", b"4", b"5"].into_iter().zip(other) {
        bench.put("a.bin", &String::from_utf8_lossy(other));
        publish(&streamed(key), &bench.target(), &|_| {}).unwrap();
        assert!(fs::read(bench.out().join("a.bin")).unwrap() == bytes);
    }
}

#[test]
fn a_file_of_ours_that_goes_while_the_site_is_made_is_written() {
    let bench = Bench::new();
    bench.publish(&[("a.html", "old"), ("b.html", "b")]).unwrap();
    let place = bench.out().join("a.html");
    let make = move || {
        fs::remove_file(&place).unwrap();
        Ok(Contents::Bytes(b"new".to_vec()))
    };
    let file = OutputFile {
        path: path_of("a.html"),
        key: Fingerprint::of(b"new"),
        wave: Wave::Page,
        make: Box::new(make),
    };
    publish(&Publication::of(vec![file], Vec::new()), &bench.target(), &|_| {}).unwrap();
    assert_eq!(bench.tree(), tree_of(&[("a.html", "new")]));
}

#[test]
fn a_preview_says_the_same_and_writes_nothing() {
    let bench = Bench::new();
    let site = [("index.html", "home"), ("a/index.html", "a")];
    let before = bench.everything();
    let foreseen = bench.preview(&site).unwrap();
    assert_eq!(bench.everything(), before);
    assert_eq!(bench.publish(&site).unwrap(), foreseen);
    let next = [("index.html", "other"), ("b/index.html", "b")];
    let before = bench.everything();
    let foreseen = bench.preview(&next).unwrap();
    assert_eq!(bench.everything(), before);
    assert_eq!(bench.publish(&next).unwrap(), foreseen);
}

#[test]
fn mistakes_are_gathered_and_nothing_changes() {
    let bench = Bench::new();
    bench.publish(&[("a.html", "a")]).unwrap();
    let before = bench.everything();
    let mistake = |message: &str| Diagnostic {
        code: "theme-template",
        severity: Severity::Error,
        message: message.to_owned(),
        at: None,
        others: Vec::new(),
        help: None,
    };
    let (one, two) = (mistake("one"), mistake("two"));
    // The same mistake, met with another page.
    let again = Diagnostic { help: Some("found while making `d.md`".into()), ..one.clone() };
    let b = unmakeable("b.html", move || NotMade::Mistakes(vec![one.clone()]));
    let c = unmakeable("c.html", move || NotMade::Mistakes(vec![two.clone(), again.clone()]));
    let publication = bench.publication_with(&[("a.html", "changed"), ("d.html", "new")], vec![b, c]);
    let Err(Refusal::Mistakes(all)) = publish(&publication, &bench.target(), &|_| {}) else { panic!() };
    assert_eq!(all.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(bench.everything(), before);
}

#[test]
fn a_refusal_leaves_no_new_folder() {
    let bench = Bench::new();
    let before = bench.everything();
    let b = unmakeable("b.html", || NotMade::Trouble(anyhow::anyhow!("no such picture")));
    let publication = bench.publication_with(&[("a.html", "a")], vec![b]);
    let target = Target { out: bench.root().join("x/y/public"), ..bench.target() };
    let refusal = publish(&publication, &target, &|_| {}).unwrap_err();
    assert_eq!(bench.everything(), before);
    let name = std::path::MAIN_SEPARATOR_STR;
    assert_eq!(refusal.to_string().replace(name, "/"), "failed to make `x/y/public/b.html`: no such picture");
}

#[test]
fn a_panic_names_the_file_and_changes_nothing() {
    let bench = Bench::new();
    bench.publish(&[("a.html", "a")]).unwrap();
    let before = bench.everything();
    let b = unmakeable("b.html", || panic!("index {} out of bounds", 7));
    let publication = bench.publication_with(&[("a.html", "changed")], vec![b]);
    let Err(Refusal::Trouble(error)) = publish(&publication, &bench.target(), &|_| {}) else { panic!() };
    let panicked = error.downcast_ref::<Panicked>().unwrap();
    assert_eq!(panicked.message, "index 7 out of bounds");
    assert!(panicked.path.ends_with("b.html"));
    assert_eq!(bench.everything(), before);
}

#[test]
fn a_site_with_two_files_at_one_path_or_with_our_own_names_is_a_bug() {
    let bench = Bench::new();
    assert!(matches!(bench.publish(&[("a.html", "a"), ("a.html", "b")]), Err(Refusal::Trouble(_))));
    assert!(matches!(bench.publish(&[(".git/config", "x")]), Err(Refusal::Trouble(_))));
    assert!(!bench.out().exists());
}

#[test]
fn progress_comes_to_its_end() {
    let bench = Bench::new();
    let heard = std::sync::Mutex::new(Vec::new());
    let publication = bench.publication(&[("a.html", "a"), ("b.html", "b")]);
    publish(&publication, &bench.target(), &|it| heard.lock().unwrap().push(it)).unwrap();
    let heard = heard.into_inner().unwrap();
    assert!(heard.contains(&Progress::Made { done: 2, of: 2 }));
    // Where a folder can take another's place, it is one step.
    let of = if cfg!(unix) { 1 } else { 2 };
    assert_eq!(heard.last(), Some(&Progress::Moved { done: of, of }));

    let heard = std::sync::Mutex::new(Vec::new());
    let publication = bench.publication(&[("a.html", "a"), ("b.html", "b 2"), ("c.html", "c")]);
    publish(&publication, &bench.target(), &|it| heard.lock().unwrap().push(it)).unwrap();
    let heard = heard.into_inner().unwrap();
    assert!(heard.contains(&Progress::Made { done: 2, of: 2 }));
    assert_eq!(heard.last(), Some(&Progress::Moved { done: 2, of: 2 }));
}

#[cfg(unix)]
#[test]
fn a_first_publication_is_there_at_once_or_not_at_all() {
    let bench = Bench::new();
    let seen = std::sync::Mutex::new(Vec::new());
    let look = |_| {
        let there = fs::read_dir(bench.out()).unwrap().map(|it| it.unwrap().file_name());
        seen.lock().unwrap().push(there.filter(|it| it != ".brief-lock").count());
    };
    publish(&bench.publication(&[("a/index.html", "a"), ("index.html", "b")]), &bench.target(), &look)
        .unwrap();
    let mut seen = seen.into_inner().unwrap();
    assert_eq!(seen.pop(), Some(3), "two places and the list");
    assert!(!seen.is_empty() && seen.iter().all(|it| *it == 0), "{seen:?}");

    // Where somebody puts a file into it meanwhile, the file stays.
    let bench = Bench::new();
    let site = [("a/index.html", "a"), ("index.html", "b")];
    publish(&bench.publication(&site), &bench.target(), &|_| bench.put("CNAME", "x.org")).unwrap();
    assert_eq!(bench.tree(), tree_of(&[&site[..], &[("CNAME", "x.org")]].concat()));
    assert!(!last(&bench.out()).unwrap().unfinished);
}

#[cfg(unix)]
#[test]
fn modes_are_those_of_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::new();
    fs::write(bench.root().join("plain"), "").unwrap();
    fs::create_dir(bench.root().join("folder")).unwrap();
    bench.publish(&[("a/b.html", "b")]).unwrap();
    let mode = |path: &str| fs::metadata(bench.root().join(path)).unwrap().permissions().mode();
    assert_eq!(mode("public/a/b.html"), mode("plain"));
    assert_eq!(mode("public/.brief-manifest"), mode("plain"));
    assert_eq!(mode("public/a"), mode("folder"));
    assert_eq!(mode("public"), mode("folder"));
}
