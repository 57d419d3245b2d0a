//! Processes of this program that set papers, each kept for the next one, ended at a limit.
//!
//! A template that never ends cannot be interrupted, and one that takes all memory takes the program with it:
//! so both happen somewhere else. A process that was ended is replaced by a new one.

use std::io::{BufWriter, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use anyhow::Context as _;

use super::frames::{self, Answer, Order};
use super::{Failed, Job, Kit, Limits, Stopped, Typesetter};
use crate::words::Fingerprint;

/// The command by which this program becomes a worker, followed by its memory in bytes.
pub const COMMAND: &str = "set-papers";

/// More processes than this share out their memory before they share out work: each holds its fonts and about
/// 150 MB of what it remembers.
const MOST: usize = 4;

/// How the allocator of such a process is to keep what a document gave back (its documented variables): the next
/// document takes as much again, and a page that the system has to find anew costs more than what is done with
/// it. That halves the time of a paper. Kept is taken in pieces of 64 MiB (told in KiB), since the limit of memory
/// counts what is taken, not what is used.
const KEEPING: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "-1"), ("MIMALLOC_ARENA_RESERVE", "65536")];

/// So much of a process's last words is kept.
const WORDS: usize = 4096;

/// What the standard library says when memory is refused.
const REFUSED: &str = "memory allocation of";

/// Starts processes when they are needed, as many as there are cores.
pub struct Pool {
    /// The program.
    program: PathBuf,
    /// The processes.
    state: Mutex<State>,
    /// Rings when one is free.
    free: Condvar,
    /// How many there may be.
    most: usize,
}

/// Processes.
#[derive(Default)]
struct State {
    /// Those that wait for work.
    idle: Vec<Worker>,
    /// How many there are.
    count: usize,
}

impl Pool {
    /// Of processes of a program that knows [`COMMAND`]; none is started yet.
    pub fn of(program: PathBuf) -> Pool {
        let most = std::thread::available_parallelism().map_or(1, usize::from).min(MOST);
        Pool { program, state: Mutex::default(), free: Condvar::new(), most }
    }

