//! What is not ours stays as it is, whatever happens.

use std::fs;

use super::*;
use crate::publish::lock::Lock;
use crate::publish::{disk::Disk, last};

/// Publishes with `--adopt`.
fn adopt(bench: &Bench, files: &[(&str, &str)]) -> Result<Changes, Refusal> {
    let target = Target { adopt: true, ..bench.target() };
    publish(&bench.publication(files), &target, &|_| {})
}

#[test]
fn other_files_survive_everything() {
    let bench = Bench::new();
    let foreign = [
        (".git/config", "git"),
        (".gitkeep", ""),
        ("CNAME", "x.org"),
        ("a/notes.txt", "mine"),
        ("old/deep/n", "mine"),
    ];
    for (path, text) in foreign {
        bench.put(path, text);
    }
    bench.put("a/.part", "mine");
    fs::create_dir(bench.out().join("empty")).unwrap();
    let sites: [&[(&str, &str)]; 4] = [
        &[
            ("index.html", "1"),
            ("a/index.html", "1"),
            ("old/index.html", "1"),
            ("old/deep/index.html", "1"),
            ("empty/x", "1"),
        ],
        &[("index.html", "2"), ("b/index.html", "2")],
        &[],
        &[("index.html", "1"), ("a/index.html", "1")],
    ];
    for site in sites {
        bench.publish(site).unwrap();
        let mut expected = tree_of(&[site, &foreign, &[("a/.part", "mine")]].concat());
        expected.insert("empty/".to_owned(), String::new());
        assert_eq!(bench.tree(), expected);
    }
}

#[test]
fn a_file_that_comes_while_the_site_is_made_is_seen() {
    let bench = Bench::new();
    let place = bench.out().join("a.html");
    let theirs = || {
        let place = place.clone();
        let make = move || {
            fs::write(&place, "theirs").unwrap();
            Ok(Contents::Bytes(b"b".to_vec()))
        };
        OutputFile {
            path: path_of("b.html"),
            key: Fingerprint::of(b"b"),
            wave: Wave::Page,
            make: Box::new(make),
        }
    };
    for before in [None, Some("c.html")] {
        fs::create_dir_all(bench.out()).unwrap();
        if let Some(before) = before {
            bench.publish(&[(before, "c")]).unwrap();
        }
        let tree = bench.tree();
        let site = || bench.publication_with(&[("a.html", "ours")], vec![theirs()]);
        let refused = publish(&site(), &bench.target(), &|_| {});
        assert!(
            matches!(&refused, Err(Refusal::Foreign(paths)) if *paths == [path_of("a.html")]),
            "{refused:?}"
        );
        assert_eq!(fs::read_to_string(&place).unwrap(), "theirs");
        // Nothing was moved in, and nothing is taken for ours.
        fs::remove_file(&place).unwrap();
        assert_eq!(bench.tree(), tree);
        // With leave it is replaced.
        publish(&site(), &Target { adopt: true, ..bench.target() }, &|_| {}).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "ours");
        bench.publish(&[]).unwrap();
    }
}

#[test]
fn folders_go_when_we_made_them_and_they_are_empty() {
    let bench = Bench::new();
    bench.publish(&[("a/b/index.html", "1"), ("c/index.html", "1")]).unwrap();
    bench.put("a/b/notes.txt", "mine");
    bench.publish(&[]).unwrap();
    assert_eq!(bench.tree(), tree_of(&[("a/b/notes.txt", "mine")]));
    fs::remove_file(bench.out().join("a/b/notes.txt")).unwrap();
    bench.publish(&[("x", "1")]).unwrap();
    assert_eq!(bench.tree(), tree_of(&[("x", "1")]));
}

#[test]
fn the_same_bytes_are_adopted() {
    let bench = Bench::new();
    bench.put("a/index.html", "same");
    let changes = bench.publish(&[("a/index.html", "same")]).unwrap();
    assert_eq!((changes.unchanged, changes.added.len()), (1, 0));
    assert!(last(&bench.out()).unwrap().files.contains_key(&path_of("a/index.html")));
    bench.publish(&[]).unwrap();
    assert!(!bench.out().join("a/index.html").exists());
}

#[test]
fn other_bytes_are_refused_until_adopted() {
    let bench = Bench::new();
    bench.put("a/index.html", "mine");
    bench.put("b.css", "mine too");
    let site = [("a/index.html", "site"), ("b.css", "site"), ("c.css", "site")];
    let before = bench.everything();
    for result in [bench.publish(&site), bench.preview(&site)] {
        let refusal = result.unwrap_err();
        assert!(refusal.to_string().contains("--adopt"));
        let Refusal::Foreign(paths) = refusal else { panic!() };
        assert_eq!(texts(&paths), ["a/index.html", "b.css"]);
        assert_eq!(bench.everything(), before);
    }
    let changes = adopt(&bench, &site).unwrap();
    assert_eq!(
        (texts(&changes.changed), texts(&changes.added)),
        (vec!["a/index.html", "b.css"], vec!["c.css"])
    );
    assert_eq!(bench.tree(), tree_of(&site));
}

