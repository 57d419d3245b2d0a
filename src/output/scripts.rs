//! A theme's scripts without their remarks, which are for whoever changes the theme. Only whole lines of
//! remarks go, and their ends stay: a browser's messages name the lines as they are written.

/// Marks of remarks that are not for people alone: directives, licences.
const KEPT: [&str; 5] = ["//#", "//@", "//!", "@license", "@preserve"];

/// The script without lines that are nothing but a remark. As it was, where such a line might be something
/// else: a script is not taken apart here, so a template or a string that may go on in the next line is
/// enough.
pub(super) fn without_remarks(script: &str) -> String {
    if script.lines().any(may_go_on) {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    for line in script.split_inclusive('\n') {
        let is_kept = KEPT.iter().any(|it| line.contains(it));
        // The end of a longer comment can stand behind two slashes.
        if line.trim_start().starts_with("//") && !is_kept && !line.contains("*/") {
            out.push_str(if line.ends_with('\n') { "\n" } else { "" });
        } else {
            out.push_str(line);
        }
    }
    out
}

/// Whether the next line might begin inside what this one leaves open.
fn may_go_on(line: &str) -> bool {
    let count = |sign: char| line.matches(sign).count();
    let is_nested = line.contains("${") && count('{') != count('}');
    count('`') % 2 == 1 || (count('`') > 0 && is_nested) || line.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::without_remarks;

    #[test]
    fn lines_of_remarks_go_and_nothing_else() {
        let script = "// For authors.\nlet a = 1; // here\n  // more\nlet b = \"// no\", c = `// ${a}`;\n//";
        assert_eq!(without_remarks(script), "\nlet a = 1; // here\n\nlet b = \"// no\", c = `// ${a}`;\n");
        let crlf = "a();\r\n// b\r\nc();\r\n";
        assert_eq!(without_remarks(crlf), "a();\r\n\nc();\r\n");
    }

    #[test]
    fn what_others_read_stays() {
        for script in [
            "//# sourceMappingURL=a.map\n",
            "//! version 2\n",
            "// @license MIT\n",
            "// @preserve\n",
            "/* a\n// b */ c();\n",
        ] {
            assert_eq!(without_remarks(script), script);
        }
    }

    #[test]
    fn a_script_that_leaves_something_open_at_the_end_of_a_line_stays() {
        for script in [
            "x = `a\n// b\n`;",
            "x = `${`\n// b\n`}`;",
            "x = `${ {a}.a + `\n// b\n`}`;",
            "x = \"a \\\n// b\";",
            "// an accent: `\n",
        ] {
            assert_eq!(without_remarks(script), script);
        }
    }
}
