//! The text of a page as a tree of plain data, which a paper template can walk.
//!
//! A page and its paper say the same because they are set once: what [`crate::output::prose`] writes for
//! the page is read here. So a tree knows no more than the page does, and nothing of it is ever markup of
//! the typesetter: a template gets texts and the names of elements.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde_json::{Map, Value, json};

use super::drawing::Drawing;

/// Elements that hold nothing.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "wbr", "source", "col", "embed", "track"];

/// Elements whose content is nothing to read. Of drawings only charts are taken, and of their two sizes the wide one.
const UNREAD: [&str; 9] =
    ["svg", "script", "style", "template", "iframe", "object", "video", "audio", "noscript"];

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 35] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Attributes that say something to readers.
const TOLD: [&str; 12] =
    ["id", "href", "src", "alt", "start", "scope", "lang", "dir", "colspan", "rowspan", "value", "checked"];

/// At most so deep are elements told apart; what is deeper is the text of the last one. The typesetter nests no
/// more than 80 calls and 64 rules, and takes several for an element.
const DEPTH_MAX: usize = 16;

/// A text of the page as nodes: a text is a string, an element `{tag, class, body, …}` with its attributes.
pub fn of(html: &str) -> Vec<Value> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tree::default(), TokenizerOpts::default());
    // There is no script whose end one would have to wait for: the sink asks for none.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.finish()
}

/// An element that is open.
#[derive(Default)]
struct Open {
    /// Its name; empty for the whole.
    tag: String,
    /// Its attributes.
    told: Map<String, Value>,
    /// What it holds so far.
    body: Vec<Value>,
}

/// Puts tokens into a tree.
struct Tree {
    /// Open elements, the outermost first; the first of all is the whole.
    open: RefCell<Vec<Open>>,
    /// The name of an element that is not read, and how many of that name are open.
    unread: RefCell<Option<(String, usize)>>,
    /// The chart that is being read.
    drawing: RefCell<Option<Drawing>>,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree {
            open: RefCell::new(vec![Open::default()]),
            unread: RefCell::default(),
            drawing: RefCell::default(),
        }
    }
}

impl TokenSink for Tree {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&tag),
            Token::TagToken(tag) => self.end_of(&tag.name),
            Token::CharacterTokens(text) => self.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Tree {
    /// An element begins.
    fn start(&self, tag: &Tag) {
        let name: &str = &tag.name;
        let mut unread = self.unread.borrow_mut();
        if let Some((of, count)) = unread.as_mut() {
            *count += usize::from(of == name);
            return;
        }
        let mut drawing = self.drawing.borrow_mut();
        if drawing.is_some() || is_chart(tag) {
            let told = tag.attrs.iter().map(|it| (&*it.name.local, &*it.value));
            drawing.get_or_insert_default().start(name, told, tag.self_closing);
            return;
        }
        if UNREAD.contains(&name) {
            *unread = (!tag.self_closing).then(|| (name.to_owned(), 1));
            return;
        }
        let mut element = Open { tag: name.to_owned(), ..Open::default() };
        for it in &tag.attrs {
            let (key, text): (&str, &str) = (&it.name.local, &it.value);
            if key == "class" {
                element.told.insert("class".into(), text.split_ascii_whitespace().collect());
            } else if TOLD.contains(&key) {
                element.told.insert(key.to_owned(), json!(text));
            }
        }
        let mut open = self.open.borrow_mut();
        if VOID.contains(&name) || tag.self_closing {
            let element = closed(element);
            last(&mut open).body.push(element);
        } else if open.len() < DEPTH_MAX {
            open.push(element);
        }
    }

    /// An element ends, and with it those inside of it that were left open.
    fn end_of(&self, name: &str) {
        let mut unread = self.unread.borrow_mut();
        if let Some((of, count)) = unread.as_mut() {
            *count -= usize::from(of == name);
            if *count == 0 {
                *unread = None;
            }
            return;
        }
        let mut drawing = self.drawing.borrow_mut();
        if let Some(drawn) = drawing.as_mut() {
            if drawn.end(name) {
                let drawn = drawing.take().map(drawn_node);
                last(&mut self.open.borrow_mut()).body.extend(drawn);
            }
            return;
        }
        let mut open = self.open.borrow_mut();
        let Some(at) = open.iter().rposition(|it| it.tag == name).filter(|it| *it > 0) else { return };
        while open.len() > at {
            close(&mut open);
        }
    }

    /// Text: what parts words is one space, but where text is set as typed.
    fn text(&self, text: &str) {
        if self.unread.borrow().is_some() {
            return;
        }
        if let Some(drawing) = self.drawing.borrow_mut().as_mut() {
            return drawing.text(text);
        }
        let mut open = self.open.borrow_mut();
        let is_typed = open.iter().any(|it| it.tag == "pre");
        let element = last(&mut open);
        let mut own = match element.body.pop() {
            Some(Value::String(own)) => own,
            other => {
                element.body.extend(other);
                String::new()
            }
        };
        for it in text.chars() {
            match it {
                ' ' | '\n' | '\t' | '\r' if !is_typed => {
                    if !own.ends_with(' ') {
                        own.push(' ');
                    }
                }
                it => own.push(it),
            }
        }
        element.body.push(Value::String(own));
    }

    /// The whole.
    fn finish(&self) -> Vec<Value> {
        let mut open = self.open.borrow_mut();
        while open.len() > 1 {
            close(&mut open);
        }
        let mut body = std::mem::take(&mut last(&mut open).body);
        trim(&mut body);
        body
    }
}