    /// The processes; what a panic left behind is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A process with this memory: one that waits, or a new one.
    fn take(&self, memory: u64, must_be_new: bool) -> anyhow::Result<Worker> {
        let mut state = self.state();
        loop {
            // Of two kinds at once there are none: the settings have changed.
            let before = state.idle.len();
            state.idle.retain(|it| it.memory == memory && !must_be_new);
            state.count -= before - state.idle.len();
            if let Some(worker) = state.idle.pop() {
                return Ok(worker);
            }
            if state.count < self.most {
                state.count += 1;
                drop(state);
                return Worker::start(&self.program, memory).inspect_err(|_| self.lose());
            }
            state = self.free.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A process is free again.
    fn give_back(&self, worker: Worker) {
        self.state().idle.push(worker);
        self.free.notify_one();
    }

    /// A process is gone.
    fn lose(&self) {
        self.state().count -= 1;
        self.free.notify_one();
    }

    /// Sets something in a process; whether that had set others before.
    fn set_once(
        &self,
        kit: &Kit,
        job: &Job,
        limits: Limits,
        must_be_new: bool,
    ) -> (bool, Result<Vec<u8>, Failed>) {
        let mut worker = match self.take(limits.memory, must_be_new) {
            Ok(it) => it,
            Err(error) => return (false, Err(Failed::Trouble(error))),
        };
        let was_used = worker.kit.is_some();
        let answer = worker.set(kit, job, limits);
        match answer {
            Ok((Answer::Done, mut blobs)) => {
                self.give_back(worker);
                (was_used, Ok(blobs.pop().unwrap_or_default()))
            }
            Ok((Answer::Mistakes(all), _)) => {
                self.give_back(worker);
                (was_used, Err(Failed::Mistakes(all)))
            }
            Ok((Answer::Trouble(words), _)) => {
                drop(worker);
                self.lose();
                (was_used, Err(Failed::Trouble(anyhow::anyhow!(words))))
            }
            Err(why) => {
                drop(worker);
                self.lose();
                (was_used, Err(Failed::Stopped(why)))
            }
        }
    }
}

impl Typesetter for Pool {
    fn set(&self, kit: &Kit, job: &Job, limits: Limits) -> Result<Vec<u8>, Failed> {
        match self.set_once(kit, job, limits, false) {
            // What it had set before, or somebody who ended it, may have been the reason.
            (true, Err(Failed::Stopped(Stopped::Large(_) | Stopped::Broken(_)))) => {
                self.set_once(kit, job, limits, true).1
            }
            (_, other) => other,
        }
    }
}

/// An answer, with what came along.
type Said = std::io::Result<Option<(Answer, Vec<Vec<u8>>)>>;

/// One process.
struct Worker {
    /// It.
    process: Child,
    /// What it is told, given to the thread that writes: a process that does not read must not hold up the
    /// one that counts time.
    orders: Option<Sender<Vec<u8>>>,
    /// What it says.
    answers: Receiver<Said>,
    /// Its last words, once it is gone.
    words: Option<JoinHandle<String>>,
    /// The memory that a document may take.
    memory: u64,
    /// The kit that it has.
    kit: Option<Fingerprint>,
}

impl Worker {
    /// Starts one.
    fn start(program: &PathBuf, memory: u64) -> anyhow::Result<Worker> {
        let mut process = Command::new(program)
            .args([COMMAND, &memory.to_string()])
            .envs(KEEPING)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("failed to start `{}`, which sets papers", program.display()))?;
        let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(stdin), Some(stdout), Some(mut stderr)) = pipes else {
            unreachable!("all three were asked for");
        };
        let (sender, orders) = channel();
        let (answer, answers) = channel();
        std::thread::spawn(move || talk(stdin, stdout, &orders, &answer));
        let words = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // What cannot be read was not said.
            stderr.by_ref().take(WORDS as u64).read_to_end(&mut bytes).ok();
            std::io::copy(&mut stderr, &mut std::io::sink()).ok();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Worker { process, orders: Some(sender), answers, words: Some(words), memory, kit: None })
    }

    /// Lets it set something.
    fn set(&mut self, kit: &Kit, job: &Job, limits: Limits) -> Result<(Answer, Vec<Vec<u8>>), Stopped> {
        let mut bytes = Vec::new();
        let written = (|| {
            if self.kit != Some(kit.fingerprint) {
                let fonts: Vec<&[u8]> = kit.fonts.iter().map(|it| &*it.bytes).collect();
                let faces = kit.fonts.iter().map(|it| it.faces.clone()).collect();
                frames::send(&mut bytes, &Order::Kit { texts: kit.texts.clone(), faces }, &fonts)?;
                self.kit = Some(kit.fingerprint);
            }
            let order = Order::Set {
                shape: job.shape.clone(),
                signs: job.signs.clone(),
                pictures: job.pictures.iter().map(|it| it.0.clone()).collect(),
            };
            let blobs: Vec<&[u8]> =
                std::iter::once(&job.view[..]).chain(job.pictures.iter().map(|it| &it.1[..])).collect();
            frames::send(&mut bytes, &order, &blobs)
        })();
        written.map_err(|it| Stopped::Broken(it.to_string()))?;
        if let Some(orders) = &self.orders {
            // A thread that is gone has said why.
            orders.send(bytes).ok();
        }
        match self.answers.recv_timeout(limits.time) {
            Ok(Ok(Some(answer))) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(Stopped::Late(limits.time)),
            Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                let words = self.end();
                Err(match words.contains(REFUSED) {
                    true => Stopped::Large(self.memory),
                    false => Stopped::Broken(words),
                })
            }
        }
    }

    /// Ends it; its last words.
    fn end(&mut self) -> String {
        self.orders = None;
        // It may have ended by itself.
        self.process.kill().ok();
        let status = self.process.wait();
        let words = self.words.take().and_then(|it| it.join().ok()).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match status {
            _ if !words.is_empty() => words,
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

/// Writes orders and reads answers, one after the other, until either end is gone.
fn talk(stdin: ChildStdin, mut stdout: ChildStdout, orders: &Receiver<Vec<u8>>, answer: &Sender<Said>) {
    let mut stdin = BufWriter::new(stdin);
    while let Ok(order) = orders.recv() {
        let written = stdin.write_all(&order).and_then(|()| stdin.flush());
        let said = written.and_then(|()| frames::receive(&mut stdout));
        let is_over = !matches!(said, Ok(Some(_)));
        if answer.send(said).is_err() || is_over {
            return;
        }
    }
}
