//! Requests that want what the site does not publish, or come from where they must not: none gets
//! anything, and the server answers the next good one.

use std::collections::BTreeSet;

use super::watched::Watched;

/// What lies beside the site and must never be answered.
const SECRET: &str = "xyzzy-secret";

/// Paths that were somebody's hole: traversal, encodings, streams and short names of Windows, sources.
const PATHS: &str = r"
/../x /..%2fx /%2e%2e/x /%2e%2e%2fx /%252e%252e%252fx /..%255cx /..\x /..%5cx /....//x /..././x /.%2e/x /..;/x
/%c0%ae%c0%ae/x /%uff0e%uff0e/x /%00 /x%00.html //etc/passwd ///x /\\host\share /C:/x /foo/c:/windows/win.ini
/file:///etc/passwd /x::$DATA /X~1.MD /x. /x%20 /CON /x/. /x/.. /media../.env /.git/config /.env /.brief/manifest
/content/a.md /briefings/x.md /index.md /x.md /brief.toml /secret.txt /../secret.txt /m/../../secret.txt
/m/..%2f..%2fsecret.txt /m%2f..%2f..%2fsecret.txt /x/../../../../../../../../etc/passwd /%2e%2e/%2e%2e/%2e%2e/etc/passwd
/..%c0%af..%c0%afetc/passwd /%2Fetc%2Fpasswd /%5cetc%5cpasswd /% /%z /%2 /%%32%65 /%ff%fe /public/index.html /-brief/
/-brief/../x /-brief/..%2fx /-brief/%2e%2e/watch.rs /-brief/page/watch.js /-brief//watch.js /m/y.txt/ /m/y.txt/.. /m/ /m
/M/Y.TXT /x// //x/ /./x/ /x/%2e /x/index.html/ /x/index.html%00 /proc/self/environ /etc/passwd /~/x /$HOME /x;/ /x%2f%2e%2e
/+/x /%20x /x%0d%0aSet-Cookie:a=b /x%0d%0a%0d%0a<script> * x ? ../x ..";

/// A site with secrets around it.
pub(super) fn site(base: &str) -> Watched {
    let site = Watched::new(
        base,
        &[("briefings/index.md", "home"), ("briefings/x.md", "page"), ("briefings/m/y.txt", "text")],
    );
    for name in [
        "x",
        ".env",
        "secret.txt",
        ".git/config",
        ".brief/manifest",
        "content/a.md",
        "public/index.html",
        "media../.env",
    ] {
        let path = site.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, SECRET).unwrap();
    }
    site
}