#[test]
fn what_cannot_be_replaced_is_named() {
    let bench = Bench::new();
    bench.publish(&[("d/index.html", "ours")]).unwrap();
    bench.put("a", "a file");
    bench.put("b/x/notes.txt", "in a folder");
    bench.put("d/notes.txt", "beside ours");
    let before = bench.everything();
    for (site, named) in [
        ([("a/index.html", "page"), ("d/index.html", "ours")], "`public/a` is a file"),
        ([("b", "file"), ("d/index.html", "ours")], "`public/b/x/notes.txt` in it"),
        ([("d", "file"), ("e", "file")], "`public/d/notes.txt` in it"),
    ] {
        for result in [bench.publish(&site), adopt(&bench, &site), bench.preview(&site)] {
            let Err(Refusal::Usage(why)) = result else { panic!("{site:?}") };
            let why = why.replace(std::path::MAIN_SEPARATOR, "/");
            assert!(why.contains(named), "{why}");
            assert_eq!(bench.everything(), before);
        }
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    let site = [("a/index.html", "ours"), ("b/index.html", "ours"), ("c.css", "ours")];
    bench.publish(&site).unwrap();
    let elsewhere = bench.root().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("index.html"), "ours").unwrap();
    // A folder of ours was replaced by a link: nothing is deleted behind it.
    fs::remove_dir_all(bench.out().join("a")).unwrap();
    symlink(&elsewhere, bench.out().join("a")).unwrap();
    // So was a file.
    fs::remove_file(bench.out().join("c.css")).unwrap();
    symlink(elsewhere.join("index.html"), bench.out().join("c.css")).unwrap();
    let before = bench.everything();
    for site in [&site[..1], &site[2..], &[("a/new.html", "new")]] {
        for result in [bench.publish(site), adopt(&bench, site)] {
            assert!(matches!(result, Err(Refusal::Usage(_))), "{result:?}");
            assert_eq!(bench.everything(), before);
        }
    }
    bench.publish(&[("d.css", "ours")]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("index.html")).unwrap(), "ours");
    assert!(bench.out().join("a").is_symlink() && bench.out().join("c.css").is_symlink());
    assert!(!bench.out().join("b").exists());
}

#[cfg(unix)]
#[test]
fn our_own_names_are_not_followed_either() {
    use std::os::unix::fs::symlink;
    for name in [".brief-lock", ".brief-manifest", ".brief-stage-public"] {
        let bench = Bench::new();
        let elsewhere = bench.root().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::create_dir(bench.out()).unwrap();
        symlink(&elsewhere, bench.out().join(name)).unwrap();
        let before = bench.everything();
        bench.publish(&[("a/b.html", "x")]).unwrap_err();
        assert_eq!(bench.everything(), before, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_under_a_passing_name_is_not_written_through() {
    let bench = Bench::new();
    fs::create_dir(bench.out()).unwrap();
    let victim = bench.root().join("victim");
    fs::write(&victim, "mine").unwrap();
    std::os::unix::fs::symlink(&victim, bench.out().join(".brief-manifest.part")).unwrap();
    bench.publish(&[("a.html", "a")]).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
    assert_eq!(bench.tree(), tree_of(&[("a.html", "a")]));
}

#[test]
fn a_list_that_cannot_be_trusted_stops_everything() {
    let bench = Bench::new();
    bench.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    fs::write(bench.root().join("victim"), "mine").unwrap();
    let good = fs::read_to_string(bench.out().join(".brief-manifest")).unwrap();
    for bad in [
        good.replace("a.html", "../victim"),
        good.replace("a.html", "/etc/hostname"),
        good.replace("end\n", ""),
        good.replacen("file page", "file pages", 1),
        format!("<<<<<<< HEAD\n{good}"),
        "\u{0}".to_owned(),
        String::new(),
    ] {
        bench.put(".brief-manifest", &bad);
        let before = bench.everything();
        for result in [bench.publish(&[("c.html", "c")]), bench.preview(&[("c.html", "c")])] {
            let Err(Refusal::Trouble(error)) = result else { panic!("{bad}") };
            assert!(format!("{error:#}").contains("cannot be trusted"), "{error:#}");
            assert_eq!(bench.everything(), before);
        }
    }
    // The way out that the message names.
    fs::remove_file(bench.out().join(".brief-manifest")).unwrap();
    adopt(&bench, &[("a.html", "new"), ("b.html", "b")]).unwrap();
    assert_eq!(bench.tree(), tree_of(&[("a.html", "new"), ("b.html", "b")]));
}

#[test]
fn two_builds_exclude_each_other() {
    let bench = Bench::new();
    fs::create_dir(bench.out()).unwrap();
    let disk = Disk::new(&bench.root());
    let held = Lock::take(&disk, &bench.out()).unwrap();
    let before = bench.everything();
    assert!(matches!(bench.publish(&[("a.html", "a")]), Err(Refusal::Locked)));
    assert_eq!(bench.everything(), before);
    held.release(&disk).unwrap();
    bench.publish(&[("a.html", "a")]).unwrap();
    // What a build left that died with the lock.
    bench.put(".brief-lock", "");
    bench.publish(&[("a.html", "b")]).unwrap();
    assert_eq!(bench.tree(), tree_of(&[("a.html", "b")]));
}

#[test]
fn of_many_builds_at_once_each_is_whole_or_refused() {
    let bench = Bench::new();
    let texts: Vec<String> = (0..8).map(|it| format!("build {it}")).collect();
    let published = std::thread::scope(|scope| {
        let builds: Vec<_> = texts
            .iter()
            .map(|text| {
                let publication = bench.publication(&[("a/index.html", text), ("b.html", text)]);
                let target = bench.target();
                scope.spawn(move || publish(&publication, &target, &|_| {}))
            })
            .collect();
        let results: Vec<_> = builds.into_iter().map(|it| it.join().unwrap()).collect();
        assert!(results.iter().all(|it| matches!(it, Ok(_) | Err(Refusal::Locked))), "{results:?}");
        results.iter().filter(|it| it.is_ok()).count()
    });
    assert!(published > 0);
    let tree = bench.tree();
    assert_eq!(tree["a/index.html"], tree["b.html"]);
}
