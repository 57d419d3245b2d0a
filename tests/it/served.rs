//! `brief watch` as people start it, asked from outside.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that watches a site.
pub(super) struct Served {
    /// The program.
    child: Child,
    /// Where it answers.
    pub(super) port: u16,
    /// By which address it is asked.
    pub(super) address: IpAddr,
    /// What the terminal got.
    said: Arc<Mutex<String>>,
}

/// An answer.
pub(super) struct Answer {
    /// Its status; 0 if there was none.
    pub(super) status: u16,
    /// Its headers, names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    /// Its body.
    pub(super) body: Vec<u8>,
}

impl Served {
    /// Watches a site until it can be looked at.
    pub(super) fn start(root: &Path, arguments: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_brief"))
            .args(["watch", "--port", "0", "--root"])
            .arg(root)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let said: Arc<Mutex<String>> = Arc::default();
        let url = lines.find(|it| it.starts_with("open http://")).expect("it says where to look");
        let port = url.rsplit(':').next().and_then(|it| it.split('/').next()).unwrap().parse().unwrap();
        let heard = said.clone();
        spawn(move || lines.for_each(|it| heard.lock().unwrap().extend([&it, "\n"])));
        let served = Served { child, port, address: Ipv4Addr::LOCALHOST.into(), said };
        served.until("the first page", || served.get("/").status == 200);
        served
    }

    /// What the terminal got after the first lines.
    pub(super) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until something is so.
    pub(super) fn until(&self, what: &str, so: impl Fn() -> bool) {
        let start = Instant::now();
        while !so() {
            assert!(start.elapsed() < PATIENCE, "waited for {what}; the terminal says:\n{}", self.said());
            sleep(Duration::from_millis(5));
        }
    }

    /// Connects.
    pub(super) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect((self.address, self.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket
    }

    /// The head of a request; headers with `\r\n` after each.
    pub(super) fn head(&self, method: &str, path: &str, headers: &str) -> String {
        format!("{method} {path} HTTP/1.1\r\nHost: {}:{}\r\n{headers}\r\n", self.address, self.port)
    }

    /// Asks on a connection of its own.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let mut socket = self.connect();
        let headers = format!("Connection: close\r\n{headers}");
        socket.write_all(self.head(method, path, &headers).as_bytes()).unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        Answer::of(&bytes)
    }

    /// Gets a path.
    pub(super) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Connects for news; each is a line of JSON.
    pub(super) fn listen(&self) -> impl Iterator<Item = String> + use<> {
        let mut socket = self.connect();
        socket.write_all(self.head("GET", "/-brief/events", "").as_bytes()).unwrap();
        let lines = BufReader::new(socket).lines().map_while(Result::ok);
        lines.filter_map(|it| it.strip_prefix("data: ").map(str::to_owned))
    }

    /// How many files and sockets the program has open, where the system tells.
    pub(super) fn open_files(&self) -> Option<usize> {
        Some(std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).ok()?.count())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, and then the test says so.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Answer {
    /// Takes one apart.
    fn of(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(bytes.len());
        let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = text.get(9..12).and_then(|it| it.parse().ok()).unwrap_or(0);
        let headers = text.lines().filter_map(|it| it.split_once(": "));
        Answer {
            status,
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    /// Its body as text.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
