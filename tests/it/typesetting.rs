//! When papers and cards are set, and when not: what is kept from run to run, limits, and a watched site.

use std::fs;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use brief::cache::Cache;
use brief::pipeline::Lent;
use brief::typeset::pool::Pool;
use brief::typeset::{Failed, Here, Job, Kit, Limits, Stopped, Typesetter};

use crate::small_site::{Ask, Outcome, SmallSite};

/// A template that sets nearly nothing, so that a test takes no time.
const SMALL: &str = "#import \"/given.typ\": *\n#let paper(view) = document-of(view, { title(); for it in view.brief.parts [x] })\n";

/// A brief.
fn brief(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-11-20\n---\n{text}\n")
}

/// Counts what it lets set.
#[derive(Default)]
struct Counting(AtomicUsize, Here);

impl Typesetter for Counting {
    fn set(&self, kit: &Kit, job: &Job, limits: Limits) -> Result<Vec<u8>, Failed> {
        self.0.fetch_add(1, Ordering::SeqCst);
        self.1.set(kit, job, limits)
    }
}

/// Builds all of a site with what earlier runs kept; how many papers and cards were set.
fn set(site: &SmallSite, only: Option<&[&str]>) -> (usize, Outcome) {
    let (counting, cache) = (Arc::new(Counting::default()), Cache::of(&site.root()));
    let lent = Lent {
        pictures: Arc::new(cache.pictures()),
        papers: Arc::new(cache.papers()),
        typesetter: counting.clone(),
    };
    let only = only.map(|it| it.iter().map(|it| (*it).to_owned()).collect());
    let outcome = site.build(&Ask { lent, only, ..Ask::default() });
    if let Some(names) = outcome.built.publication.as_ref().and_then(|it| it.papers()) {
        cache.papers().forget_others(&names);
    }
    (counting.0.load(Ordering::SeqCst), outcome)
}

/// A site of two briefs with the small template.
fn two() -> SmallSite {
    SmallSite::new(&[
        ("themes/default/paper/brief.typ", SMALL),
        ("briefings/heat.md", &brief("Heat", "Text.")),
        ("briefings/cold.md", &brief("Cold", "Text.")),
    ])
}

#[test]
fn a_paper_is_set_again_only_when_what_it_is_set_from_changed() {
    let site = two();
    let (count, first) = set(&site, None);
    assert_eq!(count, 4, "two papers and two cards: {}", first.report(true));
    assert_eq!(first.files["heat/card.png"][1..4], *b"PNG");
    let (count, again) = set(&site, None);
    assert!(count == 0 && first.files == again.files, "nothing changed");
    site.write("brief.toml", b"title = \"Notes\"\nbase_url = \"https://example.org/\"\nper_page = 7\n");
    let (count, other) = set(&site, None);
    assert_eq!(count, 0, "what no paper shows");
    assert_ne!(first.keys["heat/heat.pdf"], other.keys["heat/heat.pdf"], "its key holds more than it shows");
    site.write("briefings/heat.md", brief("Heat", "Other text.").as_bytes());
    assert_eq!(set(&site, None).0, 1, "the text is on the paper and not on the card");
    site.write("briefings/heat.md", brief("Heat again", "Other text.").as_bytes());
    assert_eq!(set(&site, None).0, 2, "the title is on both");
    assert_eq!(set(&site, Some(&["html"])).0, 0);
    assert_eq!(set(&site, None).0, 0, "what was left out is not forgotten");
    site.write(
        "brief.toml",
        b"title = \"Notes\"\nbase_url = \"https://example.org/\"\n[theme]\nname = \"default\"\n[theme.tokens]\naccent = \"#00563f\"\n",
    );
    assert_eq!(set(&site, None).0, 4, "tokens reach all");
    site.write("themes/default/paper/brief.typ", format!("{SMALL}// other\n").as_bytes());
    assert_eq!(set(&site, None).0, 4, "and so do templates");
}

