//! A watch that has nothing to do does nothing, and one that has much to do does not grow.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use brief::pipeline::{self, Memory};

use super::live::{Live, Reader, address, number, until};
use super::remembering;
use super::small_site::{Ask, SmallSite};

/// How many seconds nothing happens; `BRIEF_TEST_IDLE` names another number.
const IDLE: usize = 3;

/// How often the site is built again; `BRIEF_TEST_REBUILDS` names another number.
const REBUILDS: usize = 250;

#[test]
fn reading_pages_builds_nothing() {
    let site = SmallSite::shipped();
    site.write("refs/unnamed.txt", b"of no brief");
    let wish = site.wish(&Ask::default());
    let built = pipeline::build(&wish, &mut Memory::default()).unwrap();
    let paths: Vec<String> =
        built.publication.unwrap().places.iter().map(|it| address(it.path.as_str())).collect();
    let live = Live::over(wish);
    // A file that is named outside of the site's folders is seen by the second look.
    sleep(Duration::from_secs(1));
    let (builds, said) = (live.builds(), live.said());
    assert!(builds <= 2, "{builds} builds before anything happened");
    let start = Instant::now();
    let mut asked = 0;
    while start.elapsed() < Duration::from_secs(number("BRIEF_TEST_IDLE", IDLE) as u64) {
        for path in &paths {
            assert_eq!(live.get(path).0, 200, "{path}");
            asked += 1;
        }
        // What is ours to write, and what an editor leaves while nothing is saved.
        site.write("public/index.html", b"an older page");
        site.write(".brief/other", b"x");
        site.write("briefings/.about.md.swp", b"x");
        site.write("briefings/#about.md#", b"x");
        sleep(Duration::from_millis(200));
    }
    println!(
        "{asked} answers in {} s of idling, {} builds",
        start.elapsed().as_secs(),
        live.builds() - builds
    );
    assert!(asked >= paths.len());
    assert_eq!(live.builds(), builds);
    assert_eq!(live.said(), said);
}

/// What a process takes of the machine.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// Open files and sockets.
    files: usize,
    /// Threads.
    threads: usize,
    /// Memory that is in use, in kilobytes.
    memory: usize,
}

/// What a process takes, by what the system says of it.
fn taken(process: u32) -> Taken {
    let entries = |of: &str| std::fs::read_dir(format!("/proc/{process}/{of}")).unwrap().count();
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let memory = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    let memory = memory.trim().trim_end_matches(" kB").parse().unwrap();
    Taken { files: entries("fd"), threads: entries("task"), memory }
}

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn many_builds_take_no_more_of_the_machine_than_few() {
    let rebuilds = number("BRIEF_TEST_REBUILDS", REBUILDS);
    let warm = rebuilds / 5;
    let mut edited = remembering::site(7);
    let root = edited.site.root();
    let built = pipeline::build(&edited.site.wish(&Ask::default()), &mut Memory::default()).unwrap();
    let paths: Vec<String> =
        built.publication.unwrap().places.iter().map(|it| address(it.path.as_str())).collect();
    let brief = std::fs::read_to_string(root.join("briefings/a.md")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_brief"));
    command.args(["watch", "--as-published", "--port", "0", "--root"]).arg(&root);
    let mut process = Process(command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(process.0.stderr.take().unwrap()).lines();
    let (port, blocks, said) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(String::new()));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Ended before the thread that listens to it is waited for, also when a test fails.
        let mut process = process;
        scope.spawn(|| {
            for line in lines.map_while(Result::ok) {
                if let Some(rest) = line.strip_prefix("open http://localhost:") {
                    port.store(rest.trim_end_matches('/').parse().unwrap(), Ordering::SeqCst);
                }
                blocks.fetch_add(usize::from(line.starts_with("built in ")), Ordering::SeqCst);
                *said.lock().unwrap() = line;
            }
            let is_over = is_over.load(Ordering::SeqCst);
            assert!(is_over, "the watch ended, or the test failed: {}", said.lock().unwrap());
        });
        let all = || format!("it says: {}", said.lock().unwrap());
        until("the port", || port.load(Ordering::SeqCst) > 0, all);
        let port = u16::try_from(port.load(Ordering::SeqCst)).unwrap();
        let reader = Mutex::new(Reader { port, socket: None });
        let get = |path: &str| reader.lock().unwrap().get(path);
        until("the site", || get("/").0 == 200, all);
        let id = process.0.id();
        let first = taken(id);
        let (mut before, mut course) = (None, Vec::new());
        for save in 1..=rebuilds {
            // Now and then a title, which shows on many pages; else a text.
            let text = brief.replace("Text of a", &format!("Save {save:05} of a"));
            let title = format!("title: Brief a{}", if save % 20 < 10 { "" } else { " again" });
            edited.write("briefings/a.md", &text.replace("title: Brief a", &title));
            let shown = format!("Save {save:05}");
            until(&shown, || String::from_utf8_lossy(&get("/a/").1).contains(&shown), all);
            if save % 10 == 0 {
                for path in &paths {
                    assert_eq!(get(path).0, 200, "{path} at save {save}");
                }
            }
            if save % warm == 0 {
                course.push(taken(id));
                before = before.or(Some(taken(id)));
            }
        }
        let before = before.unwrap();
        // The server's spare threads wait a while for work before they go.
        let settled = || taken(id).threads <= first.threads && taken(id).files <= first.files;
        until("threads and files to be as at first", settled, || format!("{first:?}, now {:?}", taken(id)));
        let after = taken(id);
        is_over.store(true, Ordering::SeqCst);
        process.0.kill().unwrap();
        let blocks = blocks.load(Ordering::SeqCst);
        println!(
            "{rebuilds} saves, {blocks} blocks: {first:?} at first, {before:?} after {warm}, {after:?} at the end; {course:?}"
        );
        assert!(blocks + 1 >= rebuilds, "{blocks} builds were said for {rebuilds} saves");
        assert!(after.memory <= before.memory + MEMORY_MORE, "{before:?}, then {after:?}: {course:?}");
    });
}

/// By how many kilobytes memory may differ. Over a thousand rebuilds it was 500 at the end, and 3,300
/// on the way, while spare threads of the server held some; a site that is not let go, or 12 KB a build, is more.
const MEMORY_MORE: usize = 10_000;
