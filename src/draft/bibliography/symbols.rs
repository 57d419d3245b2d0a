//! What commands of LaTeX print: accents, signs, letters, looks. Those that Better BibTeX, JabRef and
//! publishers write into bibliographies; the rest is told as unknown.

/// Signs that LaTeX joins, the longest first.
pub(super) const LIGATURES: [(&str, &str); 8] =
    [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("?`", "¿"), ("!`", "¡")];

/// The accent that a command sets over or under its argument, as a combining character.
pub(super) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" | "´" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "h" => '\u{309}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "G" => '\u{30f}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// An accent over nothing.
pub(super) fn bare(accent: char) -> &'static str {
    match accent {
        '\u{300}' => "`",
        '\u{301}' => "´",
        '\u{302}' => "^",
        '\u{303}' => "~",
        '\u{304}' => "¯",
        '\u{308}' => "¨",
        _ => "",
    }
}

/// The look that a command gives to the rest of its group; empty for none that is kept.
pub(super) fn switch(name: &str) -> Option<&'static str> {
    Some(match name {
        "em" | "it" | "itshape" | "sl" | "slshape" => "i",
        "bf" | "bfseries" => "b",
        "rm" | "sc" | "scshape" | "tt" | "sf" | "upshape" | "normalfont" | "rmfamily" | "sffamily"
        | "ttfamily" | "mdseries" | "relax" | "protect" | "small" | "footnotesize" | "scriptsize"
        | "tiny" | "large" | "normalsize" | "displaystyle" | "bibstring" => "",
        _ => return None,
    })
}

/// The mark around a command's last argument, and how many arguments before it are passed over. A
/// mark of `“` sets quotes.
pub(super) fn wrapper(name: &str) -> Option<(&'static str, usize)> {
    Some(match name {
        "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" | "mathit" => ("i", 0),
        "textbf" | "mkbibbold" | "mathbf" => ("b", 0),
        "textsuperscript" | "mkbibsuperscript" | "sp" => ("sup", 0),
        "textsubscript" | "mkbibsubscript" | "sb" => ("sub", 0),
        "enquote" | "mkbibquote" | "textquote" => ("“", 0),
        "text" | "textrm" | "textsf" | "texttt" | "textup" | "textmd" | "textnormal" | "textsc" | "mbox"
        | "hbox" | "url" | "nolinkurl" | "path" | "ensuremath" | "mathrm" | "mathsf" | "mathcal"
        | "mathbb" | "NoCaseChange" | "nocase" | "mkbibparens" | "mkbibbrackets" | "textlatin"
        | "textgreek" | "textcyrillic" | "uppercase" | "MakeUppercase" | "lowercase" | "MakeLowercase"
        | "bibinfo" | "sout" | "uline" | "underline" | "operatorname" | "mathop" => ("", 0),
        "href" | "foreignlanguage" | "textcolor" | "noopsort" | "hspace" => ("", 1),
        _ => return None,
    })
}

/// What a command prints that takes no argument.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    letter(name).or_else(|| sign(name)).or_else(|| greek(name))
}

/// Letters that no accent makes.
fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "aa" => "å",
        "AA" => "Å",
        "ae" => "æ",
        "AE" => "Æ",
        "dh" => "ð",
        "DH" => "Ð",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        "l" => "ł",
        "L" => "Ł",
        "i" | "imath" => "ı",
        "j" | "jmath" => "ȷ",
        "o" => "ø",
        "O" => "Ø",
        "oe" => "œ",
        "OE" => "Œ",
        "ss" => "ß",
        "SS" => "ẞ",
        "th" => "þ",
        "TH" => "Þ",
        "TeX" => "TeX",
        "LaTeX" => "LaTeX",
        "BibTeX" => "BibTeX",
        _ => return None,
    })
}

/// Signs.
fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "textendash" | "bibrangedash" => "–",
        "textemdash" => "—",
        "textquotesingle" => "'",
        "textquotedbl" => "\"",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "quotedblbase" | "glqq" | "textquotestraightdblbase" => "„",
        "quotesinglbase" | "glq" | "textquotestraightbase" => "‚",
        "grqq" => "“",
        "guillemotleft" | "guillemetleft" | "flqq" => "«",
        "guillemotright" | "guillemetright" | "frqq" => "»",
        "guilsinglleft" | "flq" => "‹",
        "guilsinglright" | "frq" => "›",
        "textasciicircum" => "^",
        "textasciigrave" => "`",
        "textasciitilde" | "sim" => "~",
        "textasteriskcentered" => "*",
        "textbackslash" | "backslash" => "\\",
        "textbar" => "|",
        "textbraceleft" | "lbrace" => "{",
        "textbraceright" | "rbrace" => "}",
        "textbullet" | "bullet" => "•",
        "textdagger" | "dag" => "†",
        "textdaggerdbl" | "ddag" => "‡",
        "textdollar" => "$",
        "textless" => "<",
        "textgreater" => ">",
        "textexclamdown" => "¡",
        "textquestiondown" => "¿",
        "textordfeminine" => "ª",
        "textordmasculine" => "º",
        "textperiodcentered" | "cdot" => "·",
        "textregistered" => "®",
        "texttrademark" => "™",
        "textcopyright" | "copyright" => "©",
        "textsection" | "S" => "§",
        "textparagraph" | "P" => "¶",
        "textunderscore" => "_",
        "textellipsis" | "dots" | "ldots" => "…",
        "textdegree" => "°",
        "textnumero" => "№",
        "texteuro" | "euro" => "€",
        "textsterling" | "pounds" => "£",
        "textyen" => "¥",
        "textonehalf" => "½",
        "textonequarter" => "¼",
        "textthreequarters" => "¾",
        "textmu" => "µ",
        "textminus" => "−",
        "textpm" | "pm" => "±",
        "texttimes" | "times" => "×",
        "textdiv" | "div" => "÷",
        "leq" | "le" => "≤",
        "geq" | "ge" => "≥",
        "neq" | "ne" => "≠",
        "approx" => "≈",
        "infty" => "∞",
        "to" | "rightarrow" | "textrightarrow" => "→",
        "leftarrow" | "textleftarrow" => "←",
        "circ" => "∘",
        "prime" => "′",
        "nobreakspace" | "addnbspace" => "\u{a0}",
        "space" | "addspace" | "quad" | "newline" | "par" => " ",
        "addcolon" => ":",
        "addcomma" => ",",
        "adddot" => ".",
        "allowbreak" | "left" | "right" | "unskip" | "nobreak" | "newblock" | "ignorespaces" => "",
        _ => return None,
    })
}

/// Letters of mathematics.
fn greek(name: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("delta", "δ"),
        ("epsilon", "ε"),
        ("zeta", "ζ"),
        ("eta", "η"),
        ("theta", "θ"),
        ("iota", "ι"),
        ("kappa", "κ"),
        ("lambda", "λ"),
        ("mu", "μ"),
        ("nu", "ν"),
        ("xi", "ξ"),
        ("pi", "π"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("tau", "τ"),
        ("phi", "φ"),
        ("chi", "χ"),
        ("psi", "ψ"),
        ("omega", "ω"),
        ("Gamma", "Γ"),
        ("Delta", "Δ"),
        ("Theta", "Θ"),
        ("Lambda", "Λ"),
        ("Pi", "Π"),
        ("Sigma", "Σ"),
        ("Phi", "Φ"),
        ("Psi", "Ψ"),
        ("Omega", "Ω"),
    ];
    NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
}
