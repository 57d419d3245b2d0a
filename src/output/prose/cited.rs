//! What a citation style prints, as HTML: italics, small capitals, links to the web, nothing else.

use super::escape;
use crate::cite::{Look, Run, Shift, Text};

/// A formatted text as HTML. All words are escaped; a link is one only if it leads to the web.
pub fn text_html(text: &Text) -> String {
    linked_html(text, &|_| None)
}

/// As [`text_html`]; runs that speak of one source of a citation and lead nowhere by themselves get
/// the opening tag that `lead` gives for that source.
///
/// Runs that lead to one place become one link, so that a title in two looks is one stop of the
/// keyboard (WCAG 2.2, 2.4.4: a link's purpose is told by its own words).
pub fn linked_html(text: &Text, lead: &dyn Fn(u32) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = &text.0[..];
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|it| it.url == first.url && it.part == first.part).count();
        let (together, after) = rest.split_at(count);
        let open = match first.url.as_deref().filter(|it| is_web(it)) {
            Some(url) => Some(format!("<a href=\"{}\">", escape(url))),
            None => first.part.and_then(lead),
        };
        let mut inside = String::new();
        together.iter().for_each(|it| run_html(it, &mut inside));
        match open {
            // A link begins and ends with a word.
            Some(open) => {
                let words = inside.trim();
                let start = inside.len() - inside.trim_start().len();
                out.push_str(&inside[..start]);
                if !words.is_empty() {
                    out.push_str(&format!("{open}{words}</a>"));
                }
                out.push_str(&inside[start + words.len()..]);
            }
            None => out.push_str(&inside),
        }
        rest = after;
    }
    out
}

/// Whether an address leads to the web, and to nothing that runs.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A run in its look. Italics and bold are a matter of print here, not of stress: `i` and `b`
/// (HTML Standard, 4.5.20 and 4.5.21).
fn run_html(run: &Run, out: &mut String) {
    let Look { italic, bold, small_caps, shift } = run.look;
    let shift = match shift {
        Shift::None => None,
        Shift::Super => Some("sup"),
        Shift::Sub => Some("sub"),
    };
    let tags = [italic.then_some("i"), bold.then_some("b"), shift];
    if small_caps {
        out.push_str("<span class=\"small-caps\">");
    }
    tags.iter().flatten().for_each(|it| out.push_str(&format!("<{it}>")));
    out.push_str(&escape(&run.text));
    tags.iter().rev().flatten().for_each(|it| out.push_str(&format!("</{it}>")));
    if small_caps {
        out.push_str("</span>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_links_lead_to_the_web() {
        let italic = Look { italic: true, ..Look::default() };
        let mut text = Text::plain("A & <b>");
        text.push("One".into(), italic, Some("https://x.org/?a=1&b=\"2\"".into()), None);
        text.push(" two".into(), Look::default(), Some("https://x.org/?a=1&b=\"2\"".into()), None);
        text.push("three".into(), Look::default(), Some("javascript:alert(1)".into()), None);
        let small = Look { small_caps: true, shift: Shift::Super, ..Look::default() };
        text.push("4".into(), small, None, None);
        assert_eq!(
            text_html(&text),
            "A &amp; &lt;b&gt;<a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\"><i>One</i> two</a>three\
             <span class=\"small-caps\"><sup>4</sup></span>"
        );
    }
}
