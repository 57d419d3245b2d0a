//! Who is connected: so many at once, and each for as long as it keeps things moving.
//!
//! A client that trickles its request, or asks and never reads, holds a connection and nothing else.
//! There are only so many of those, so it is hung up on after a while, or at once when somebody else
//! wants in. A browser that was hung up on comes back by itself.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::{Sleep, sleep};

use super::answer::{Desk, answer};

/// How long the head of a request may take, and how long an answer may lie unread. A browser that
/// keeps a connection for later finds it closed after this, and opens another.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many connections are open at once at an address: more than a browser wants, fewer than a
/// process may have.
const CONNECTIONS: usize = 256;

/// How large the head of a request may be. Cookies of other servers on this machine come along.
const HEAD_BYTES: usize = 16 << 10;

/// So long after it was made, a connection without an answer counts as a slow one.
const SLOW: Duration = Duration::from_secs(1);

/// How long to wait when the system gives no more connections.
const PAUSE: Duration = Duration::from_millis(50);

/// A connection that is open.
struct Open {
    /// Since when.
    since: Instant,
    /// Whether it ever asked for anything.
    has_asked: Arc<AtomicBool>,
    /// Closes it.
    end: AbortHandle,
}

/// Answers whoever connects, for as long as the server runs.
pub(super) async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    accept(listener, desk, PATIENCE, CONNECTIONS).await;
}

