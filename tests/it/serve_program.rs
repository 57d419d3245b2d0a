//! The server of a real site: what is withheld is at no address of it, links lead nowhere, it is
//! there for this machine only, and reloading never fails.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::canaries::menagerie_until;
use super::served::Served;
use super::small_site::{Ask, NOW, SmallSite};

/// What begins every word of the withheld briefs.
const SPECIES: [&str; 2] = ["zebra", "okapi"];

/// The word of a withheld brief that a text holds, if it holds any.
fn caught(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    SPECIES.into_iter().find(|it| text.contains(it))
}

#[test]
fn what_is_withheld_is_at_no_address() {
    let (site, ..) = menagerie_until("2999-12-01T06:00[Europe/Tallinn]");
    // Something to say of each, and of one that nobody withholds. A mistake in a brief under embargo
    // would stop the build.
    let path = site.root().join("briefings/okapifolder/index.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text + "\n[okapibroken](nowhere.md)\n").unwrap();
    let late =
        "---\ntitle: Late\ndate: 2026-11-19\ntopics: [Open]\n---\n[Broken](https://example.org/late-link/)\n";
    site.write("briefings/late.md", late.as_bytes());
    let paths = |at: &str, drafts| -> BTreeSet<String> {
        let (site, ..) = menagerie_until("2999-12-01T06:00[Europe/Tallinn]");
        site.build(&Ask { at: at.into(), drafts, ..Ask::default() }).files.into_keys().collect()
    };
    let published = paths(NOW, false);
    // What an author sees; what the world sees when the day has come; and that of the draft, too.
    let mut all = paths(NOW, true);
    all.extend(paths("2999-12-02T06:00Z", false));
    all.extend(all.iter().map(|it| it.replace("zebra", "okapi")).collect::<Vec<_>>());
    let withheld: Vec<&String> = all.difference(&published).collect();
    for kind in [
        "/index.html",
        "cite.bib",
        "cite.ris",
        "cite.json",
        "/index.md",
        ".png",
        ".csv",
        "comparison.json",
        "feed.xml",
    ] {
        let is_there = |species: &str| withheld.iter().any(|it| it.ends_with(kind) && it.contains(species));
        assert!(SPECIES.into_iter().all(is_there), "no {kind} is withheld: {withheld:#?}");
    }
    assert!(withheld.iter().any(|it| it.contains("zebraalias")) && withheld.len() > 50, "{withheld:#?}");

    let guess: Vec<String> = SPECIES
        .iter()
        .flat_map(|it| {
            [format!("briefings/{it}folder/index.md"), format!("{it}folder/"), format!("{it}slug.pdf")]
        })
        .collect();
    for arguments in [&["--as-published"][..], &["--as-published", "--host", "0.0.0.0"]] {
        let served = Served::start(&site.root(), arguments);
        for path in withheld.iter().copied().chain(&guess) {
            let folder = path.strip_suffix("index.html").unwrap_or(path);
            for path in [path.as_str(), folder, folder.trim_end_matches('/'), &path.to_uppercase()] {
                for method in ["GET", "HEAD"] {
                    let answer = served.ask(method, &format!("/{path}"), "");
                    assert_eq!(answer.status, 404, "{method} {path}");
                    assert_eq!(caught(&answer.text()), None, "at {path}");
                }
            }
        }
        for path in &published {
            let answer = served.get(&format!("/{path}"));
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(caught(&answer.text()), None, "at {path}");
        }
        let news = served.listen().next().unwrap();
        let is_here = arguments.len() == 1;
        assert_eq!((caught(&news), news.contains("late-link")), (None, is_here), "{news}");
        // What is withdrawn while it is shown is gone, too.
        site.write(
            "briefings/open.md",
            b"---\ntitle: Open\ndate: 2026-11-21\ntopics: [Open]\nstatus: draft\n---\nText.\n",
        );
        served.until("the page to go", || served.get("/open/").status == 404);
        assert!(!served.get("/feed.xml").text().contains("/open/") && served.get("/feed.xml").status == 200);
        site.write("briefings/open.md", b"---\ntitle: Open\ndate: 2026-11-21\ntopics: [Open]\n---\nText.\n");
        served.until("the page to come back", || served.get("/open/").status == 200);
    }
}

#[test]
fn the_author_sees_drafts_marked() {
    let (site, ..) = menagerie_until("2999-12-01T06:00[Europe/Tallinn]");
    let served = Served::start(&site.root(), &[]);
    for path in ["/zebraslug/", "/okapislug/"] {
        let page = served.get(path);
        assert!(page.status == 200 && page.text().contains("<aside class=\"mark\""), "{path}");
    }
    assert!(!served.get("/open/").text().contains("<aside class=\"mark\""));
    let news = site.root().join("briefings/open.md");
    fs::write(news, "---\ntitle: Open\ndate: 2026-11-21\n---\n[@none]\n").unwrap();
    let news = served.listen().find(|it| it.contains("\"errors\":1")).unwrap();
    assert!(news.contains("briefings/open.md:5:") && news.contains("[@none]"), "{news}");
    assert_eq!(served.get("/open/").status, 200, "the last good page");
}

#[test]
fn it_is_there_for_this_machine_only() {
    let site = SmallSite::new(&[("briefings/a.md", "---\ntitle: A\ndate: 2026-11-21\n---\nText.\n")]);
    for host in ["0.0.0.0", "::", "192.0.2.1", "10.0.0.1"] {
        let mut watch = Command::new(env!("CARGO_BIN_EXE_brief"));
        let output =
            watch.args(["watch", "--port", "0", "--host", host, "--root"]).arg(site.root()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), said.contains("--as-published")),
            (Some(2), true),
            "{host}: {said}"
        );
    }
    let mut served = Served::start(&site.root(), &[]);
    // All of 127.0.0.0/8 is this machine under Linux: who listens at every address hears there.
    if cfg!(target_os = "linux") {
        assert!(TcpStream::connect(("127.0.0.2", served.port)).is_err());
        served = Served::start(&site.root(), &["--host", "0.0.0.0", "--as-published"]);
        served.address = [127, 0, 0, 2].into();
        assert_eq!(served.get("/a/").status, 200);
    }
}