/// Whether an element is a chart for a column of text.
fn is_chart(tag: &Tag) -> bool {
    let class = tag.attrs.iter().find(|it| &*it.name.local == "class").map_or("", |it| &*it.value);
    let has = |word: &str| class.split_ascii_whitespace().any(|it| it == word);
    &*tag.name == "svg" && !tag.self_closing && has("plot") && has("wide")
}

/// A chart as a node: its drawing and the signs in it are taken out again before a template sees it.
fn drawn_node(drawing: Drawing) -> Value {
    let (drawing, alt, signs) = drawing.finish();
    json!({ "tag": "svg", "class": ["plot"], "alt": alt, "drawing": drawing, "signs": signs, "body": [] })
}

/// The innermost open element.
fn last(open: &mut [Open]) -> &mut Open {
    open.last_mut().expect("the whole is never closed")
}

/// Closes the innermost element.
fn close(open: &mut Vec<Open>) {
    if let Some(element) = open.pop() {
        let element = closed(element);
        last(open).body.push(element);
    }
}

/// An element as a node.
fn closed(element: Open) -> Value {
    let Open { tag, told, mut body } = element;
    if BLOCKS.contains(&tag.as_str()) && tag != "pre" {
        trim(&mut body);
    }
    let mut node = Map::new();
    node.insert("tag".into(), json!(tag));
    node.insert("class".into(), json!([]));
    node.extend(told);
    node.insert("body".into(), Value::Array(body));
    Value::Object(node)
}

/// Whether a node begins on a line of its own.
fn is_block(node: &Value) -> bool {
    node["tag"].as_str().is_some_and(|it| BLOCKS.contains(&it))
}

/// Takes out the space that stands at the edges of blocks.
fn trim(body: &mut Vec<Value>) {
    let blocks: Vec<bool> = body.iter().map(is_block).collect();
    let is_edge = |at: Option<usize>| at.and_then(|it| blocks.get(it)).is_none_or(|it| *it);
    for (index, node) in body.iter_mut().enumerate() {
        let Value::String(text) = node else { continue };
        if is_edge(index.checked_sub(1)) {
            *text = text.trim_start_matches(' ').to_owned();
        }
        if is_edge(Some(index + 1)) {
            *text = text.trim_end_matches(' ').to_owned();
        }
    }
    body.retain(|it| it.as_str() != Some(""));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_becomes_data() {
        let found = of(
            "<p class=\"a b\">One &amp; <em>two</em>\n three<br>\nfour</p>\n<hr>\n<pre><code>a\n  b</code></pre>",
        );
        let expected = json!([
            {"tag": "p", "class": ["a", "b"], "body": [
                "One & ", {"tag": "em", "class": [], "body": ["two"]}, " three", {"tag": "br", "class": [], "body": []}, " four"
            ]},
            {"tag": "hr", "class": [], "body": []},
            {"tag": "pre", "class": [], "body": [{"tag": "code", "class": [], "body": ["a\n  b"]}]},
        ]);
        assert_eq!(Value::Array(found), expected);
    }

    #[test]
    fn of_a_chart_the_wide_drawing_is_taken_whole() {
        let found = of(
            "<svg class=\"plot wide\" viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"A &amp; B\"><g class=\"case-1\"><path d=\"M0 0\"/><text y=\"1\">1 &lt; 2</text></g></svg>\n<svg class=\"plot narrow\"><text>no</text></svg>\n<svg class=\"plot lanes\"><text>no</text></svg>",
        );
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot wide\" viewBox=\"0 0 9 9\"><g class=\"case-1\"><path d=\"M0 0\"/><text y=\"1\">1 &lt; 2</text></g></svg>";
        let expected = json!({"tag": "svg", "class": ["plot"], "alt": "A & B", "drawing": drawing, "signs": "1 < 2", "body": []});
        assert_eq!(found[0], expected);
        assert!(found[1..].iter().all(|it| it.as_str().is_some_and(|it| it.trim().is_empty())), "{found:?}");
    }

    #[test]
    fn no_markup_of_an_author_breaks_the_tree() {
        let found = of("</p>a<script>x<b></script><style>y</style><i>b<p>c</i>d");
        let expected = json!([
            "a", {"tag": "i", "class": [], "body": ["b", {"tag": "p", "class": [], "body": ["c"]}]}, "d"
        ]);
        assert_eq!(Value::Array(found), expected);
        assert!(of("<svg class=\"plot wide\"><g><svg></svg>").is_empty(), "a chart that never ends");
        let deep = of(&"<div>".repeat(10_000));
        assert!(serde_json::to_string(&deep).unwrap().matches("div").count() < DEPTH_MAX);
    }
}
