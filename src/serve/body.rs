//! What an answer carries: bytes with their type, all or a stretch of them, or a stream.

use std::io::{self, Read};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use futures_core::Stream;
use tokio::sync::mpsc;

/// How much of a large file is read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// A plain sentence.
pub(super) fn text(status: StatusCode, text: &'static str) -> Response<Body> {
    let kind = "text/plain; charset=utf-8";
    typed(kind, part(status, Bytes::from_static(text.as_bytes()), None, &HeaderMap::new()))
}

/// The same with a type.
pub(super) fn typed(kind: &str, mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::CONTENT_TYPE, value(kind));
    response
}

/// All bytes, none because they are known, or the stretch that is asked for.
pub(super) fn part(status: StatusCode, bytes: Bytes, tag: Option<&str>, asked: &HeaderMap) -> Response<Body> {
    let said = |name| asked.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    let is_ours = |it: &str| it == "*" || Some(it.trim_start_matches("W/")) == tag;
    let known = said(header::IF_NONE_MATCH).filter(|_| tag.is_some());
    if known.is_some_and(|it| it.split(',').map(str::trim).any(is_ours)) {
        return with_status(StatusCode::NOT_MODIFIED, Body::empty());
    }
    let is_same = said(header::IF_RANGE).is_none_or(|it| Some(it) == tag);
    let range = said(header::RANGE).filter(|_| is_same).and_then(|it| range(it, bytes.len()));
    let total = bytes.len();
    let (status, bytes, covers) = match range {
        None => (status, bytes, None),
        Some(Some(it)) => {
            let covers = format!("bytes {}-{}/{total}", it.start, it.end - 1);
            (StatusCode::PARTIAL_CONTENT, bytes.slice(it), Some(covers))
        }
        Some(None) => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{total}"))),
    };
    // Set by hand, since the body of an answer to HEAD is taken away.
    let length = bytes.len();
    let mut response = with_status(status, Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(covers) = covers {
        headers.insert(header::CONTENT_RANGE, value(&covers));
    }
    response
}

/// One range of bytes (RFC 9110, 14.1.2): outer `None` if the header is to be passed over, as many
/// ranges at once are; inner `None` if no byte lies in it.
fn range(header: &str, total: usize) -> Option<Option<Range<usize>>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let number = |it: &str| -> Option<usize> {
        (!it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())).then(|| it.parse().unwrap_or(usize::MAX))
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(total),
        (Some(first), None) if last.is_empty() => first..total,
        (None, Some(count)) if first.is_empty() => total.saturating_sub(count)..total,
        _ => return None,
    };
    Some((range.start < range.end).then_some(range))
}

/// A body with a status.
pub(super) fn with_status(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// A header's value; empty if the text cannot be one, which a browser passes over.
pub(super) fn value(text: &str) -> HeaderValue {
    HeaderValue::from_bytes(text.as_bytes()).unwrap_or(HeaderValue::from_static(""))
}

/// The type of a file, by its name.
pub(super) fn content_type(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, it)| it);
    // What the registry of the crate does not have, or has otherwise; by whole names first, as the
    // published `_headers` tells hosts.
    let kind = match (name, ending) {
        ("feed.xml", _) | (_, "atom") => "application/atom+xml".to_owned(),
        ("feed.json", _) => "application/feed+json".to_owned(),
        ("cite.bib", _) => "application/x-bibtex".to_owned(),
        ("cite.json", _) => "application/vnd.citationstyles.csl+json".to_owned(),
        ("linkset.json", _) => "application/linkset+json".to_owned(),
        (_, "" | "bib" | "toml" | "yaml") => "text/plain".to_owned(),
        (_, "ris") => "application/x-research-info-systems".to_owned(),
        (_, "md") => "text/markdown".to_owned(),
        (_, "webmanifest") => "application/manifest+json".to_owned(),
        (_, "xml") => "application/xml".to_owned(),
        _ => mime_guess::from_path(name).first_or_octet_stream().essence_str().to_owned(),
    };
    let is_text = kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind.ends_with("javascript");
    if is_text { format!("{kind}; charset=utf-8") } else { kind }
}

/// A large file's body, read by a thread that may block, a little ahead of the browser.
pub(super) fn streamed(mut rest: Box<dyn Read + Send>) -> Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut chunk = Vec::new();
            let next = match rest.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut chunk) {
                Ok(0) => break,
                read => read.map(|_| Bytes::from(chunk)),
            };
            let is_over = next.is_err();
            // The browser may have gone.
            if sender.blocking_send(next).is_err() || is_over {
                break;
            }
        }
    });
    Body::from_stream(Drain(receiver))
}

/// What comes out of a channel, as a stream.
pub(super) struct Drain<T>(pub(super) mpsc::Receiver<T>);

impl<T> Stream for Drain<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_given_and_odd_ones_are_passed_over() {
        assert_eq!(range("bytes=0-0", 5), Some(Some(0..1)));
        assert_eq!(range("bytes=2-", 5), Some(Some(2..5)));
        assert_eq!(range("bytes=-2", 5), Some(Some(3..5)));
        assert_eq!(range("bytes=-9", 5), Some(Some(0..5)));
        assert_eq!(range("bytes=3-99999999999999999999999", 5), Some(Some(3..5)));
        for none in ["bytes=5-", "bytes=7-9", "bytes=-0"] {
            assert_eq!(range(none, 5), Some(None), "{none}");
        }
        for odd in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=3-2",
            "bytes=a-b",
            "bytes=0-,0-",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "x=0-1",
        ] {
            assert_eq!(range(odd, 5), None, "{odd}");
        }
    }

    #[test]
    fn types_are_those_of_the_names() {
        for (path, kind) in [
            ("a/index.html", "text/html; charset=utf-8"),
            ("s.css", "text/css; charset=utf-8"),
            ("s.js", "text/javascript; charset=utf-8"),
            ("a/index.md", "text/markdown; charset=utf-8"),
            ("feed.atom", "application/atom+xml; charset=utf-8"),
            ("a/feed.xml", "application/atom+xml; charset=utf-8"),
            ("feed.json", "application/feed+json; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("a/matrix.csv", "text/csv; charset=utf-8"),
            ("a/cite.bib", "application/x-bibtex"),
            ("a/refs.bib", "text/plain; charset=utf-8"),
            ("_headers", "text/plain; charset=utf-8"),
            ("a/a.pdf", "application/pdf"),
            ("x.woff2", "font/woff2"),
            ("x.svg", "image/svg+xml; charset=utf-8"),
            ("x.unheard-of", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
    }
}
