//! A process that sets what it is told to, one thing after the other, until its pipe is closed.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, sync_channel};

use super::engine::{Engine, STACK, threads};
use super::frames::{self, Answer, Order};
use super::{FontFile, Job, Kit};
use crate::words::Fingerprint;

/// What the program itself, its fonts and what it remembers of documents need beside one of them, in bytes.
const BESIDE: u64 = 256 << 20;

/// Works until the other end closes.
///
/// # Errors
/// The pipe breaks, or says what is none of its orders.
pub fn run(
    mut from: impl Read + Send + 'static,
    mut to: impl Write,
    memory: Option<u64>,
) -> anyhow::Result<()> {
    if let Some(bytes) = memory {
        limit(bytes);
    }
    // Read by a thread of its own: when the program that gives orders is gone, this one ends at once, also in
    // the midst of a document that never ends.
    let (sender, orders) = sync_channel(1);
    std::thread::Builder::new().name("orders".into()).spawn(move || {
        loop {
            let order = frames::receive::<Order>(&mut from).ok().flatten();
            if order.is_none_or(|it| sender.send(it).is_err()) {
                std::process::exit(0);
            }
        }
    })?;
    work(&orders, &mut to)
}

/// Follows orders.
fn work(orders: &Receiver<(Order, Vec<Vec<u8>>)>, to: &mut impl Write) -> anyhow::Result<()> {
    let mut engine = Err("there is no kit yet".to_owned());
    while let Ok((order, mut blobs)) = orders.recv() {
        match order {
            Order::Kit { texts, faces } => {
                let fonts = blobs
                    .into_iter()
                    .zip(faces)
                    .map(|(bytes, faces)| FontFile { bytes: bytes.into(), faces });
                let fonts = fonts.collect();
                let kit = Kit { texts, fonts, fingerprint: Fingerprint::default() };
                engine = Engine::of(&kit).map_err(|it| format!("{it:#}"));
            }
            Order::Set { shape, signs, pictures } => {
                let rest = blobs.split_off(blobs.len().min(1));
                let view = blobs.pop().unwrap_or_default();
                let job = Job { shape, view, pictures: pictures.into_iter().zip(rest).collect(), signs };
                match engine.as_ref().map(|it| it.set(&job)) {
                    Ok(Ok(bytes)) => frames::send(to, &Answer::Done, &[&bytes])?,
                    Ok(Err(all)) => frames::send(to, &Answer::Mistakes(all), &[])?,
                    Err(why) => frames::send(to, &Answer::Trouble(why.clone()), &[])?,
                }
                Engine::forget();
            }
        }
    }
    Ok(())
}

/// Keeps this process from taking more memory than a document may, beside its own needs: an allocation beyond
/// that ends it. Where the system knows no such limit, time is the only one.
fn limit(bytes: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        // Linux counts here what is written to, elsewhere all that has an address.
        #[cfg(target_os = "linux")]
        let resource = Resource::Data;
        #[cfg(not(target_os = "linux"))]
        let resource = Resource::As;
        let stacks = (threads() as u64 + 1) * STACK as u64;
        let most = getrlimit(resource).maximum;
        let wanted = bytes.saturating_add(stacks).saturating_add(BESIDE);
        let wanted = most.map_or(wanted, |most| wanted.min(most));
        // A system that refuses has a limit of its own, or none: no reason to set nothing.
        setrlimit(resource, Rlimit { current: Some(wanted), maximum: most }).ok();
    }
    #[cfg(not(unix))]
    let _none = (bytes, STACK, BESIDE, threads);
}
