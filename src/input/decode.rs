//! Bytes to text: UTF-8 and nothing else, with a guess at what else it may be.

use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::words::{Source, SourcePath};

/// A text, or what could be read of it and why the rest could not.
pub(super) fn text(path: &SourcePath, bytes: Vec<u8>) -> Result<Source, Box<(Source, Diagnostic)>> {
    if let Some(guess) = utf16(&bytes) {
        let source = Source::new(path.clone(), String::new());
        let at = source.span(0..0);
        return Err(Box::new((source, mistakes::not_utf8(at, 0, guess))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => match memchr::memchr(0, text.as_bytes()) {
            Some(at) => {
                let offset = text[..at].replace("\r\n", "\n").len();
                let source = Source::new(path.clone(), text);
                let at = source.span(offset..offset + 1);
                Err(Box::new((source, mistakes::nul(at))))
            }
            None => Ok(Source::new(path.clone(), text)),
        },
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let mut wrong = bytes[offset..].iter();
            // A letter of Latin-1 stands alone; what goes on as UTF-8 does is something else.
            let guess = if wrong.next().is_some_and(|it| *it >= 0xA0)
                && wrong.next().is_none_or(|it| !(0x80..0xC0).contains(it))
            {
                ", perhaps Windows-1252 or Latin-1"
            } else {
                ""
            };
            let valid = String::from_utf8_lossy(&bytes[..offset]).replace("\r\n", "\n").replace('\r', "\n");
            let start = valid.trim_start_matches('\u{feff}').len();
            let source = Source::new(path.clone(), String::from_utf8_lossy(bytes).into_owned());
            let at = source.span(start..start + 3);
            Err(Box::new((source, mistakes::not_utf8(at, offset, guess))))
        }
    }
}

/// Whether bytes are UTF-16: by their mark, or because every other one is zero.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let zeros = |start: usize| {
        let some: Vec<&u8> = bytes.iter().skip(start).step_by(2).take(32).collect();
        some.len() >= 4 && some.iter().all(|it| **it == 0)
    };
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(", it is UTF-16"),
        _ if zeros(0) || zeros(1) => Some(", it seems to be UTF-16"),
        _ => None,
    }
}
