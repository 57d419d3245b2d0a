//! What setting papers costs: beside Typst itself, by processes beside one at a time, and a card beside a paper.
//!
//! ```sh
//! python3 -m venv target/typst && target/typst/bin/pip install typst==0.15.0
//! cargo bench --bench papers -- --python target/typst/bin/python
//! cargo bench --bench papers -- --root /dev/shm/corpus/brief --pool
//! ```
//!
//! The papers of a publication (the shipped one unless `--root` names another) are taken as the typesetter gets
//! them. With `--python` each is set in turn by one of this program's processes, as a build does, and by Typst's
//! own wheel on the same files, both warm: something of the same theme was set before. With `--pool` all are set
//! one after the other, then by as many processes at a time as a build uses, whose memory is watched.
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it reads its material")]

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use brief::cite::Memo;
use brief::pipeline::{self, Lent, Memory, Wish};
use brief::typeset::pool::Pool;
use brief::typeset::{self, Failed, FontFile, Job, Kit, Limits, Shape, Typesetter};
use rayon::prelude::*;

/// A small document with a theme's templates.
const START: &str = "#import \"/paper/brief.typ\": paper\n#set document(title: \"start\")\nA word.\n";

/// More than any paper needs.
const LIMITS: Limits = Limits { time: Duration::from_secs(120), memory: 4 << 30 };

/// Takes what would be set.
#[derive(Default)]
struct Taking(Mutex<(Option<Kit>, Vec<Job>)>);

impl Typesetter for Taking {
    fn set(&self, kit: &Kit, job: &Job, _: Limits) -> Result<Vec<u8>, Failed> {
        let mut taken = self.0.lock().unwrap();
        taken.0.get_or_insert_with(|| Kit {
            texts: kit.texts.clone(),
            fonts: kit
                .fonts
                .iter()
                .map(|it| FontFile { bytes: Cow::Owned(it.bytes.to_vec()), faces: it.faces.clone() })
                .collect(),
            fingerprint: kit.fingerprint,
        });
        taken.1.push(Job {
            shape: job.shape.clone(),
            view: job.view.clone(),
            pictures: job.pictures.clone(),
            signs: job.signs.clone(),
        });
        Ok(Vec::new())
    }
}

/// What all papers and cards of a publication are set from.
fn take(root: &Path) -> (Kit, Vec<Job>, Vec<Job>) {
    let taking = Arc::new(Taking::default());
    let lent = Lent { typesetter: taking.clone(), ..Lent::default() };
    let wish = Wish {
        root: root.to_owned(),
        at: brief::words::Instant::parse("2026-11-27T12:00:00Z").unwrap(),
        show_withheld: false,
        lenient_with_drafts: true,
        only: Some(vec!["paper".to_owned(), "cards".to_owned()]),
        strict: false,
        promised: Vec::new(),
    };
    let built = pipeline::build(&wish, &mut Memory::with(Memo::default(), lent)).unwrap();
    let publication = built.publication.expect("a publication without mistakes");
    for file in publication.files() {
        assert!((file.make)().is_ok(), "{}", file.path);
    }
    let (kit, mut jobs) = std::mem::take(&mut *taking.0.lock().unwrap());
    jobs.sort_by_key(title);
    let (cards, papers) = jobs.into_iter().partition(|it| it.shape == Shape::Card);
    (kit.expect("papers"), papers, cards)
}

/// How long something took, in milliseconds.
fn clock<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed().as_secs_f64() * 1000.0, made)
}

/// Sets something; its bytes.
fn set(by: &dyn Typesetter, kit: &Kit, job: &Job) -> Vec<u8> {
    by.set(kit, job, LIMITS).unwrap_or_else(|why| panic!("{why:?}"))
}

/// The middle one.
fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// The title of a paper or card.
fn title(job: &Job) -> String {
    let view: serde_json::Value = serde_json::from_slice(&job.view).unwrap();
    let title = view["brief"]["title"].as_str().or(view["title"].as_str()).unwrap_or("?");
    title.chars().take(40).collect()
}