#[test]
#[cfg(unix)]
fn links_lead_nowhere() {
    use std::os::unix::fs::symlink;
    const SECRET: &str = "xyzzy-secret";
    let brief =
        |name: &str| format!("---\ntitle: {name}\ndate: 2026-11-21\n---\nText. ![A picture]({name}.svg)\n");
    let site = SmallSite::new(&[
        ("briefings/file/index.md", &brief("file")),
        ("briefings/file/file.svg", "<svg viewBox=\"0 0 4 3\"/>"),
        ("briefings/folder/index.md", &brief("folder")),
        ("briefings/folder/folder.svg", "<svg viewBox=\"0 0 4 3\"/>"),
        ("briefings/a.md", "---\ntitle: A\ndate: 2026-11-21\n---\nText.\n"),
        ("secret.txt", SECRET),
        ("elsewhere/folder.svg", SECRET),
        ("elsewhere/index.html", SECRET),
    ]);
    let root = site.root();
    let served = Served::start(&root, &[]);
    let get = |path: &str| {
        let answer = served.get(path);
        assert!(!answer.text().contains(SECRET), "{path}");
        assert_eq!(served.get("/a/").status, 200);
        answer.status
    };
    assert_eq!(get("/file/"), 200);
    // Swapped after the build, before anybody asked: the last good site still names them.
    fs::remove_file(root.join("briefings/file/file.svg")).unwrap();
    symlink("../../secret.txt", root.join("briefings/file/file.svg")).unwrap();
    fs::rename(root.join("briefings/folder"), root.join("aside")).unwrap();
    symlink("../elsewhere", root.join("briefings/folder")).unwrap();
    for path in ["/file/file.svg", "/folder/folder.svg"] {
        assert!(matches!(get(path), 404 | 500), "{path}");
    }
    assert!(served.listen().any(|it| it.contains("symlink")), "it is told");
    for path in ["/file/file.svg", "/folder/folder.svg"] {
        assert!(matches!(get(path), 404 | 500), "{path}");
    }
    // New ones: to a file, to a folder, a page that is a link, in the output folder.
    fs::create_dir_all(root.join("briefings/page")).unwrap();
    fs::create_dir_all(root.join("public")).unwrap();
    for (to, link) in [
        ("../secret.txt", "briefings/link.txt"),
        ("../elsewhere", "briefings/link"),
        ("../../elsewhere/index.html", "briefings/page/index.html"),
        ("..", "public/up"),
    ] {
        symlink(to, root.join(link)).unwrap();
    }
    for path in [
        "/link.txt",
        "/link/",
        "/link",
        "/link/index.html",
        "/link/folder.svg",
        "/page/",
        "/page/index.html",
        "/up/secret.txt",
        "/public/up/secret.txt",
    ] {
        assert_eq!(get(path), 404, "{path}");
    }
}

