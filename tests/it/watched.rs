//! A watched site for tests: real files and sockets, with a small build in the place of the real one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use brief::output::{Contents, NotMade, OutputFile, Wave};
use brief::pipeline::{Built, Memory, Publication, Summary, Wish};
use brief::report::print::Terminal;
use brief::report::{Diagnostic, Excerpts, Report, Severity};
use brief::serve::Place;
use brief::watch::{Options, Stop, Watching};
use brief::words::{Fingerprint, Instant as Moment, OutPath, Source, SourcePath};

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the small build counts.
#[derive(Default)]
pub(super) struct Counts {
    /// How often it ran.
    pub(super) builds: AtomicUsize,
    /// How often each file was made.
    pub(super) made: Mutex<BTreeMap<String, usize>>,
}

/// A site, watched by a thread.
pub(super) struct Watched {
    /// Holds the site.
    folder: tempfile::TempDir,
    /// Where it is shown.
    pub(super) port: u16,
    /// What the terminal got.
    said: Arc<Mutex<Vec<u8>>>,
    /// What the build counted.
    pub(super) counts: Arc<Counts>,
    /// Ends the thread.
    stop: Stop,
    /// The thread.
    thread: Option<JoinHandle<anyhow::Result<()>>>,
}

/// A terminal that remembers.
pub(super) struct Remember(pub(super) Arc<Mutex<Vec<u8>>>);

impl Write for Remember {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Watched {
    /// Watches a site of these files, which would stand under `base` at its host.
    pub(super) fn new(base: &str, files: &[(&str, &str)]) -> Watched {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("briefings")).unwrap();
        for (path, text) in files {
            write(&folder.path().join(path), text);
        }
        let watched = Watched::over(folder, base);
        watched.until("the first page", || watched.get("/").0 != 503);
        watched
    }

    /// Watches a folder; whether it can be built is left open.
    pub(super) fn over(folder: tempfile::TempDir, base: &str) -> Watched {
        let counts = Arc::new(Counts::default());
        let said = Arc::default();
        let wish = wish(folder.path());
        let options = options(None, 0, base);
        let counting = counts.clone();
        let build = move |wish: &Wish, _: &mut Memory| small_build(wish, &counting);
        let watching = Watching::start(build, wish, options, Box::new(Remember(Arc::clone(&said)))).unwrap();
        let (port, stop) = (watching.server().place().port, watching.stop());
        let thread = Some(std::thread::spawn(move || watching.run()));
        Watched { folder, port, said, counts, stop, thread }
    }

    /// A path in the site.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the site.
    pub(super) fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// Waits until something is so.
    pub(super) fn until(&self, what: &str, so: impl Fn() -> bool) {
        let start = Instant::now();
        while !so() {
            assert!(start.elapsed() < PATIENCE, "waited for {what}; the terminal says:\n{}", self.said());
            sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page holds a text.
    pub(super) fn until_shown(&self, path: &str, text: &str) {
        self.until(&format!("{text:?} at {path}"), || self.get(path).1.contains(text));
    }

    /// What the terminal got.
    pub(super) fn said(&self) -> String {
        String::from_utf8(self.said.lock().unwrap().clone()).unwrap()
    }

    /// How often a file was made.
    pub(super) fn made(&self, path: &str) -> usize {
        self.counts.made.lock().unwrap().get(path).copied().unwrap_or(0)
    }

    /// Sends bytes and reads what comes back until the server closes or is silent.
    pub(super) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let mut answer = Vec::new();
        // The server may hang up before it has heard all of a bad request.
        if socket.write_all(request).is_ok() {
            socket.read_to_end(&mut answer).ok();
        }
        answer
    }

    /// Asks with a method and more headers, `\r\n` after each; gives status, headers and body.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &str) -> (u16, String, String) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n{headers}\r\n",
            self.port
        );
        let answer = String::from_utf8_lossy(&self.raw(request.as_bytes())).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.get(9..12).and_then(|it| it.parse().ok()).unwrap_or(0);
        (status, head.to_lowercase(), body.to_owned())
    }

    /// Gets a page: status and body.
    pub(super) fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.ask("GET", path, "");
        (status, body)
    }

    /// Listens to the news; each is a line of JSON.
    pub(super) fn listen(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(socket, "GET /-brief/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        let lines = BufReader::new(socket).lines().map_while(Result::ok);
        lines.filter_map(|it| serde_json::from_str(it.strip_prefix("data: ")?).ok())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.stop();
        let ended = self.thread.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            ended.unwrap().unwrap().unwrap();
        }
    }
}

