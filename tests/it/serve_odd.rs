//! What is no proper request, and clients that take their time: none changes anything, and the server
//! answers the next one.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::serve_hostile::{assert_alive, leaks, site, status};
use super::watched::Watched;

/// As many connections as the server holds at an address, and so as many as slow clients can have.
const CONNECTIONS: usize = 256;

#[test]
fn only_getting_and_heading_are_known() {
    let site = site("/");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"] {
        let (status, head, _) = site.ask(method, "/x/", "Content-Length: 0\r\n");
        assert_eq!((status, head.contains("allow: get, head")), (405, true), "{method}");
        assert_alive(&site);
    }
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for path in ["/-brief/events", "/x/", "/"] {
        assert_eq!(site.ask("GET", path, upgrade).0, 400);
    }
    for path in
        ["/-brief/open", "/-brief/eval", "/-brief/edit?file=x", "/-brief/events/", "/-brief/watch.map"]
    {
        assert_eq!(site.get(path).0, 404, "{path}");
    }
    let many = format!("Range: bytes={}\r\n", vec!["0-"; 1000].join(","));
    let (status, _, body) = site.ask("GET", "/x/", &many);
    assert!(status == 200 && body.contains("page"));
}

#[test]
fn malformed_bytes_get_nothing() {
    let site = site("/");
    let port = site.port;
    let noise: Vec<u8> =
        (0..1_000_000_u64).map(|it| (it.wrapping_mul(6_364_136_223_846_793_005) >> 33) as u8).collect();
    // With everything that a good request has but what is odd about it.
    let with = |line: &str, headers: &str| {
        format!("{line}\r\nHost: localhost:{port}\r\nConnection: close\r\n{headers}\r\n").into_bytes()
    };
    let get = |headers: &str| with("GET /x/ HTTP/1.1", headers);
    let path = format!("GET /{} HTTP/1.1", "a".repeat(100 << 10));
    let hidden = "0\r\n\r\nGET /.env HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let chunked = "Transfer-Encoding: chunked\r\n";
    let odd: Vec<(&str, Vec<u8>)> = vec![
        ("HTTP/0.9", b"GET /x/\r\n\r\n".to_vec()),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec()),
        ("HTTP/9.9", with("GET /x/ HTTP/9.9", "")),
        ("no version", with("GET /x/", "")),
        ("no method", with("/x/ HTTP/1.1", "")),
        ("two versions", with("GET /x/ HTTP/1.1 HTTP/1.1", "")),
        ("empty lines", b"\r\n\r\n\r\n".to_vec()),
        ("zeros", b"\0\0\0\0".to_vec()),
        ("half a word", b"GET".to_vec()),
        ("a tunnel", b"CONNECT evil.com:443 HTTP/1.1\r\nHost: evil.com\r\n\r\n".to_vec()),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00".to_vec()),
        ("noise", noise),
        ("a large header", get(&format!("X: {}\r\n", "y".repeat(64 << 10)))),
        ("many headers", get(&"X: y\r\n".repeat(5_000))),
        ("a large path", with(&path, "")),
        ("a large host", format!("GET /x/ HTTP/1.1\r\nHost: {}\r\n\r\n", "a".repeat(64 << 10)).into_bytes()),
        ("a name with a space", get("X y: z\r\n")),
        ("a name with a zero", get("X\0: z\r\n")),
        ("a value with a zero", get("X: \0\r\n")),
        ("a folded header", get("X: y\r\n z\r\n")),
        ("a bare line end in a value", get("X: y\nHost: evil.com\r\n")),
        ("a bare return in a value", get("X: y\rz\r\n")),
        ("both lengths", [get(&format!("{chunked}Content-Length: 4\r\n")), hidden.into()].concat()),
        ("lengths the other way", [get(&format!("Content-Length: 4\r\n{chunked}")), hidden.into()].concat()),
        ("two lengths", [get("Content-Length: 4\r\nContent-Length: 44\r\n"), hidden.into()].concat()),
        ("a length below zero", get("Content-Length: -1\r\n")),
        ("a length that overflows", get("Content-Length: 99999999999999999999999\r\n")),
        ("chunks", [get(chunked), hidden.into()].concat()),
        ("odd chunks", [get("Transfer-Encoding: chunked, identity\r\n"), hidden.into()].concat()),
        ("chunks without an end", [get(chunked), b"fffffffffffffff1\r\nx".to_vec()].concat()),
        ("a body", [get("Content-Length: 100000\r\n"), vec![b'x'; 100_000]].concat()),
        ("a promise of a body", get("Content-Length: 1\r\nExpect: 100-continue\r\n")),
        (
            "no UTF-8",
            with("GET /x/ HTTP/1.1", "").iter().map(|it| if *it == b'x' { 0xff } else { *it }).collect(),
        ),
        ("no ASCII method", [b"G\xc3\x8bT".as_slice(), &get("")[3..]].concat()),
    ];
    assert!(odd.len() >= 30, "the list has {}", odd.len());
    println!("{} malformed requests", odd.len());
    for (what, request) in &odd {
        let answer = site.raw(request);
        assert!(!leaks(&answer), "{what}");
        assert!(!String::from_utf8_lossy(&answer).contains("<main>page"), "the page is answered: {what}");
        assert!(
            matches!(status(&answer), 0 | 400 | 403 | 404 | 405 | 413 | 414 | 431 | 505),
            "{what}: {}",
            status(&answer)
        );
        assert_alive(&site);
    }
    let head = |size: usize| get(&format!("X: {}\r\n", "y".repeat(size)));
    assert_eq!((status(&site.raw(&head(8 << 10))), status(&site.raw(&head(16 << 10)))), (200, 431));
}

/// A client that has said something.
fn client(site: &Watched, says: &str) -> TcpStream {
    let mut socket = TcpStream::connect(("127.0.0.1", site.port)).unwrap();
    socket.write_all(says.as_bytes()).unwrap();
    socket
}

/// Whether the server has hung up on a client that got nothing yet.
fn is_hung_up(socket: &mut TcpStream) -> bool {
    socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    match socket.read(&mut [0]) {
        Ok(count) => count == 0,
        Err(trouble) => !matches!(trouble.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}

#[test]
fn slow_clients_hold_their_own_connections_and_nobody_elses() {
    let site = site("/");
    site.write("briefings/large.css", &"a{}\n".repeat(4 << 20));
    site.until("the large file", || site.ask("HEAD", "/large.css", "").0 == 200);
    let whole = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", site.port);
    let mut trickling = Vec::new();
    let mut deaf = Vec::new();
    for _ in 0..80 {
        trickling.push(client(&site, "GET /x/ HTTP/1.1\r\nHost: loc"));
        deaf.push(client(&site, &whole("/large.css")));
        deaf.push(client(&site, &whole("/-brief/events")));
    }
    for round in 0..20 {
        for it in &mut trickling {
            it.write_all(b"a").unwrap();
        }
        site.write("briefings/x.md", &format!("page {round}"));
        site.until_shown("/x/", &format!("page {round}"));
    }
    // More than there is room for: each takes the place of another.
    let mut silent: Vec<TcpStream> = (0..3 * CONNECTIONS).map(|_| client(&site, "")).collect();
    assert_alive(&site);
    let open = silent.iter_mut().map(|it| !is_hung_up(it)).filter(|it| *it).count();
    assert!((1..=CONNECTIONS).contains(&open), "{open} are open");
    drop((trickling, deaf, silent));
    for _ in 0..200 {
        assert_alive(&site);
    }
}
