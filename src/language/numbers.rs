//! How numbers are written: the decimal sign, and what parts thousands.

use serde::{Deserialize, Serialize};

/// The signs of a language.
#[derive(Deserialize, Serialize, Clone, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Numbers {
    /// Before the decimals.
    pub decimal: Option<String>,
    /// Between thousands, from five digits on.
    pub group: Option<String>,
}

impl Numbers {
    /// These, with what they lack from others.
    pub(super) fn over(self, other: &Numbers) -> Numbers {
        Numbers {
            decimal: self.decimal.or_else(|| other.decimal.clone()),
            group: self.group.or_else(|| other.group.clone()),
        }
    }

    /// Digits with a point, as the language writes them: `-12345.6` becomes `−12,345.6`.
    pub fn set(&self, digits: &str) -> String {
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => ("−", rest),
            None => ("", digits),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = sign.to_owned();
        let is_grouped = whole.len() >= 5 && whole.bytes().all(|it| it.is_ascii_digit());
        for (index, it) in whole.chars().enumerate() {
            if is_grouped && index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push_str(self.group.as_deref().unwrap_or(","));
            }
            out.push(it);
        }
        if !part.is_empty() {
            out.push_str(self.decimal.as_deref().unwrap_or("."));
            out.push_str(part);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let english = Numbers::default();
        assert_eq!(english.set("-1234567.80"), "−1,234,567.80");
        assert_eq!(english.set("1234"), "1234");
        let german = Numbers { decimal: Some(",".into()), group: Some("\u{202f}".into()) };
        assert_eq!(german.set("12345.6"), "12\u{202f}345,6");
    }
}
