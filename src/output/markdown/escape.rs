//! Words that must not become markup (CommonMark 0.31, 2.4: any ASCII punctuation may be escaped).

/// Text inside a line. Only what could begin markup is escaped, for people read it too.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        let after = rest.peek().copied();
        let within_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let escape = match it {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '^' | '{' | '}' | '|' => true,
            // Set as quotes by whoever reads it; within a word there is nothing to set.
            '"' | '\'' => !within_word,
            '_' => !within_word,
            '@' => !before.is_some_and(char::is_alphanumeric),
            '&' => after.is_some_and(|it| it.is_ascii_alphanumeric() || it == '#'),
            // A picture follows, or dashes and dots that would be set as one sign.
            '!' => after.is_none(),
            '-' | '.' => before == Some(it),
            '\n' | '\r' => {
                out.push(' ');
                before = Some(' ');
                continue;
            }
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(it);
        before = Some(it);
    }
    out
}

/// Lines of a paragraph, none of which begins a block of another kind (CommonMark 0.31, 4 and 5).
pub(super) fn lines(text: &str) -> String {
    let all = text.lines().map(|line| {
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let after = line[digits..].chars().next();
        if digits > 0 && digits < 10 && matches!(after, Some('.' | ')')) {
            return format!("{}\\{}", &line[..digits], &line[digits..]);
        }
        if line.starts_with(['#', '+', '-', '>', '=', ':']) { format!("\\{line}") } else { line.to_owned() }
    });
    all.collect::<Vec<_>>().join("\n")
}

/// Code between as many backticks as it needs (CommonMark 0.31, 6.1).
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The address of a link, in angle brackets where it holds what would end it (6.3).
pub(super) fn address(url: &str) -> String {
    if url.is_empty() || url.contains(|it: char| it.is_whitespace() || "()<>".contains(it)) {
        let url = url.replace('<', "%3C").replace('>', "%3E").replace(char::is_whitespace, "%20");
        return format!("<{url}>");
    }
    url.replace('|', "%7C")
}

/// The words of HTML that an author wrote: no tags, no scripts.
pub(super) fn words_of_html(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((words, tag)) = rest.split_once('<') {
        out.push_str(words);
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let after = tag.split_once('>').map_or("", |it| it.1);
        rest = match name.as_str() {
            "script" | "style" | "template" | "noscript" => {
                let end = after.to_lowercase().find(&format!("</{name}")).unwrap_or(after.len());
                after.get(end..).and_then(|it| it.split_once('>')).map_or("", |it| it.1)
            }
            _ => after,
        };
        out.push(' ');
    }
    out.push_str(rest);
    let mut plain = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}")] {
        plain = plain.replace(from, to);
    }
    text(&plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_markup_is_escaped() {
        assert_eq!(
            text("a_b *c* [d] e@f.org @g 5 & 6 &amp;"),
            "a_b \\*c\\* \\[d\\] e@f.org \\@g 5 & 6 \\&amp;"
        );
        assert_eq!(text("wait!"), "wait\\!");
        assert_eq!(lines("1. one\n- two\n3 three"), "1\\. one\n\\- two\n3 three");
    }

    #[test]
    fn code_and_addresses_end_where_they_should() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(address("a (b)"), "<a%20(b)>");
        assert_eq!(address("https://example.org/a"), "https://example.org/a");
    }

    #[test]
    fn html_leaves_its_words() {
        assert_eq!(words_of_html("<p>a <b>b</b></p><script>x</script> c"), "a b c");
    }
}
