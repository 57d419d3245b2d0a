//! The local server: shows the publication that is on its stage, to this machine, to itself only.
//!
//! It reads nothing from disk and writes nothing; what it knows is what the loop put on the
//! [`Stage`]. [`connections`] decides who is heard, [`guard`] who is answered, [`answer`] with what.

mod answer;
mod body;
mod connections;
mod gone;
mod guard;
mod heard;
mod page;
mod piece;
mod stage;

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::Context as _;
use tokio::runtime::{Builder, Runtime};

use answer::Desk;
use guard::Guard;
pub use heard::Heard;
pub use piece::bug;
pub use stage::Stage;

/// The port when none is asked for; browsers refuse some, not this.
pub const PORT: u16 = 7070;

/// How many ports after a taken one are tried.
const TRIED_PORTS: u16 = 50;

/// Two threads answer; a page is a few milliseconds' work and the build wants the rest.
const WORKERS: usize = 2;

/// How many files can be made at once for a browser.
const MAKERS: usize = 64;

/// Where a server is wanted.
#[derive(Clone, Debug)]
pub struct Place {
    /// Only here; without it, on both loopback addresses.
    pub host: Option<IpAddr>,
    /// The first port to try; 0 for any.
    pub port: u16,
    /// The path under which the site will stand at its host: `/` or `/briefings/`.
    pub base_path: String,
}

impl Place {
    /// Whether other machines could ask.
    pub fn is_public(&self) -> bool {
        self.host.is_some_and(|it| !it.is_loopback())
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    /// What it shows.
    stage: Arc<Stage>,
    /// Where it is.
    place: Place,
    /// Runs it. Taken when it ends.
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts a server; if the port is taken, at the next free one.
    ///
    /// # Errors
    /// No port is free, or the address is not this machine's.
    pub fn start(wanted: &Place) -> anyhow::Result<Server> {
        let (port, listeners) = listen(wanted)?;
        let stage = Arc::new(Stage::new(wanted.is_public()));
        let base = match wanted.base_path.trim_matches('/') {
            "" => String::new(),
            base => format!("{base}/"),
        };
        let guard = Guard { port, host: wanted.host };
        let place = Place { host: wanted.host, port, base_path: format!("/{base}") };
        let desk = Arc::new(Desk { stage: stage.clone(), guard, base });
        let runtime = Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .max_blocking_threads(MAKERS)
            .thread_name("serve")
            .enable_all()
            .build()
            .context("failed to start the server's threads")?;
        let _inside = runtime.enter();
        for listener in listeners {
            listener.set_nonblocking(true).context("failed to prepare a socket")?;
            let listener =
                tokio::net::TcpListener::from_std(listener).context("failed to prepare a socket")?;
            runtime.spawn(connections::serve(listener, desk.clone()));
        }
        drop(_inside);
        Ok(Server { stage, place, runtime: Some(runtime) })
    }

    /// What it shows.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Where it is: with the port that it got.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What to type into a browser.
    pub fn url(&self) -> String {
        let host = match self.place.host {
            None => "localhost".to_owned(),
            // No browser can go to "all addresses"; this machine's own can.
            Some(it) if it.is_unspecified() => "localhost".to_owned(),
            Some(it) => SocketAddr::new(it, 0).to_string().trim_end_matches(":0").to_owned(),
        };
        format!("http://{host}:{}{}", self.place.port, self.place.base_path)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A page that is being made may take long; nobody waits for it.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Takes a port, on both loopback addresses unless one address is asked for.
fn listen(wanted: &Place) -> anyhow::Result<(u16, Vec<TcpListener>)> {
    if wanted.port == 0 {
        return listen_anywhere(wanted);
    }
    for port in wanted.port..=wanted.port.saturating_add(TRIED_PORTS) {
        match take(wanted.host, port) {
            Ok(taken) => return Ok(taken),
            Err(trouble) if trouble.kind() == ErrorKind::AddrInUse => {}
            Err(trouble) => {
                let host = wanted.host.map_or("localhost".to_owned(), |it| it.to_string());
                return Err(trouble).with_context(|| format!("failed to listen at {host}, port {port}"));
            }
        }
    }
    anyhow::bail!(
        "ports {} to {} are all taken; name another with `--port`",
        wanted.port,
        wanted.port.saturating_add(TRIED_PORTS)
    )
}

/// Takes any port that is free on both addresses; the system gives one that is free on the first,
/// so it may take a few.
fn listen_anywhere(wanted: &Place) -> anyhow::Result<(u16, Vec<TcpListener>)> {
    let mut last = None;
    for _ in 0..TRIED_PORTS {
        match take(wanted.host, 0) {
            Ok(taken) => return Ok(taken),
            Err(trouble) => last = Some(trouble),
        }
    }
    Err(last.expect("it was tried")).context("failed to find a free port")
}

/// Takes one port. `localhost` means either loopback address to a browser, so both must be ours;
/// only a machine without IPv6 has no second.
fn take(host: Option<IpAddr>, port: u16) -> std::io::Result<(u16, Vec<TcpListener>)> {
    let first = TcpListener::bind((host.unwrap_or(Ipv4Addr::LOCALHOST.into()), port))?;
    let port = first.local_addr()?.port();
    let mut all = vec![first];
    if host.is_none() {
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            Ok(second) => all.push(second),
            Err(trouble) if trouble.kind() == ErrorKind::AddrInUse => return Err(trouble),
            Err(_) => {}
        }
    }
    Ok((port, all))
}