/// The same, with patience and number left open.
async fn accept(listener: TcpListener, desk: Arc<Desk>, patience: Duration, most: usize) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience).max_header_size(HEAD_BYTES);
    let mut open: VecDeque<Open> = VecDeque::new();
    loop {
        let accepted = listener.accept().await;
        open.retain(|it| !it.end.is_finished());
        match accepted {
            Ok((socket, _)) => {
                if open.len() >= most {
                    hang_up(&mut open);
                }
                open.push_back(begin(&http, Patient::new(socket, patience), desk.clone()));
            }
            // The client thought better of it.
            Err(trouble) if is_clients(&trouble) => {}
            // The process has no room for another; the listener itself cannot break.
            Err(_) => {
                hang_up(&mut open);
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether it is the client's trouble and nobody else's.
fn is_clients(trouble: &io::Error) -> bool {
    matches!(
        trouble.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}

/// Ends the connection that is missed least: the oldest that never asked, or else the oldest.
fn hang_up(open: &mut VecDeque<Open>) {
    let is_slow = |it: &Open| !it.has_asked.load(Ordering::Relaxed) && it.since.elapsed() > SLOW;
    let at = open.iter().position(is_slow).unwrap_or(0);
    if let Some(it) = open.remove(at) {
        it.end.abort();
    }
}

/// Answers one client in a task of its own.
fn begin(http: &http1::Builder, socket: Patient, desk: Arc<Desk>) -> Open {
    let has_asked = Arc::new(AtomicBool::new(false));
    let asked = has_asked.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        let desk = desk.clone();
        async move { Ok::<_, Infallible>(answer(&desk, &request.into_parts().0).await) }
    });
    let connection = http.serve_connection(TokioIo::new(socket), service);
    // What ends it is the client's doing, or too slow: nobody here wants to know.
    let task = tokio::spawn(async move { connection.await.ok() });
    Open { since: Instant::now(), has_asked, end: task.abort_handle() }
}

/// A socket that gives up on a client that does not read.
struct Patient {
    /// The socket.
    socket: TcpStream,
    /// How long it waits.
    patience: Duration,
    /// Ends the wait, while there is one.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// A socket with patience.
    fn new(socket: TcpStream, patience: Duration) -> Patient {
        // News are small; they shall not wait for more to send. A socket that will not do so is
        // slower and no worse.
        socket.set_nodelay(true).ok();
        Patient { socket, patience, waiting: None }
    }

    /// What came of writing; an error if nothing has for too long.
    fn written<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.waiting = None;
            return polled;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.written(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.socket).poll_write_vectored(context, bytes);
        self.written(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::thread;

    use tokio::runtime::{Builder, Runtime};

    use super::super::guard::Guard;
    use super::super::heard::Heard;
    use super::super::stage::Stage;
    use super::*;
    use crate::output::{Contents, OutputFile, Wave};
    use crate::pipeline::Publication;
    use crate::report::Excerpts;
    use crate::words::{Fingerprint, OutPath};

    /// More than a system holds for a client that does not read.
    const LARGE: usize = 64 << 20;

    /// How often a test looks before it gives up.
    const LOOKS: usize = 2_000;

    /// Serves one large file with this patience and number; gives what runs it, and its port.
    fn started(patience: Duration, most: usize) -> (Runtime, u16) {
        let stage = Arc::new(Stage::default());
        let make = || Ok(Contents::Bytes(vec![b'x'; LARGE]));
        let (path, key) = (OutPath::new("x.css").unwrap(), Fingerprint::of(b""));
        let file = OutputFile { path, key, wave: Wave::Asset, make: Box::new(make) };
        let publication = Publication::of(vec![file], Vec::new());
        stage.show(publication, Excerpts::default(), Heard::default(), Duration::ZERO);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let desk = Arc::new(Desk { stage, guard: Guard { port, host: None }, base: String::new() });
        runtime.spawn(accept(listener, desk, patience, most));
        (runtime, port)
    }

    /// Connects and sends something.
    fn client(port: u16, says: &str) -> TcpStream {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
        socket.write_all(says.as_bytes()).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket
    }

    /// A whole request.
    fn request(port: u16, path: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
    }

    /// Waits until the server has hung up on a client that goes on sending.
    fn until_hung_up(socket: &mut TcpStream) {
        let hung_up = (0..LOOKS).any(|_| {
            thread::sleep(Duration::from_millis(10));
            socket.write_all(b"a").is_err()
        });
        assert!(hung_up, "the server is still listening");
    }

    #[test]
    fn a_client_that_trickles_its_request_is_hung_up_on() {
        let (_runtime, port) = started(Duration::from_millis(200), 9);
        until_hung_up(&mut client(port, "GET /x.css HTTP/1.1\r\nX: "));
    }

    #[test]
    fn a_client_that_does_not_read_is_hung_up_on_and_a_slow_one_is_not() {
        let (_runtime, port) = started(Duration::from_secs(2), 9);
        let mut deaf = client(port, &request(port, "/x.css"));
        until_hung_up(&mut deaf);
        let mut slow = client(port, &request(port, "/x.css"));
        let (mut read, mut chunk) = (0, vec![0; 2 << 20]);
        while read < LARGE {
            thread::sleep(Duration::from_millis(10));
            let count = slow.read(&mut chunk).unwrap();
            assert!(count > 0, "hung up after {read} bytes");
            read += count;
        }
    }

    /// Whether a client gets the head of one answer, and no more is on its way.
    fn is_answered(socket: &mut TcpStream) -> bool {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && socket.read(&mut byte).is_ok_and(|it| it > 0) {
            head.push(byte[0]);
        }
        head.starts_with(b"HTTP/1.1 200") && head.ends_with(b"\r\n\r\n")
    }

    #[test]
    fn one_too_many_takes_the_place_of_the_slowest() {
        let (_runtime, port) = started(PATIENCE, 4);
        let head = format!("HEAD /x.css HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        let mut asked = client(port, &head);
        assert!(is_answered(&mut asked));
        let mut silent: Vec<TcpStream> = (0..3).map(|_| client(port, &head[..4])).collect();
        thread::sleep(SLOW * 2);
        let mut late = client(port, &head);
        assert!(is_answered(&mut late));
        for it in &mut silent {
            it.write_all(&head.as_bytes()[4..]).ok();
        }
        let answered: Vec<bool> = silent.iter_mut().map(is_answered).collect();
        assert_eq!(answered, [false, true, true], "the oldest that never asked gave way");
        asked.write_all(head.as_bytes()).unwrap();
        assert!(is_answered(&mut asked));
    }
}