#[test]
fn what_is_kept_and_damaged_is_set_again_and_what_is_gone_is_forgotten() {
    let site = two();
    let (_, first) = set(&site, None);
    let folder = site.root().join(".brief/papers");
    let all = || -> Vec<_> { fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect() };
    assert_eq!(all().len(), 4);
    for (number, path) in all().iter().enumerate() {
        let mut bytes = fs::read(path).unwrap();
        match number {
            0 => bytes.truncate(60),
            1 => bytes.clear(),
            2 => *bytes.last_mut().unwrap() ^= 1,
            _ => bytes[50] ^= 1,
        }
        fs::write(path, bytes).unwrap();
    }
    let (count, again) = set(&site, None);
    assert!(count == 4 && first.files == again.files);
    fs::remove_file(site.root().join("briefings/cold.md")).unwrap();
    assert_eq!(set(&site, None).0, 0);
    assert_eq!(all().len(), 2);
    fs::remove_dir_all(site.root().join(".brief")).unwrap();
    assert_eq!(set(&site, None).0, 2);
}

/// Runs `brief build` in a site.
fn build(site: &SmallSite) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brief"));
    command.args(["build", "--message-format", "short"]).current_dir(site.root()).output().unwrap()
}

#[test]
fn one_that_never_ends_is_named_after_the_others_were_set_and_nothing_is_published() {
    let endless =
        "for a in range(9999) { for b in range(9999) { for c in range(9999) { let d = a * b * c } } }";
    let site = two();
    site.write(
        "brief.toml",
        b"title = \"Notes\"\nbase_url = \"https://example.org/\"\n[limits]\npaper_seconds = 4\n",
    );
    site.write("briefings/aa.md", brief("Endless", "Text.").as_bytes());
    site.write("briefings/zz.md", brief("Wrong", "Text.").as_bytes());
    let template = SMALL.replace(
        "{ title();",
        &format!(
            "{{ if view.brief.title == \"Endless\" {{ {endless} }}; if view.brief.title == \"Wrong\" {{ panic(\"seen\") }}; title();"
        ),
    );
    site.write("themes/default/paper/brief.typ", template.as_bytes());
    let output = build(&site);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("briefings/aa.md:1:1: error[paper-stopped]: nothing was set of this brief: it took longer than 4 seconds"), "{said}");
    assert!(
        said.contains("error[theme-paper]") && said.contains("seen"),
        "the last one was tried too: {said}"
    );
    assert!(!site.root().join("public").exists());
    // What was set is kept for the next build.
    let kept = fs::read_dir(site.root().join(".brief/papers")).unwrap().count();
    assert_eq!(kept, 6, "two papers and four cards");
}

#[test]
fn one_that_takes_all_memory_ends_in_a_message() {
    let site = two();
    site.write(
        "brief.toml",
        b"title = \"Notes\"\nbase_url = \"https://example.org/\"\n[limits]\npaper_megabytes = 64\n",
    );
    let template =
        SMALL.replace("{ title();", "{ if view.brief.title == \"Heat\" { \"x\" * 3000000000 }; title();");
    site.write("themes/default/paper/brief.typ", template.as_bytes());
    let output = build(&site);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let wanted = "briefings/heat.md:1:1: error[paper-stopped]: nothing was set of this brief: it needs more than 64 MB of memory";
    assert!(said.contains(wanted) && !said.contains("cold.md"), "{said}");
}