/// How to watch, without a browser.
pub(super) fn options(host: Option<&str>, port: u16, base: &str) -> Options {
    let place = Place { host: host.map(|it| it.parse().unwrap()), port, base_path: base.to_owned() };
    Options { place, open: false, terminal: Terminal::default() }
}

/// What is wanted of a build of this folder.
pub(super) fn wish(root: &Path) -> Wish {
    let at = Moment::from_unix(0);
    Wish {
        root: root.to_owned(),
        at,
        show_withheld: true,
        lenient_with_drafts: false,
        only: None,
        strict: false,
        promised: Vec::new(),
    }
}

/// Writes a file with its folders.
pub(super) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A file that the small build names and reads, outside of the site's folders.
pub(super) const NAMED: &str = "refs/library.bib";

/// Every `.md` below `briefings/` becomes a page, everything else there an asset. `!!` in a text is
/// an error, `??` a warning; the file that it names becomes `named.txt`; `panic` is a panic, `trouble` trouble, `late` a page that cannot be made.
pub(super) fn small_build(wish: &Wish, counts: &Arc<Counts>) -> anyhow::Result<Built> {
    counts.builds.fetch_add(1, Ordering::SeqCst);
    let mut report = Report::default();
    let mut sources = Vec::new();
    let mut files = Vec::new();
    let folder = wish.root.join("briefings");
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let Some(path) = entry.ok().filter(|it| it.file_type().is_file()).map(|it| it.into_path()) else {
            continue;
        };
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = SourcePath::inside(&wish.root, &path).unwrap();
        let source = Arc::new(Source::new(name, text.clone()));
        for (mark, severity) in [("!!", Severity::Error), ("??", Severity::Warning)] {
            if let Some(at) = text.find(mark) {
                let at = Some(source.span(at..at + 2));
                let message = format!("expected a word, found `{mark}`");
                report.say(Diagnostic {
                    code: "marks",
                    severity,
                    message,
                    at,
                    others: vec![],
                    help: Some("type a word".into()),
                });
            }
        }
        assert!(!text.contains("panic"), "the small build panics");
        anyhow::ensure!(!text.contains("trouble"), "failed to read a disk");
        let below = SourcePath::inside(&folder, &path).unwrap();
        sources.push(source);
        files.push(page(below.as_str(), text, counts));
    }
    if let Ok(text) = fs::read_to_string(wish.root.join(NAMED)) {
        files.push(page("named.txt", text, counts));
    }
    let nothing = Source::new(SourcePath::new("brief.toml").unwrap(), String::new());
    let publication = (!report.has_errors()).then(|| Publication::of(files, Vec::new()));
    Ok(Built {
        publication,
        report,
        excerpts: Excerpts::new(BTreeMap::new(), sources),
        summary: Summary::default(),
        outlines: Arc::default(),
        settings: Arc::new(brief::settings::read(&nothing, &mut Vec::new())),
        named: vec![SourcePath::new(NAMED).unwrap()],
    })
}

/// The file that comes of a source.
fn page(name: &str, text: String, counts: &Arc<Counts>) -> OutputFile {
    let (path, wave) = match name.strip_suffix(".md") {
        Some("index") => ("index.html".to_owned(), Wave::Page),
        Some("404") => ("404.html".to_owned(), Wave::Page),
        Some(stem) => (format!("{stem}/index.html"), Wave::Page),
        None => (name.to_owned(), Wave::Asset),
    };
    let key = Fingerprint::of(text.as_bytes());
    let counts = counts.clone();
    let shown = path.clone();
    let make = move || {
        *counts.made.lock().unwrap().entry(shown.clone()).or_default() += 1;
        if text.contains("late") {
            let message = "the template <b> has no such name".to_owned();
            let it = Diagnostic {
                code: "template",
                severity: Severity::Error,
                message,
                at: None,
                others: vec![],
                help: None,
            };
            return Err(NotMade::Mistakes(vec![it]));
        }
        let bytes =
            if wave == Wave::Page { format!("<body><main>{text}</main></body>") } else { text.clone() };
        Ok(Contents::Bytes(bytes.into_bytes()))
    };
    OutputFile { path: OutPath::new(&path).unwrap(), key, wave, make: Box::new(make) }
}
