//! Decides who is answered at all: this machine's browser, asking for this server by its own name.
//!
//! Drafts and embargoed briefs stand behind this door. Against it come pages of other sites that
//! the same browser has open: by their scripts (told apart by `Origin` and `Sec-Fetch-Site`) and by
//! a name of theirs that suddenly means 127.0.0.1 (told apart by `Host`; such a page is its own
//! origin, so nothing else would show it). Every header is read as bytes that may be anything.

use std::net::IpAddr;

use axum::http::header::{CONTENT_LENGTH, HOST, HeaderName, ORIGIN, TRANSFER_ENCODING, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};

/// Fetch Metadata, W3C: where a request comes from, seen by the browser.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// What kind of request it is.
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// What it will be used as.
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Knows our own names.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Our port.
    pub(super) port: u16,
    /// The address that was asked for, if one was.
    pub(super) host: Option<IpAddr>,
}

impl Guard {
    /// Whether other machines may be asking.
    pub(super) fn is_public(&self) -> bool {
        self.host.is_some_and(|it| !it.is_loopback())
    }

    /// Why a request is refused, if it is.
    pub(super) fn refuse(&self, request: &Parts) -> Option<(StatusCode, &'static str)> {
        let headers = &request.headers;
        // RFC 9112, 3.2.2: a whole URL in the request line stands above `Host`; both must be ours.
        let target = request.uri.authority().is_none_or(|it| self.is_us(it.as_str().as_bytes()));
        let host = only(headers, &HOST).is_some_and(|it| self.is_us(it.as_bytes()));
        if !target || !host {
            return Some((
                StatusCode::FORBIDDEN,
                "This server answers only under its own name on this machine.",
            ));
        }
        if request.method != Method::GET && request.method != Method::HEAD {
            return Some((StatusCode::METHOD_NOT_ALLOWED, "This server only shows pages."));
        }
        // Nothing here reads one. What no request needs is where two readers of it may disagree.
        let has_length = headers.get_all(CONTENT_LENGTH).iter().any(|it| it.as_bytes() != b"0");
        if has_length || headers.contains_key(TRANSFER_ENCODING) {
            return Some((StatusCode::PAYLOAD_TOO_LARGE, "Requests for pages have no body."));
        }
        if headers.get(UPGRADE).is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket")) {
            return Some((StatusCode::BAD_REQUEST, "There are no web sockets here."));
        }
        if !self.is_our_origin(headers) || is_foreign(request) {
            return Some((StatusCode::FORBIDDEN, "This server does not answer to other sites."));
        }
        None
    }

    /// Whether an authority, `localhost:7070`, is one of our names.
    fn is_us(&self, authority: &[u8]) -> bool {
        let Some(authority) = std::str::from_utf8(authority).ok().filter(|it| it.is_ascii()) else {
            return false;
        };
        let name_end = authority.find(']').map_or_else(|| authority.find(':'), |it| Some(it + 1));
        let (name, port) = authority.split_at(name_end.unwrap_or(authority.len()));
        let port = match port.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|it| it.is_ascii_digit()) => digits.parse().ok(),
            Some(_) => None,
            None => port.is_empty().then_some(80),
        };
        let is_loopback = name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]");
        port == Some(self.port) && (is_loopback || self.is_asked_for(name))
    }

    /// Whether a name is the address that the server was told to listen on. If it was told to
    /// listen on all, any address is ours: no other site can have an address for a name.
    fn is_asked_for(&self, name: &str) -> bool {
        let bare = name.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(name);
        let Ok(address) = bare.parse::<IpAddr>() else { return false };
        let is_written_so = name.starts_with('[') == address.is_ipv6();
        let is_any = |it: IpAddr| it.is_unspecified() && !address.is_unspecified();
        is_written_so && self.host.is_some_and(|it| it == address && !it.is_unspecified() || is_any(it))
    }

    /// Whether `Origin`, where a browser sends it, is us. `null` is nobody.
    fn is_our_origin(&self, headers: &HeaderMap) -> bool {
        if !headers.contains_key(ORIGIN) {
            return true;
        }
        let authority = only(headers, &ORIGIN).and_then(|it| it.as_bytes().strip_prefix(b"http://"));
        authority.is_some_and(|it| self.is_us(it))
    }
}

/// Whether another site asks, for anything but being left for us by a link. Another port of this
/// machine is another site too. A request without the header is no browser's, or an old one's.
fn is_foreign(request: &Parts) -> bool {
    let headers = &request.headers;
    let is = |name: &HeaderName, what: &[u8]| only(headers, name).is_some_and(|it| it.as_bytes() == what);
    let is_own = is(&SEC_FETCH_SITE, b"same-origin") || is(&SEC_FETCH_SITE, b"none");
    let is_link = is(&SEC_FETCH_MODE, b"navigate") && is(&SEC_FETCH_DEST, b"document");
    headers.contains_key(SEC_FETCH_SITE) && !is_own && !is_link
}

/// A header that stands once; one that stands twice means two things, and so nothing.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut all = headers.get_all(name).iter();
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    /// What a guard at port 7070 says to these headers.
    fn refused(host: Option<&str>, headers: &[(&str, &str)]) -> Option<u16> {
        let guard = Guard { port: 7070, host: host.map(|it| it.parse().unwrap()) };
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        guard.refuse(&request.body(()).unwrap().into_parts().0).map(|it| it.0.as_u16())
    }

    #[test]
    fn our_names_are_answered() {
        for host in ["localhost:7070", "LOCALHOST:7070", "127.0.0.1:7070", "[::1]:7070"] {
            assert_eq!(refused(None, &[("host", host)]), None, "{host}");
        }
        assert_eq!(refused(Some("192.168.1.5"), &[("host", "192.168.1.5:7070")]), None);
        assert_eq!(refused(Some("0.0.0.0"), &[("host", "10.0.0.7:7070")]), None);
        assert_eq!(refused(Some("0.0.0.0"), &[("host", "evil.com:7070")]), Some(403));
        assert_eq!(refused(Some("0.0.0.0"), &[("host", "0.0.0.0:7070")]), Some(403));
        assert_eq!(refused(Some("192.168.1.5"), &[("host", "192.168.1.6:7070")]), Some(403));
    }

    #[test]
    fn other_sites_may_link_here_and_no_more() {
        let with = |more: &[(&str, &str)]| refused(None, &[&[("host", "localhost:7070")], more].concat());
        assert_eq!(with(&[("sec-fetch-site", "same-origin")]), None);
        assert_eq!(with(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")]), None);
        let link = [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        assert_eq!(with(&link), None);
        for site in ["cross-site", "same-site", "", "x"] {
            assert_eq!(with(&[("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")]), Some(403));
            let frame =
                [("sec-fetch-site", site), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
            assert_eq!(with(&frame), Some(403));
        }
        assert_eq!(with(&[("upgrade", "WebSocket")]), Some(400));
    }

    #[test]
    fn a_request_has_no_body() {
        let with = |name, value| refused(None, &[("host", "localhost:7070"), (name, value)]);
        assert_eq!(with("content-length", "0"), None);
        for (name, value) in
            [("content-length", "1"), ("transfer-encoding", "chunked"), ("transfer-encoding", "")]
        {
            assert_eq!(with(name, value), Some(413), "{name}: {value}");
        }
    }
}