#[test]
fn a_process_that_breaks_down_ends_nothing_but_itself() {
    let kit = Kit { texts: Vec::new(), fonts: Vec::new(), fingerprint: Default::default() };
    let job = Job {
        shape: brief::typeset::Shape::Card,
        view: b"{}".to_vec(),
        pictures: Vec::new(),
        signs: String::new(),
    };
    let limits = Limits { time: std::time::Duration::from_secs(60), memory: 1 << 30 };
    // It knows no such command, says so and ends.
    let pool = Pool::of("/bin/cat".into());
    for _ in 0..9 {
        match pool.set(&kit, &job, limits) {
            Err(Failed::Stopped(Stopped::Broken(words))) => assert!(words.contains("set-papers"), "{words}"),
            other => panic!("{other:?}"),
        }
    }
    match Pool::of("/nowhere/brief".into()).set(&kit, &job, limits) {
        Err(Failed::Trouble(error)) => assert!(format!("{error:#}").contains("/nowhere/brief"), "{error:#}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn processes_set_what_this_one_sets() {
    let site = SmallSite::new(&[("briefings/heat.md", &brief("Heat", "Text.[^1]\n\n[^1]: A note."))]);
    let only = Some(vec!["paper".to_owned(), "cards".to_owned()]);
    let here = site.build(&Ask { only: only.clone(), ..Ask::default() });
    let there = site.build(&Ask { only, lent: crate::small_site::with_workers(), ..Ask::default() });
    assert_eq!(here.files.len(), 2, "{}", here.report(true));
    assert!(here.files == there.files);
}

/// The view of one thing that was set, and its pictures by name.
type Given = (serde_json::Value, Vec<(String, String)>);

/// Keeps what it is given.
#[derive(Default)]
struct Keeping(std::sync::Mutex<Vec<Given>>, Here);

impl Typesetter for Keeping {
    fn set(&self, kit: &Kit, job: &Job, limits: Limits) -> Result<Vec<u8>, Failed> {
        let text = |it: &(String, Vec<u8>)| (it.0.clone(), String::from_utf8_lossy(&it.1).into_owned());
        let pictures = job.pictures.iter().map(text).collect();
        self.0.lock().unwrap().push((serde_json::from_slice(&job.view).unwrap(), pictures));
        self.1.set(kit, job, limits)
    }
}

/// A brief with a chart of two series, of which one has this name.
fn with_chart(name: &str) -> SmallSite {
    let text = format!(
        "::: chart #fig-boats data=boats.csv type=line x=year y=\"inbound,{name}\" unit=boats title=\"More came <than> went\"\nThe harbour’s count.\n:::\n"
    );
    SmallSite::new(&[
        ("briefings/heat.md", &brief("Heat", &text)),
        ("briefings/boats.csv", &format!("year,inbound,{name}\n2019,12,3\n2020,14,4\n")),
    ])
}

#[test]
fn a_chart_stands_on_paper_as_a_drawing_in_the_colours_of_the_theme() {
    let site = with_chart("outbound");
    let keeping = Arc::new(Keeping::default());
    let lent = Lent { typesetter: keeping.clone(), ..Lent::default() };
    let outcome = site.build(&Ask { only: Some(vec!["paper".into()]), lent, ..Ask::default() });
    assert!(outcome.files["heat/heat.pdf"].starts_with(b"%PDF-"), "{}", outcome.report(true));
    let (view, pictures) = keeping.0.lock().unwrap().remove(0);
    let figure = &view["brief"]["parts"][0]["html"][0];
    assert_eq!(figure["class"], serde_json::json!(["chart"]), "{figure}");
    let drawings: Vec<_> =
        figure["body"].as_array().unwrap().iter().filter(|it| it["tag"] == "svg").collect();
    assert_eq!(drawings.len(), 1, "of two sizes the wide one");
    let alt = "Line chart: More came <than> went. boats, 2019 – 2020. The figures follow as a table.";
    assert_eq!((&drawings[0]["picture"], &drawings[0]["alt"]), (&"/pictures/0.svg".into(), &alt.into()));
    assert!(drawings[0].get("drawing").is_none() && drawings[0].get("signs").is_none());
    let (name, drawing) = &pictures[0];
    assert_eq!((name.as_str(), pictures.len()), ("pictures/0.svg", 1));
    // The colour of the theme's first case, and none is left to be looked up.
    assert!(drawing.contains(".case-1 .p-line") && drawing.contains("#0b5a60"), "{drawing}");
    assert!(!drawing.contains("var("), "{drawing}");
}

#[test]
fn signs_in_a_chart_need_a_font_too() {
    let outcome = with_chart("政策").build_only(&["paper"]);
    let wanted = "error[paper-glyph]: no font of the paper has `政` (U+653F), `策` (U+7B56)";
    assert!(outcome.short().contains(wanted), "{}", outcome.short());
}

#[test]
fn a_card_is_linked_exactly_when_there_is_one() {
    let site = two();
    site.write(
        "briefings/heat.md",
        b"---\ntitle: 'Heat, \"and\" more'\ndate: 2026-11-20\nauthors: [Ada Lovelace]\n---\nText.\n",
    );
    site.write("briefings/cold.md", b"---\ntitle: Cold\ndate: 2026-11-20\noutputs: [cards]\n---\nText.\n");
    site.write(
        "briefings/gone.md",
        b"---\ntitle: Gone\ndate: 2026-11-20\nstatus: withdrawn\nnotice: {date: 2026-11-21, text: Gone.}\n---\nText.\n",
    );
    site.write("briefings/about.md", b"---\ntitle: About\nkind: page\n---\nText.\n");
    site.write("briefings/draft.md", b"---\ntitle: Secret\nstatus: draft\n---\nText.\n");
    site.write(
        "briefings/later.md",
        b"---\ntitle: Secret\ndate: 2026-12-24\nembargo: 2026-12-24T06:00Z\n---\nText.\n",
    );
    let tags = "<meta property=\"og:image\" content=\"https://example.org/heat/card.png\">\n<meta property=\"og:image:width\" content=\"1200\">\n<meta property=\"og:image:height\" content=\"630\">\n<meta property=\"og:image:alt\" content=\"Heat, “and” more – Ada Lovelace – Notes\">\n";
    let cards = |outcome: &Outcome| -> Vec<String> {
        outcome.files.keys().filter(|it| it.ends_with("card.png")).cloned().collect()
    };
    let outcome = site.build_only(&["html", "citations", "cards"]);
    assert_eq!(cards(&outcome), ["heat/card.png"], "{}", outcome.report(true));
    let page = outcome.text("heat/index.html");
    assert!(page.contains(tags) && page.contains("summary_large_image"), "{page}");
    for path in ["cold", "gone", "about"] {
        assert!(!outcome.text(&format!("{path}/index.html")).contains("og:image"), "{path}");
    }
    let png = &outcome.files["heat/card.png"];
    assert_eq!((&png[16..20], &png[20..24]), (&1200_u32.to_be_bytes()[..], &630_u32.to_be_bytes()[..]));
    assert!(!site.build_only(&["html", "citations"]).text("heat/index.html").contains("og:image"));
    site.write(
        "brief.toml",
        b"title = \"Notes\"\nbase_url = \"https://example.org/\"\n[pdf]\ncards = false\n",
    );
    let outcome = site.build_only(&["html", "citations", "cards"]);
    assert!(cards(&outcome).is_empty() && !outcome.text("heat/index.html").contains("og:image"));
}

#[test]
fn a_card_of_a_sign_without_a_font_is_a_message_and_long_titles_shrink() {
    let site = SmallSite::new(&[("briefings/heat.md", &brief("政治 and heat", "Text."))]);
    let outcome = site.build_only(&["cards"]);
    assert!(
        outcome.short().contains("error[paper-glyph]: no font of the paper has `政` (U+653F), `治` (U+6CBB)"),
        "{}",
        outcome.short()
    );
    let words = format!("{}{}", "Long words and more ".repeat(10), "x".repeat(90));
    site.write("briefings/heat.md", brief(&words, "Text.").as_bytes());
    let outcome = site.build_only(&["cards"]);
    assert_eq!(outcome.files.len(), 1, "{}", outcome.report(true));
}

#[cfg(feature = "watch")]
#[test]
fn a_watched_site_sets_a_paper_when_somebody_asks_for_it() {
    use crate::live::Live;
    use brief::watch::{Progress, Surroundings};

    /// Shows nothing.
    struct Quiet;

    impl Progress for Quiet {
        fn begin(&mut self, _: usize) {}
        fn end(&mut self) {}
    }

    let site = two();
    let counting = Arc::new(Counting::default());
    let lent = Lent { typesetter: counting.clone(), ..Lent::default() };
    let clock = || brief::words::Instant::parse(crate::small_site::NOW).unwrap();
    let surroundings = Surroundings { clock, progress: Box::new(Quiet), lent };
    let live = Live::inside(site.wish(&Ask { only: None, ..Ask::default() }), Some(surroundings));
    let count = || counting.0.load(Ordering::SeqCst);
    assert!(live.text("/heat/").contains("heat/heat.pdf"));
    assert_eq!(count(), 0);
    let (status, bytes) = live.get("/heat/heat.pdf");
    assert!(status == 200 && bytes.starts_with(b"%PDF-"));
    assert_eq!(count(), 1);
    assert_eq!(live.get("/heat/heat.pdf").1, bytes);
    assert_eq!(count(), 1, "it is kept");
    let (_, built) = set(&site, None);
    assert_eq!(built.files["heat/heat.pdf"], bytes, "what is served is what is published");
    site.write("briefings/heat.md", brief("Heat", "Other text.").as_bytes());
    live.until_shown("/heat/", "Other text");
    assert_eq!(count(), 1, "an edit sets nothing");
    assert_ne!(live.get("/heat/heat.pdf").1.len(), 0);
    assert_eq!(count(), 2);
}