/// Status of an answer; 0 if there was none.
pub(super) fn status(answer: &[u8]) -> u16 {
    let digits = answer.get(9..12).filter(|_| answer.starts_with(b"HTTP/1."));
    digits.and_then(|it| std::str::from_utf8(it).ok()).and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Whether an answer holds a line of the machine, of the site's sources, or opens it to others.
pub(super) fn leaks(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_lowercase();
    text.contains(SECRET)
        || text.contains("root:")
        || text.contains("access-control")
        || text.contains("/tmp")
}

/// Asserts that the server is well.
pub(super) fn assert_alive(site: &Watched) {
    assert_eq!(site.get("/x/").0, 200);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let long = format!("/{}", "a/".repeat(50_000)).into_bytes();
    let mut paths: Vec<Vec<u8>> = PATHS.split_whitespace().map(|it| it.as_bytes().to_vec()).collect();
    paths.extend([
        long,
        b"/\xff\xfe".to_vec(),
        b"/x\xe2\x80\xae/".to_vec(),
        b"/a b/x".to_vec(),
        b"".to_vec(),
    ]);
    let distinct = paths.iter().collect::<BTreeSet<_>>().len();
    assert!(distinct >= 80, "the list has {distinct} paths");
    println!("{distinct} paths, two methods, at the top and below a path");
    for base in ["/", "/sub/"] {
        let site = site(base);
        for path in &paths {
            for method in ["GET", "HEAD"] {
                for top in ["", base.trim_end_matches('/')] {
                    let head = format!("{method} {top}");
                    let tail =
                        format!(" HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", site.port);
                    let answer = site.raw(&[head.as_bytes(), path, tail.as_bytes()].concat());
                    let shown = String::from_utf8_lossy(path).chars().take(60).collect::<String>();
                    assert!(!leaks(&answer), "{shown}");
                    let status = status(&answer);
                    let is_home = top == "/sub" && matches!(&path[..], b"" | b"?");
                    let is_nothing =
                        matches!(status, 0 | 400 | 403 | 404 | 414 | 431) || is_home && status == 308;
                    assert!(is_nothing, "{status} for {head}{shown}");
                    if method == "HEAD" {
                        let body = answer
                            .windows(4)
                            .position(|it| it == b"\r\n\r\n")
                            .map(|at| answer.len() - at - 4);
                        assert!(status == 400 || body.is_none_or(|it| it == 0), "a body for {head}{shown}");
                    }
                    assert_alive(&site);
                }
            }
        }
    }
}

#[test]
fn only_our_own_names_are_answered() {
    let site = site("/");
    let port = site.port;
    let other = if port == 1 { 2 } else { port - 1 };
    let long = "a".repeat(64 << 10);
    let good = [
        format!("localhost:{port}"),
        format!("LOCALHOST:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ];
    for host in &good {
        let request = format!("GET /x/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(status(&site.raw(request.as_bytes())), 200, "{host}");
    }
    let names = [
        "evil.com",
        "localhost.evil.com",
        "127.0.0.1.nip.io",
        "0.0.0.0",
        "[::]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "localhost.",
        "127.0.0.1.",
        "017700000001",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "[::1%25lo]",
        "[::1",
        "::1",
        "a:b:c",
        "localhost:",
        "@localhost",
        "evil@localhost",
        "localhost@evil",
        "localhost/",
        "localhost#",
        "localhost\t",
        "localhost,evil",
        "local host",
        "\u{ff4c}ocalhost",
        "127.0.0.2",
        "192.168.0.1",
        "",
        &long,
    ];
    let mut hosts: Vec<Vec<u8>> = names.iter().map(|it| format!("{it}:{port}").into_bytes()).collect();
    for host in [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "",
        ":",
        "[",
        "]",
        "[]",
        "]:80[",
        "localhost:99999",
        "localhost:-1",
        "localhost:+1",
    ] {
        hosts.push(host.as_bytes().to_vec());
    }
    hosts.push(format!("localhost:{other}").into_bytes());
    hosts.push(format!("localhost:0{port}x").into_bytes());
    hosts.push(format!("localhost:{port}\r\nHost: evil.com").into_bytes());
    hosts.push(format!("evil.com\r\nHost: localhost:{port}").into_bytes());
    hosts.push(format!("evil.com\r\nX-Forwarded-Host: localhost:{port}").into_bytes());
    hosts.push(format!("evil.com\r\nForwarded: host=localhost:{port}").into_bytes());
    hosts.push([b"localhost\xff:".as_slice(), port.to_string().as_bytes()].concat());
    hosts.push(b"\x80\x81".to_vec());
    let distinct = hosts.iter().collect::<BTreeSet<_>>().len();
    assert!(distinct >= 30, "the list has {distinct} hosts");
    println!("{distinct} hosts");
    for host in hosts {
        let request =
            [b"GET /x/ HTTP/1.1\r\nConnection: close\r\nHost: ".as_slice(), &host, b"\r\n\r\n"].concat();
        let status = status(&site.raw(&request));
        assert!(
            matches!(status, 0 | 400 | 403 | 431),
            "{status} for {}",
            String::from_utf8_lossy(&host[..host.len().min(80)])
        );
        assert_alive(&site);
    }
    let absolute = [
        (
            format!("GET http://evil.com/x/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
            403,
        ),
        (
            format!("GET http://localhost:{port}/x/ HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n"),
            403,
        ),
        (
            format!(
                "GET http://localhost:{port}/x/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
            ),
            200,
        ),
        ("GET /x/ HTTP/1.0\r\n\r\n".to_owned(), 403),
        ("GET /x/ HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), 403),
    ];
    for (request, wanted) in absolute {
        assert_eq!(status(&site.raw(request.as_bytes())), wanted, "{request}");
    }
    assert_alive(&site);
}

#[test]
fn other_origins_get_neither_pages_nor_news() {
    let site = site("/");
    let port = site.port;
    let own = format!("Origin: http://localhost:{port}\r\n");
    assert_eq!(site.ask("GET", "/x/", &own).0, 200);
    let link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(site.ask("GET", "/x/", link).0, 200);
    let other = if port == 1 { 2 } else { port - 1 };
    let origins = [
        "http://evil.com".to_owned(),
        "null".into(),
        String::new(),
        format!("http://localhost:{other}"),
        "http://localhost".into(),
        format!("http://localhost.evil:{port}"),
        format!("https://localhost:{port}"),
        format!("http://evil@localhost:{port}"),
        format!("http://localhost:{port}/"),
        format!("http://localhost:{port}.evil"),
        format!("localhost:{port}"),
        "http://".into(),
        "://".into(),
        "file://".into(),
        "chrome-extension://abc".into(),
        "http://[".into(),
        "\u{ff}\u{fe}".into(),
        format!("http://localhost:{port}\r\nOrigin: http://evil.com"),
        format!("http://localhost:{port} http://evil.com"),
    ];
    let mut tried = BTreeSet::new();
    for path in ["/x/", "/m/y.txt", "/-brief/events", "/-brief/watch.js"] {
        for origin in &origins {
            tried.insert(format!("Origin: {origin}"));
            let (status, head, body) = site.ask("GET", path, &format!("Origin: {origin}\r\n"));
            assert!(matches!(status, 400 | 403), "{status} at {path} for {origin}");
            assert!(!head.contains("access-control") && !body.contains("page"));
            assert_alive(&site);
        }
        for site_kind in ["cross-site", "same-site", "none-such"] {
            for (mode, dest) in [
                ("cors", "empty"),
                ("no-cors", "script"),
                ("no-cors", "image"),
                ("navigate", "iframe"),
                ("websocket", "websocket"),
            ] {
                let headers = format!(
                    "Sec-Fetch-Site: {site_kind}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"
                );
                assert_eq!(site.ask("GET", path, &headers).0, 403, "{headers}");
                assert_alive(&site);
                tried.insert(headers);
            }
        }
    }
    assert!(tried.len() >= 15, "the list has {} kinds of askers", tried.len());
    println!("{} kinds of askers", tried.len());
    assert_alive(&site);
}
