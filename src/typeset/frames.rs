//! What is said through the pipes between the program and those of its processes that set papers.
//!
//! A frame is a head as JSON, then blobs: `length head, count, (length, bytes)…`, numbers as 64 bits, the
//! lowest first. Both ends are the same program, so there are no versions.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Mistake, Shape};

/// More than this in a frame is a broken pipe, not a paper: a length is believed only up to here.
const LONGEST: u64 = 4 << 30;

/// What a worker is told.
#[derive(Serialize, Deserialize, Debug)]
pub enum Order {
    /// Take up this kit; blobs are its fonts.
    Kit {
        /// Names and texts of templates.
        texts: Vec<(String, String)>,
        /// Of each font, which of its faces are meant.
        faces: Vec<Vec<u32>>,
    },
    /// Set this; blobs are the view, then the pictures.
    Set {
        /// What comes out.
        shape: Shape,
        /// Signs that need a font.
        signs: String,
        /// Names of the pictures.
        pictures: Vec<String>,
    },
}

/// What a worker says.
#[derive(Serialize, Deserialize, Debug)]
pub enum Answer {
    /// It is done; the blob is what came out.
    Done,
    /// There are mistakes.
    Mistakes(Vec<Mistake>),
    /// The engine could not be started: why.
    Trouble(String),
}

/// Sends a frame.
///
/// # Errors
/// Those of the pipe.
pub fn send(to: &mut impl Write, head: &impl Serialize, blobs: &[&[u8]]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    for it in [(&head[..], None), (&[], Some(blobs.len()))] {
        to.write_all(&(it.1.unwrap_or(it.0.len()) as u64).to_le_bytes())?;
        to.write_all(it.0)?;
    }
    for it in blobs {
        to.write_all(&(it.len() as u64).to_le_bytes())?;
        to.write_all(it)?;
    }
    to.flush()
}

/// Takes in a frame; `None` where the other end has closed.
///
/// # Errors
/// Those of the pipe, and what is no frame.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<Vec<u8>>)>> {
    let mut first = [0; 8];
    match from.read_exact(&mut first) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let head = bytes(from, u64::from_le_bytes(first))?;
    let count = number(from)?;
    let blobs = (0..count).map(|_| number(from).and_then(|it| bytes(from, it))).collect::<io::Result<_>>()?;
    Ok(Some((serde_json::from_slice(&head)?, blobs)))
}

/// A number.
fn number(from: &mut impl Read) -> io::Result<u64> {
    let mut eight = [0; 8];
    from.read_exact(&mut eight)?;
    Ok(u64::from_le_bytes(eight))
}

/// So many bytes. Memory is taken as they come.
fn bytes(from: &mut impl Read, count: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if count > LONGEST || from.take(count).read_to_end(&mut bytes)? as u64 != count {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_arrive_whole_or_not_at_all() {
        let mut pipe = Vec::new();
        send(&mut pipe, &Answer::Trouble("no \u{1F4A1}".into()), &[b"one", b""]).unwrap();
        send(&mut pipe, &Answer::Done, &[]).unwrap();
        let mut from = &pipe[..];
        let (answer, blobs) = receive::<Answer>(&mut from).unwrap().unwrap();
        assert!(matches!(answer, Answer::Trouble(it) if it == "no \u{1F4A1}"));
        assert_eq!(blobs, [&b"one"[..], b""]);
        assert!(matches!(receive::<Answer>(&mut from).unwrap(), Some((Answer::Done, _))));
        assert!(receive::<Answer>(&mut from).unwrap().is_none());
        for cut in 8..pipe.len() - 8 {
            let mut from = &pipe[..cut];
            while let Ok(Some(_)) = receive::<Answer>(&mut from) {}
            assert!(from.len() < 8, "{cut}: nothing is read past the end");
        }
        let long = [&u64::MAX.to_le_bytes()[..], b"x"].concat();
        assert!(receive::<Answer>(&mut &long[..]).is_err());
    }
}