/// Each paper in turn: here, and by Typst's own wheel.
fn beside_typst(kit: &Kit, papers: &[Job], cards: &[Job], python: &str, rounds: usize) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/papers"));
    let _gone = fs::remove_dir_all(&folder);
    let folders: Vec<PathBuf> = (0..papers.len()).map(|it| folder.join(it.to_string())).collect();
    for (folder, job) in folders.iter().zip(papers) {
        let start = ("start.typ".to_owned(), START.as_bytes());
        for (path, bytes) in typeset::files(kit, job).into_iter().chain([start]) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let peer = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/typst_peer.py");
    let pool = Pool::of(env!("CARGO_BIN_EXE_brief").into());
    let (mut ours, mut theirs) = (vec![Vec::new(); papers.len()], vec![Vec::new(); papers.len()]);
    let (mut of_cards, mut bytes) = (vec![Vec::new(); papers.len()], vec![0; papers.len()]);
    // What was set some documents ago is forgotten by then, as in a build: what they share is warm.
    assert!(papers.len() > 5 && papers.len() == cards.len(), "too few papers, or other cards");
    for _ in 0..rounds {
        // After as many cards, what papers share would be forgotten; and what cards share, after as many papers.
        let warm = |some: &[Job]| drop(set(&pool, kit, &some[some.len() - 1]));
        warm(papers);
        for (number, job) in papers.iter().enumerate() {
            let (time, pdf) = clock(|| set(&pool, kit, job));
            ours[number].push(time);
            bytes[number] = pdf.len();
            let said = Command::new(python).arg(peer).arg(&folders[number]).output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
            theirs[number].push(String::from_utf8(said.stdout).unwrap().trim().parse().unwrap());
        }
        warm(cards);
        for (number, job) in cards.iter().enumerate() {
            of_cards[number].push(clock(|| set(&pool, kit, job)).0);
        }
    }
    for it in [&mut ours, &mut of_cards] {
        // The first round met a cold engine.
        it.iter_mut().for_each(|it| _ = it.remove(0));
    }
    println!("| paper | kB | typst, ms | brief, ms | ratio | card, ms | card to paper |");
    println!("|---|---|---|---|---|---|---|");
    for (number, job) in papers.iter().enumerate() {
        let [ours, theirs, card] =
            [&mut ours[number], &mut theirs[number], &mut of_cards[number]].map(|it| median(it));
        println!(
            "| {} | {} | {theirs:.1} | {ours:.1} | {:.2} | {card:.1} | {:.2} |",
            title(job),
            bytes[number] / 1000,
            ours / theirs,
            card / ours
        );
    }
}

/// The memory of all processes that this one started, in bytes; 0 where nobody says.
fn memory_of_children() -> u64 {
    let own = std::process::id().to_string();
    let Ok(all) = fs::read_dir("/proc") else { return 0 };
    let resident = |it: fs::DirEntry| {
        let stat = fs::read_to_string(it.path().join("stat")).ok()?;
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.to_owned();
        let status = (parent == own).then(|| fs::read_to_string(it.path().join("status")).ok())??;
        let line = status.lines().find(|it| it.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
    };
    all.flatten().filter_map(resident).sum()
}

/// All papers one at a time, and by processes.
fn by_processes(kit: &Kit, papers: &[Job]) {
    let pool = Pool::of(env!("CARGO_BIN_EXE_brief").into());
    set(&pool, kit, &papers[0]);
    let (singles, _) = clock(|| papers.iter().for_each(|it| drop(set(&pool, kit, it))));
    let (is_done, most) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(0)));
    let watching = std::thread::spawn({
        let (is_done, most) = (is_done.clone(), most.clone());
        move || {
            while !is_done.load(Ordering::Relaxed) {
                let now = memory_of_children();
                let mut most = most.lock().unwrap();
                *most = now.max(*most);
                drop(most);
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    });
    let (together, _) = clock(|| papers.par_iter().for_each(|it| drop(set(&pool, kit, it))));
    is_done.store(true, Ordering::Relaxed);
    watching.join().unwrap();
    let most = *most.lock().unwrap() >> 20;
    println!("| papers | one at a time, s | by processes, s | ratio | memory of the processes, MB |");
    println!("|---|---|---|---|---|");
    println!(
        "| {} | {:.1} | {:.1} | {:.2} | {most} |",
        papers.len(),
        singles / 1000.0,
        together / 1000.0,
        together / singles
    );
}

fn main() {
    let mut told = std::env::args().skip(1).filter(|it| it != "--bench");
    let (mut root, mut python, mut rounds) = (PathBuf::from(env!("CARGO_MANIFEST_DIR")), None, 7);
    let mut is_pool = false;
    while let Some(word) = told.next() {
        match word.as_str() {
            "--root" => root = told.next().expect("a folder").into(),
            "--python" => python = told.next(),
            "--rounds" => rounds = told.next().and_then(|it| it.parse().ok()).expect("a number"),
            "--pool" => is_pool = true,
            other => panic!("`{other}` is not known: --root FOLDER, --python PROGRAM, --rounds N, --pool"),
        }
    }
    assert!(is_pool || python.is_some(), "nothing to do: say --python PROGRAM, --pool or both");
    let (kit, papers, cards) = take(&root);
    if let Some(python) = python {
        beside_typst(&kit, &papers, &cards, &python, rounds);
    }
    if is_pool {
        by_processes(&kit, &papers);
    }
}
