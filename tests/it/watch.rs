//! The watch over real files: every edit is seen, nothing else is, and mistakes end nothing.

use std::fs;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use super::watched::{NAMED, Watched, write};

#[test]
fn every_way_of_saving_is_seen() {
    let site =
        Watched::new("/", &[("brief.toml", ""), ("briefings/index.md", "home"), ("briefings/a.md", "0")]);
    let file = site.path("briefings/a.md");
    for round in 0..5 {
        // Truncated and written, with a pause between, as slow disks do it.
        let text = |way: &str| format!("{way} {round}");
        fs::write(&file, "").unwrap();
        sleep(Duration::from_millis(3));
        fs::write(&file, text("truncate")).unwrap();
        site.until_shown("/a/", &text("truncate"));
        // A temporary file moved over it.
        site.write("briefings/.a.md.tmp", &text("rename"));
        fs::rename(site.path("briefings/.a.md.tmp"), &file).unwrap();
        site.until_shown("/a/", &text("rename"));
        // The old one moved away, a new one written, the old one removed.
        fs::rename(&file, site.path("briefings/a.md~")).unwrap();
        sleep(Duration::from_millis(3));
        fs::write(&file, text("backup")).unwrap();
        fs::remove_file(site.path("briefings/a.md~")).unwrap();
        site.until_shown("/a/", &text("backup"));
        // Deleted, and created again by a synchronised folder.
        fs::remove_file(&file).unwrap();
        sleep(Duration::from_millis(80));
        fs::write(&file, text("sync")).unwrap();
        site.until_shown("/a/", &text("sync"));
        // A new folder with a file deep in it, and the folder under another name.
        site.write(&format!("briefings/new{round}/b/c.md"), &text("folder"));
        site.until_shown(&format!("/new{round}/b/c/"), &text("folder"));
        fs::rename(site.path(&format!("briefings/new{round}")), site.path(&format!("briefings/old{round}")))
            .unwrap();
        site.until_shown(&format!("/old{round}/b/c/"), &text("folder"));
        site.until("the old address to go", || site.get(&format!("/new{round}/b/c/")).0 == 404);
    }
}

#[test]
fn a_folder_that_is_replaced_is_watched_on() {
    let site = Watched::new("/", &[("briefings/index.md", "home")]);
    fs::rename(site.path("briefings"), site.path("kept")).unwrap();
    site.write("briefings/index.md", "other");
    site.until_shown("/", "other");
    site.write("themes/x/theme.toml", "");
    site.write("briefings/index.md", "third");
    site.until_shown("/", "third");
}

#[test]
fn a_file_that_the_site_names_is_watched_wherever_it_is() {
    let site = Watched::new("/", &[("briefings/index.md", "home")]);
    for round in 0..4 {
        site.write(NAMED, &format!("library {round}"));
        site.until_shown("/named.txt", &format!("library {round}"));
        if round == 1 {
            fs::remove_dir_all(site.path("refs")).unwrap();
            site.until("it to go", || site.get("/named.txt").0 == 404);
        }
    }
    let said = site.said();
    assert!(!said.contains("does not report"), "{said}");
}

#[test]
fn an_edit_made_during_a_build_is_not_lost() {
    let site = Watched::new("/", &[("briefings/index.md", "0")]);
    for round in 1..200 {
        site.write("briefings/index.md", &round.to_string());
        // At every moment of a build, over the rounds.
        sleep(Duration::from_micros(50 * round));
    }
    site.until_shown("/", "<main>199</main>");
}

#[test]
fn nothing_happens_when_nothing_changed() {
    let site = Watched::new("/", &[("briefings/index.md", "home")]);
    sleep(Duration::from_millis(400));
    let (builds, said) = (site.counts.builds.load(Ordering::SeqCst), site.said());
    for _ in 0..20 {
        fs::read_to_string(site.path("briefings/index.md")).unwrap();
        site.write("public/index.html", "x");
        site.write("briefings/.index.md.swp", "x");
        sleep(Duration::from_millis(10));
    }
    sleep(Duration::from_secs(3));
    assert_eq!(site.counts.builds.load(Ordering::SeqCst), builds);
    assert_eq!(site.said(), said);
}

#[test]
fn mistakes_stand_over_the_last_good_page_until_they_are_mended() {
    let site = Watched::new("/", &[("briefings/index.md", "good")]);
    let mut news = site.listen();
    let first = news.next().unwrap();
    assert_eq!((&first["errors"], &first["messages"]), (&0.into(), &serde_json::json!([])));
    site.write("briefings/index.md", "a line\nbad !!");
    let wrong = news.next().unwrap();
    assert_eq!(wrong["build"], first["build"], "the last good one stays");
    let message = &wrong["messages"][0];
    assert_eq!(
        (&message["file"], &message["line"], &message["column"]),
        (&"briefings/index.md".into(), &2.into(), &5.into())
    );
    assert!(message["rendered"].as_str().unwrap().contains("bad !!"));
    assert!(site.get("/").1.contains("good"));
    site.until("the message", || site.said().contains("--> briefings/index.md:2:5"));
    site.write("briefings/index.md", "good");
    let mended = news.next().unwrap();
    assert_eq!((&mended["errors"], &mended["build"]), (&0.into(), &first["build"]));
    for (text, words) in [("trouble", "failed to read a disk"), ("panic", "a bug in `brief`")] {
        site.write("briefings/index.md", text);
        // A save in two steps can be seen in two: what stands before the last step is said too.
        let said_so = |it: &serde_json::Value| {
            it["messages"][0]["message"].as_str().is_some_and(|it| it.contains(words))
        };
        assert!((0..5).any(|_| said_so(&news.next().unwrap())), "{words}");
        site.until(words, || site.said().contains(words));
        assert!(site.get("/").1.contains("good"));
    }
    site.write("briefings/index.md", "better ??");
    let mended = news.next().unwrap();
    assert_eq!(
        (&mended["errors"], &mended["warnings"], &mended["since"]),
        (&0.into(), &1.into(), &first["build"])
    );
    site.until_shown("/", "better");
}

#[test]
fn the_terminal_gets_one_block_a_build() {
    let site = Watched::new("/", &[("briefings/index.md", "home ??")]);
    let said = site.said();
    assert!(said.contains(&format!("open http://localhost:{}/\n", site.port)), "{said}");
    assert!(said.contains("drafts and embargoed briefs are shown, marked"), "{said}");
    for name in ["a", "b", "c", "d", "e"] {
        site.write(&format!("other/{name}.md"), name);
    }
    fs::rename(site.path("other"), site.path("briefings/other")).unwrap();
    site.until_shown("/other/e/", "e");
    site.until("the block", || site.said().ends_with("1 warning\n") && site.said().len() > said.len());
    let block = site.said()[said.len()..].to_owned();
    assert!(
        block.contains(
            "changed briefings/other/a.md, briefings/other/b.md, briefings/other/c.md and 2 more\nbuilt in "
        ),
        "{block}"
    );
    assert!(!block.contains("-->"), "the warning was said before: {block}");
}

#[test]
fn a_site_that_begins_with_mistakes_appears_when_they_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("briefings/index.md"), "!!");
    let site = Watched::over(folder, "/");
    site.until("the message", || site.said().contains("1 error"));
    let (status, page) = site.get("/");
    assert_eq!(status, 503);
    assert!(page.contains("/-brief/watch.js"));
    site.write("briefings/index.md", "good");
    site.until_shown("/", "good");
}
