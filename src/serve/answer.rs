//! A request to an answer: what stands at its path on the stage, with the headers that keep it here.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{KeepAlive, Sse};

use super::body::{Drain, content_type, part, streamed, text, typed, value, with_status};
use super::gone::Trace;
use super::guard::Guard;
use super::page::{self, Standing};
use super::piece::{Made, Missing};
use super::stage::{Found, Shown, Stage};
use crate::words::address::unescape_path;

/// What every answer needs.
pub(super) struct Desk {
    /// What is shown.
    pub(super) stage: Arc<Stage>,
    /// Who is answered.
    pub(super) guard: Guard,
    /// Where the site will stand at its host: `briefings/`, or empty. The site is found there as
    /// well as at the top, since `404.html` holds addresses that start at the host's top.
    pub(super) base: String,
}

/// Answers a request.
pub(super) async fn answer(desk: &Desk, request: &Parts) -> Response<Body> {
    let mut response = match desk.guard.refuse(request) {
        Some((status, why)) => text(status, why),
        None => found(desk, request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // The pages carry their own policy; this adds the one rule that a page cannot give itself.
    let framing = HeaderValue::from_static("frame-ancestors 'self'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(framing);
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if request.method == Method::HEAD { response.map(|_| Body::empty()) } else { response }
}

/// What stands at the path.
async fn found(desk: &Desk, request: &Parts) -> Response<Body> {
    let raw = request.uri.path();
    // `*` and the like are no paths.
    let Some(path) = raw.strip_prefix('/').map(unescape_path) else {
        return text(StatusCode::BAD_REQUEST, "This is not a path.");
    };
    if let Some(name) = path.strip_prefix(page::OWN) {
        return own(desk, name, request);
    }
    let shown = desk.stage.shown();
    if shown.is_empty() {
        let page = page::plain("Nothing to show yet", "The site appears here as soon as it can be built.");
        return own_page(StatusCode::SERVICE_UNAVAILABLE, page, &shown, Standing::There);
    }
    let inside = path.strip_prefix(desk.base.as_str()).filter(|_| !desk.base.is_empty());
    let mut found = shown.find(inside.unwrap_or(&path));
    if matches!(found, Found::Nothing(_)) {
        // A site may have a folder of that name; and the base itself may lack its final `/`.
        found = match shown.find(&path) {
            Found::Nothing(_) if format!("{path}/") == desk.base => Found::Folder,
            Found::Nothing(_) => found,
            other => other,
        };
    }
    match found {
        Found::File(path, number) => {
            let path = path.to_owned();
            file(desk, StatusCode::OK, shown, (path, number), Standing::There, &request.headers).await
        }
        Found::Folder => to_folder(raw, request.uri.query()),
        Found::Nothing(trace) => {
            let top = if inside.is_some() { &desk.base } else { "" };
            let to = if let Trace::Moved(to) = trace { format!("/{top}{to}") } else { String::new() };
            let standing = match trace {
                Trace::None => Standing::Missing,
                Trace::Left => Standing::Left,
                Trace::Moved(_) => Standing::Moved(&to),
            };
            if let Found::File(path, number) = shown.find("404.html") {
                let found = (path.to_owned(), number);
                return file(desk, StatusCode::NOT_FOUND, shown, found, standing, &HeaderMap::new()).await;
            }
            let page = page::plain("There is no such page", "The site has nothing at this address.");
            own_page(StatusCode::NOT_FOUND, page, &shown, standing)
        }
    }
}

/// A file of the site, by its path and its number.
async fn file(
    desk: &Desk,
    status: StatusCode,
    shown: Arc<Shown>,
    (path, number): (String, usize),
    standing: Standing<'_>,
    asked: &HeaderMap,
) -> Response<Body> {
    let is_page = content_type(&path).starts_with("text/html");
    let maker = shown.clone();
    let (key, made) = match tokio::task::spawn_blocking(move || maker.get(number)).await {
        Ok((key, Ok(made))) => (key, made),
        // The words would quote sources; they are for the author.
        Ok((_, Err(_))) if desk.guard.is_public() => {
            let page = page::plain("This page could not be made", "`brief build` says why.");
            return own_page(StatusCode::INTERNAL_SERVER_ERROR, page, &shown, Standing::There);
        }
        Ok((_, Err(Missing::Mistakes(said)))) => {
            let page = page::mistakes(&said, &shown.excerpts);
            return own_page(StatusCode::INTERNAL_SERVER_ERROR, page, &shown, Standing::There);
        }
        Ok((_, Err(Missing::Trouble(trouble)))) => {
            let page = page::plain("This page could not be made", &trouble);
            return own_page(StatusCode::INTERNAL_SERVER_ERROR, page, &shown, Standing::There);
        }
        Err(_) => return text(StatusCode::INTERNAL_SERVER_ERROR, "The server is closing."),
    };
    // A page holds the number of its build; everything else depends on its key alone.
    let tag = if is_page { format!("\"{key}-{}\"", shown.build) } else { format!("\"{key}\"") };
    let mut response = match made {
        Made::Whole(bytes) if is_page => {
            part(status, page::with_script(&bytes, &shown.build, standing), Some(&tag), asked)
        }
        Made::Whole(bytes) => part(status, bytes, Some(&tag), asked),
        Made::Stream(rest) => with_status(status, streamed(rest)),
    };
    if status == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, value(&tag));
    }
    typed(&content_type(&path), response)
}

/// The server's own files, and the stream of news.
fn own(desk: &Desk, name: &str, request: &Parts) -> Response<Body> {
    if name == "events" && request.method == Method::GET {
        return Sse::new(Drain(desk.stage.listen())).keep_alive(KeepAlive::default()).into_response();
    }
    let Some((file, kind)) = page::own_file(name) else {
        return text(StatusCode::NOT_FOUND, "The server has no such file.");
    };
    typed(kind, part(StatusCode::OK, Bytes::from_static(file.as_bytes()), None, &request.headers))
}

/// A page that the server wrote, with its policy and the script.
fn own_page(status: StatusCode, page: Vec<u8>, shown: &Shown, standing: Standing<'_>) -> Response<Body> {
    let page = page::with_script(&page, &shown.build, standing);
    let mut response = typed("text/html; charset=utf-8", part(status, page, None, &HeaderMap::new()));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(page::POLICY));
    response
}

/// To the same path with a `/` after it. The target starts with `./`, so that whatever the path
/// holds, it cannot lead to another host.
fn to_folder(raw: &str, query: Option<&str>) -> Response<Body> {
    let last = raw.rsplit('/').next().unwrap_or_default();
    let query = query.map(|it| format!("?{it}")).unwrap_or_default();
    let mut response = text(StatusCode::PERMANENT_REDIRECT, "The page is a folder.");
    response.headers_mut().insert(header::LOCATION, value(&format!("./{last}/{query}")));
    response
}
