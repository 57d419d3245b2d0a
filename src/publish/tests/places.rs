//! Folders that are never written to, and those that only look like it.

use std::fs;

use super::*;

/// What publishing one file there says, if it refuses for the folder's sake.
fn refusal(bench: &Bench, change: impl Fn(&mut Target)) -> Option<String> {
    let mut target = bench.target();
    change(&mut target);
    let before = bench.everything();
    match publish(&bench.publication(&[("x.html", "x")]), &target, &|_| {}) {
        Err(Refusal::Usage(why)) => {
            assert_eq!(bench.everything(), before);
            assert!(matches!(preview(&bench.publication(&[]), &target), Err(Refusal::Usage(_))));
            Some(why)
        }
        Ok(_) => None,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_wrong_folder_is_refused() {
    let bench = Bench::new();
    let root = bench.root();
    fs::write(root.join("file"), "").unwrap();
    fs::create_dir_all(root.join("briefings/a")).unwrap();
    for (out, why) in [
        (root.clone(), "the site's own folder"),
        (root.join("."), "the site's own folder"),
        (root.join("public/.."), "the site's own folder"),
        (root.join("not/there/../.."), "the site's own folder"),
        (root.parent().unwrap().to_path_buf(), "holds the site"),
        (root.ancestors().last().unwrap().to_path_buf(), "the top of the file system"),
        (root.join("file"), "is a file"),
        (root.join("briefings"), "is or holds a folder that the site is made from"),
        (root.join("briefings/a"), "lies in a folder that the site is made from"),
        (root.join("briefings/not/there"), "lies in a folder that the site is made from"),
        (root.join("themes/x"), "lies in a folder that the site is made from"),
        (root.join(".git/x"), "belongs to git"),
        (root.join(".brief"), "the program keeps what it needs"),
        (root.join(".Brief-stage-public"), "the program keeps what it needs"),
    ] {
        let said = refusal(&bench, |it| it.out = out.clone()).unwrap_or_default();
        assert!(said.contains(why) && said.contains("--out"), "{}: {said}", out.display());
    }
    // Sources need not lie in the site, and a home can.
    let elsewhere = TempDir::new().unwrap();
    let brought = elsewhere.path().join("a");
    assert!(
        refusal(&bench, |it| (it.out, it.sources) = (elsewhere.path().into(), vec![brought.clone()]))
            .is_some()
    );
    let home = Some(elsewhere.path().join("home"));
    assert!(
        refusal(&bench, |it| (it.out, it.home) = (elsewhere.path().join("home"), home.clone())).is_some()
    );
    assert!(refusal(&bench, |it| (it.out, it.home) = (elsewhere.path().into(), home.clone())).is_some());
    assert_eq!(
        refusal(&bench, |it| (it.out, it.home) = (elsewhere.path().join("home/x"), home.clone())),
        None
    );
    assert_eq!(refusal(&bench, |_| {}), None);
}

#[cfg(unix)]
#[test]
fn a_link_is_judged_by_where_it_leads() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    let elsewhere = TempDir::new().unwrap();
    symlink(elsewhere.path(), bench.out()).unwrap();
    bench.publish(&[("a.html", "a")]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.path().join("a.html")).unwrap(), "a");
    assert!(bench.out().is_symlink());
    fs::remove_file(bench.out()).unwrap();
    symlink(bench.root().join("briefings"), bench.out()).unwrap();
    assert!(matches!(bench.publish(&[("a.html", "a")]), Err(Refusal::Usage(_))));
    fs::remove_file(bench.out()).unwrap();
    symlink("nowhere", bench.out()).unwrap();
    assert!(bench.publish(&[("a.html", "a")]).is_err());
    assert!(!bench.root().join("nowhere").exists());
}

#[test]
fn two_sites_beside_each_other_keep_apart() {
    let bench = Bench::new();
    let other = Target { out: bench.root().join("public-2"), ..bench.target() };
    // What a build of the other folder is making just now is not ours to clear away.
    fs::create_dir(bench.root().join(".brief-stage-public-2")).unwrap();
    bench.publish(&[("a.html", "a")]).unwrap();
    assert!(bench.root().join(".brief-stage-public-2").exists());
    publish(&bench.publication(&[("b.html", "b")]), &other, &|_| {}).unwrap();
    assert!(!bench.root().join(".brief-stage-public-2").exists());
    assert_eq!(bench.tree(), tree_of(&[("a.html", "a")]));
}

/// Some disks take two spellings for one file; a hard link makes it so here.
#[test]
fn another_spelling_of_our_own_file_is_ours() {
    let bench = Bench::new();
    bench.publish(&[("Tax.html", "old")]).unwrap();
    let spell = || fs::hard_link(bench.out().join("Tax.html"), bench.out().join("tax.html")).unwrap();
    spell();
    let changes = bench.publish(&[("tax.html", "old")]).unwrap();
    assert_eq!((changes.unchanged, texts(&changes.removed)), (1, vec!["Tax.html"]));
    assert!(bench.out().join("Tax.html").exists(), "deleting it deletes the one that stays");
    fs::remove_file(bench.out().join("Tax.html")).unwrap();
    bench.publish(&[("Tax.html", "old")]).unwrap();
    spell();
    bench.publish(&[("tax.html", "new")]).unwrap();
    assert_eq!(fs::read_to_string(bench.out().join("tax.html")).unwrap(), "new");
}