#[test]
fn types_are_those_that_hosts_are_told() {
    let site = SmallSite::new(&[("briefings/a.md", "---\ntitle: A\ndate: 2026-11-21\n---\nText.\n")]);
    let files = site.build(&Ask::default()).files;
    let headers = String::from_utf8(files["_headers"].clone()).unwrap();
    let served = Served::start(&site.root(), &["--as-published"]);
    let mut told = BTreeSet::new();
    for rule in headers.split("\n\n") {
        let Some((path, kind)) = rule.split_once("\n  Content-Type: ") else { continue };
        let name = path.rsplit('/').next().unwrap();
        // One rule is for all of a kind: any of them will do.
        let Some(file) = files.keys().find(|it| it.rsplit('/').next() == Some(name)) else { continue };
        let plain = |it: &str| it.split(';').next().unwrap_or_default().trim().to_owned();
        let answer = served.get(&format!("/{file}"));
        assert_eq!(plain(&answer.headers["content-type"]), plain(kind), "{file}");
        told.insert(name.to_owned());
    }
    assert!(told.len() >= 6, "{told:?}");
}

/// How many requests are made; `.ci/long` asks for more.
fn wanted() -> usize {
    std::env::var("BRIEF_TEST_RELOADS").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000)
}

#[test]
fn reloading_never_fails() {
    let text = |round: usize| format!("---\ntitle: A\ndate: 2026-11-21\n---\nRound {round}.\n");
    let site = SmallSite::new(&[("briefings/a.md", &text(0)), ("briefings/b.md", &text(0))]);
    let served = Served::start(&site.root(), &[]);
    let sheet = served.get("/a/").text();
    let sheet =
        sheet.split("href=\"../").find(|it| it.contains(".css\"")).unwrap().split('"').next().unwrap();
    let sheet = format!("/{sheet}");
    let tag = served.get(&sheet).headers["etag"].clone();
    let mut news = served.listen();
    news.next().unwrap();
    let (before, wanted, next) = (served.open_files(), wanted(), AtomicUsize::new(0));
    let one = |number: usize| {
        let wrong = match number % 8 {
            0 => served.get("/a/").status != 200,
            1 => served.get("/none/").status != 404,
            2 => served.ask("HEAD", "/b/", "").status != 200,
            3 => served.ask("GET", &sheet, &format!("If-None-Match: {tag}\r\n")).status != 304,
            4 => served.ask("GET", &sheet, "Range: bytes=0-9\r\n").body.len() != 10,
            // A page that is loaded, and the news that it asks for; then it is left.
            5 => served.get("/b/").status != 200 || served.listen().next().is_none(),
            6 => served.listen().next().is_none(),
            // One that is left before the answer comes.
            _ => served.connect().write_all(served.head("GET", "/-brief/events", "").as_bytes()).is_err(),
        };
        assert!(!wrong, "request {number}");
    };
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(it) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|it| *it < wanted) {
                    one(it);
                }
            });
        }
        // Meanwhile the site changes, and a page that stays open hears every change.
        for round in 1..=20 {
            site.write("briefings/a.md", text(round).as_bytes());
            served.until("the new text", || served.get("/a/").text().contains(&format!("Round {round}.")));
            assert!(news.next().is_some(), "round {round}");
        }
    });
    let count = next.into_inner().saturating_sub(8);
    assert_eq!(count, wanted, "so many were made");
    println!("{count} reload requests while the site changed 20 times");
    // A connection that was left is noticed when it is written to, or when the next page comes.
    if before.is_some() {
        served.until("connections to close", || served.open_files() <= before.map(|it| it + 2));
    }
}
