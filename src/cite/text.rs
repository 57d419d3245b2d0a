//! Formatted text, made once and set as HTML, plain text or Markdown: what a style prints for a
//! citation or a reference.

use serde::{Deserialize, Serialize};

/// Text in runs.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Text(pub Vec<Run>);

/// A stretch of text in one look.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// How they look.
    pub look: Look,
    /// Where they lead on the web.
    pub url: Option<String>,
    /// Which of a citation's sources they speak of, by its place in the citation.
    pub part: Option<u32>,
}

/// How a run looks.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Look {
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Above or below the line.
    pub shift: Shift,
}

/// Above or below the line.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub enum Shift {
    /// On it.
    #[default]
    None,
    /// Above.
    Super,
    /// Below.
    Sub,
}

impl Text {
    /// Plain words.
    pub fn plain(words: impl Into<String>) -> Text {
        let mut text = Text::default();
        text.push(words.into(), Look::default(), None, None);
        text
    }

    /// The words alone.
    pub fn words(&self) -> String {
        self.0.iter().map(|it| it.text.as_str()).collect()
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|it| it.text.trim().is_empty())
    }

    /// Adds a run, joined to the one before if they look and lead alike.
    pub fn push(&mut self, text: String, look: Look, url: Option<String>, part: Option<u32>) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.0.last_mut()
            && last.look == look
            && last.url == url
            && last.part == part
        {
            last.text.push_str(&text);
            return;
        }
        self.0.push(Run { text, look, url, part });
    }

    /// Adds another text.
    pub fn append(&mut self, other: Text) {
        for run in other.0 {
            self.push(run.text, run.look, run.url, run.part);
        }
    }

    /// Makes its first letter a capital: a note begins a sentence.
    pub fn capitalise(&mut self) {
        let Some(run) = self.0.iter_mut().find(|it| it.text.chars().any(char::is_alphanumeric)) else {
            return;
        };
        let Some((at, first)) = run.text.char_indices().find(|it| it.1.is_alphanumeric()) else { return };
        // A word with a capital inside is spelled so on purpose.
        let word: String = run.text[at..].chars().take_while(|it| it.is_alphanumeric()).collect();
        if word.chars().skip(1).any(char::is_uppercase) || run.url.is_some() {
            return;
        }
        let upper: String = first.to_uppercase().collect();
        run.text.replace_range(at..at + first.len_utf8(), &upper);
    }

    /// Takes off punctuation and spaces at the end, which a style sets after a citation.
    pub fn trim_end(&mut self) {
        while let Some(run) = self.0.last_mut() {
            let kept = run.text.trim_end_matches([',', ' ', '.', ':', ';', '\u{a0}']).len();
            // `Jr.` and `et al.` keep their full stops.
            let words = &run.text[..kept];
            let is_short = words.ends_with(" al") || words.ends_with("Jr") || words.ends_with("Sr");
            let kept = if is_short && run.text[kept..].starts_with('.') { kept + 1 } else { kept };
            if kept > 0 {
                run.text.truncate(kept);
                return;
            }
            self.0.pop();
        }
    }

    /// Takes out brackets between which nothing stands, with the space before them.
    pub fn without_empty_brackets(&mut self) {
        for run in &mut self.0 {
            for empty in [" ()", " []", "()", "[]"] {
                run.text = run.text.replace(empty, "");
            }
        }
        self.0.retain(|it| !it.text.is_empty());
        if let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
    }

    /// Takes off punctuation and spaces at the start: what stood before it was left out.
    pub fn trim_start(&mut self) {
        while let Some(run) = self.0.first_mut() {
            let rest = run.text.trim_start_matches([',', ' ', '.', ':', ';', '\u{a0}']);
            if rest.is_empty() {
                self.0.remove(0);
                continue;
            }
            if rest.len() < run.text.len() {
                run.text = rest.to_owned();
            }
            return;
        }
    }
}
