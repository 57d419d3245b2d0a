//! A site watched as an author watches it: the real build in the real loop, with a real server that
//! is asked over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use brief::pipeline::{self, Memory, Wish};
use brief::watch::{Stop, Surroundings, Watching};

use super::watched::{Remember, options};

/// How long a test waits for what must happen: a guard against hanging, no measurement.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A site, watched by a thread.
pub(super) struct Live {
    /// Where it is shown.
    pub(super) port: u16,
    /// What the terminal got.
    said: Arc<Mutex<Vec<u8>>>,
    /// How many builds were begun.
    builds: Arc<AtomicUsize>,
    /// A connection that is kept.
    reader: Mutex<Reader>,
    /// Ends the thread.
    stop: Stop,
    /// The thread.
    thread: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Live {
    /// Watches the site that a wish is about.
    pub(super) fn over(wish: Wish) -> Live {
        Live::inside(wish, None)
    }

    /// The same, perhaps with a clock and a terminal.
    pub(super) fn inside(wish: Wish, surroundings: Option<Surroundings>) -> Live {
        let builds = Arc::new(AtomicUsize::new(0));
        let said = Arc::default();
        let counting = builds.clone();
        let build = move |wish: &Wish, memory: &mut Memory| {
            counting.fetch_add(1, Ordering::SeqCst);
            pipeline::build(wish, memory)
        };
        let terminal = Box::new(Remember(Arc::clone(&said)));
        let mut watching = Watching::start(build, wish, options(None, 0, "/"), terminal).unwrap();
        if let Some(surroundings) = surroundings {
            watching = watching.inside(surroundings);
        }
        let (port, stop) = (watching.server().place().port, watching.stop());
        let reader = Mutex::new(Reader { port, socket: None });
        let thread = Some(std::thread::spawn(move || watching.run()));
        let live = Live { port, said, builds, reader, stop, thread };
        live.until("the first build", || live.said().contains("\nbuilt ") || live.said().contains("error"));
        live
    }

    /// Waits until something is so.
    pub(super) fn until(&self, what: &str, so: impl Fn() -> bool) {
        until(what, so, || format!("the terminal says:\n{}", self.said()));
    }

    /// Waits until no build has begun for a while.
    pub(super) fn until_at_rest(&self) {
        self.until("a rest", || {
            let builds = self.builds();
            sleep(Duration::from_millis(60));
            self.builds() == builds
        });
    }

    /// Waits until a page holds a text.
    pub(super) fn until_shown(&self, path: &str, text: &str) {
        self.until(&format!("{text:?} at {path}"), || self.text(path).contains(text));
    }

    /// Waits until nothing stands at a path.
    pub(super) fn until_gone(&self, path: &str) {
        self.until(&format!("{path} to go"), || self.get(path).0 == 404);
    }

    /// What the terminal got.
    pub(super) fn said(&self) -> String {
        String::from_utf8(self.said.lock().unwrap().clone()).unwrap()
    }

    /// How many builds were begun.
    pub(super) fn builds(&self) -> usize {
        self.builds.load(Ordering::SeqCst)
    }

    /// Gets what stands at a path: status, and the bytes without the element that reloads.
    pub(super) fn get(&self, path: &str) -> (u16, Vec<u8>) {
        self.reader.lock().unwrap().get(path)
    }

    /// The same as text; empty if nothing stands there.
    pub(super) fn text(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        if status == 200 { String::from_utf8_lossy(&body).into_owned() } else { String::new() }
    }

    /// The last news: what the last build said.
    pub(super) fn news(&self) -> serde_json::Value {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(socket, "GET /-brief/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        let lines = BufReader::new(socket).lines().map_while(Result::ok);
        let mut news = lines.filter_map(|it| serde_json::from_str(it.strip_prefix("data: ")?).ok());
        news.next().expect("whoever asks for news hears the last")
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop.stop();
        let ended = self.thread.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            ended.unwrap().unwrap().unwrap();
        }
    }
}

/// Waits until something is so; else says what there is to say.
pub(super) fn until(what: &str, so: impl Fn() -> bool, else_say: impl Fn() -> String) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "waited for {what}; {}", else_say());
        sleep(Duration::from_millis(1));
    }
}

/// Asks one question after the other over a connection that is kept.
pub(super) struct Reader {
    /// Whom it asks, at this machine.
    pub(super) port: u16,
    /// The connection, once there was a question.
    pub(super) socket: Option<BufReader<TcpStream>>,
}

impl Reader {
    /// Gets what stands at a path: status, and the bytes without the element that reloads.
    pub(super) fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        // A server may let go of a connection at any time between two questions.
        for _ in 0..2 {
            if let Ok(answer) = self.ask(path) {
                return answer;
            }
            self.socket = None;
        }
        self.ask(path).unwrap()
    }

    /// Asks and reads the answer.
    fn ask(&mut self, path: &str) -> std::io::Result<(u16, Vec<u8>)> {
        let port = self.port;
        let socket = match &mut self.socket {
            Some(socket) => socket,
            none => {
                let socket = TcpStream::connect(("127.0.0.1", port))?;
                socket.set_read_timeout(Some(PATIENCE))?;
                socket.set_nodelay(true)?;
                none.insert(BufReader::new(socket))
            }
        };
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        socket.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length, mut is_page) = (0, 0, false);
        loop {
            let mut line = String::new();
            if socket.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end().to_ascii_lowercase();
            match line.split_once(": ") {
                _ if line.is_empty() => break,
                Some(("content-length", it)) => length = it.parse().unwrap(),
                Some(("content-type", it)) => is_page = it.starts_with("text/html"),
                Some(("transfer-encoding", it)) => panic!("the length of {path} is not known: {it}"),
                _ if line.starts_with("http/1.1 ") => status = line[9..12].parse().unwrap(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        socket.read_exact(&mut body)?;
        Ok((status, if is_page { without_element(&body) } else { body }))
    }
}

/// A page without the element that the server adds.
fn without_element(page: &[u8]) -> Vec<u8> {
    const START: &[u8] = b"<script src=\"/-brief/watch.js\"";
    const END: &[u8] = b"</script>";
    let find = |what: &[u8], from: usize| {
        page[from..].windows(what.len()).position(|it| it == what).map(|it| it + from)
    };
    let start = find(START, 0).expect("the server adds its element to every page");
    let end = find(END, start).expect("the element ends") + END.len();
    [&page[..start], &page[end..]].concat()
}

/// The address at which a file of the output is asked for.
pub(super) fn address(path: &str) -> String {
    let mut address = String::from("/");
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                address.push(byte.into())
            }
            _ => address += &format!("%{byte:02X}"),
        }
    }
    address
}

/// A number that the environment names, or this one.
pub(super) fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |it| it.parse().unwrap())
}
