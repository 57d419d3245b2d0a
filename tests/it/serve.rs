//! What the server answers to a browser that means well.

use std::fs;
use std::sync::{Arc, Mutex};

use brief::pipeline::{Memory, Wish};
use brief::watch::Watching;

use super::watched::{Remember, Watched, options, wish};

#[test]
fn a_page_that_cannot_be_made_says_why() {
    let site = Watched::new("/", &[("briefings/index.md", "home"), ("briefings/a.md", "late")]);
    let (status, head, page) = site.ask("GET", "/a/", "");
    assert_eq!(status, 500);
    assert!(page.contains("the template &lt;b&gt; has no such name") && page.contains("/-brief/watch.js"));
    assert!(head.contains("script-src 'self'") && !page.contains("<style"));
    site.write("briefings/a.md", "fine");
    site.until_shown("/a/", "fine");
}

#[test]
fn files_are_made_once_and_answered_in_parts() {
    let site = Watched::new("/", &[("briefings/index.md", "home"), ("briefings/x.css", "0123456789")]);
    let (status, head, body) = site.ask("GET", "/x.css", "");
    assert_eq!((status, body.as_str()), (200, "0123456789"));
    for line in [
        "content-type: text/css; charset=utf-8",
        "content-length: 10",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
        "cross-origin-opener-policy: same-origin",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    assert!(!head.contains("access-control"));
    let tag = head.lines().find_map(|it| it.strip_prefix("etag: ")).unwrap().to_owned();
    let known = |tag: &str| site.ask("GET", "/x.css", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((known(&tag).0, known(&tag).2.as_str()), (304, ""));
    assert_eq!((known("\"other\"").0, known("*").0, known("").0), (200, 304, 200));
    let (status, head, body) = site.ask("GET", "/x.css", "Range: bytes=2-4\r\n");
    assert_eq!((status, body.as_str()), (206, "234"));
    assert!(head.contains("content-range: bytes 2-4/10"));
    let (status, head, _) = site.ask("GET", "/x.css", "Range: bytes=10-\r\n");
    assert_eq!((status, head.contains("content-range: bytes */10")), (416, true));
    assert_eq!(site.ask("GET", "/x.css", "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n").0, 200);
    let (status, head, body) = site.ask("HEAD", "/x.css", "");
    assert_eq!((status, body.as_str(), head.contains("content-length: 10")), (200, "", true));
    assert_eq!(site.made("x.css"), 1);
    let page = site.ask("GET", "/", "").1;
    site.write("briefings/a.md", "new");
    site.until_shown("/a/", "new");
    site.get("/x.css");
    assert_eq!((site.made("x.css"), site.made("index.html")), (1, 1), "unchanged since they were made");
    let etag = |head: &str| head.lines().find(|it| it.starts_with("etag")).map(str::to_owned);
    assert_ne!(etag(&page), etag(&site.ask("GET", "/", "").1), "a page holds the number of its build");
}

#[test]
fn the_site_stands_at_the_top_and_under_its_base_path() {
    let files = [("briefings/index.md", "home"), ("briefings/a/b.md", "deep"), ("briefings/404.md", "lost")];
    let site = Watched::new("/briefings/", &files);
    for top in ["/", "/briefings/"] {
        assert!(site.get(top).1.contains("home"));
        assert!(site.get(&format!("{top}a/b/")).1.contains("deep"));
        let (status, head, _) = site.ask("GET", &format!("{top}a/b?x=1"), "");
        assert_eq!((status, head.contains("location: ./b/?x=1")), (308, true), "{head}");
        let (status, page) = site.get(&format!("{top}a/c"));
        assert_eq!(
            (status, page.contains("lost"), page.contains("data-gone=\"missing\"")),
            (404, true, true)
        );
    }
    assert_eq!(site.ask("GET", "/briefings", "").0, 308);
    fs::rename(site.path("briefings/a/b.md"), site.path("briefings/a/c.md")).unwrap();
    site.until_shown("/a/c/", "deep");
    let moved = "data-gone=\"moved\" data-to=\"/briefings/a/c/\"";
    assert!(site.get("/briefings/a/b/").1.contains(moved));
    fs::remove_file(site.path("briefings/a/c.md")).unwrap();
    site.until("the page to leave", || site.get("/a/b/").1.contains("data-gone=\"left\""));
}

#[test]
fn pages_hear_which_assets_changed() {
    let site = Watched::new("/", &[("briefings/index.md", "home"), ("briefings/s/x.css", "a{}")]);
    let mut news = site.listen();
    let first = news.next().unwrap();
    // One that nobody asked for is in no open page.
    assert_eq!(site.get("/s/x.css"), (200, "a{}".to_owned()));
    site.write("briefings/s/x.css", "b{}");
    let second = news.next().unwrap();
    assert_eq!(second["assets"], serde_json::json!(["s/x.css"]));
    assert_eq!(second["since"], first["build"]);
    let page = site.get("/").1;
    let element = format!(
        "<script src=\"/-brief/watch.js\" data-build=\"{}\"></script></body>",
        second["build"].as_str().unwrap()
    );
    assert!(page.contains(&element));
    assert_eq!(site.get("/-brief/watch.js").0, 200);
    assert_eq!(site.get("/-brief/watch.css").0, 200);
}

#[test]
fn others_are_never_shown_drafts() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(Some("0.0.0.0"), 0, "/");
    let start = |show_withheld| {
        let build = |_: &Wish, _: &mut Memory| anyhow::bail!("not built");
        let wish = Wish { show_withheld, ..wish(folder.path()) };
        Watching::start(build, wish, options.clone(), Box::new(std::io::sink())).map(drop)
    };
    assert!(start(true).unwrap_err().to_string().contains("--as-published"));
    start(false).unwrap();
}

#[test]
fn a_taken_port_is_stepped_over() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let said: Arc<Mutex<Vec<u8>>> = Arc::default();
    let options = options(None, port, "/");
    let build = |_: &Wish, _: &mut Memory| anyhow::bail!("not built");
    let watching =
        Watching::start(build, wish(folder.path()), options, Box::new(Remember(Arc::clone(&said)))).unwrap();
    assert!(watching.server().place().port > port);
    let said = String::from_utf8(said.lock().unwrap().clone()).unwrap();
    assert!(said.contains(&format!("port {port} is taken; this is port {}", watching.server().place().port)));
}
