//! Pictures: their sizes on pages, the widths in which they are offered, and what is said of those that
//! cannot be shown.

use brief::input;
use brief::words::SourcePath;

use crate::pixels::plain_png;
use crate::small_site::{Ask, SmallSite};

/// A brief with this text.
fn brief(text: &str) -> String {
    format!("---\ntitle: Roads\ndate: 2026-11-20\n---\n{text}\n")
}

/// A site with one brief of this text, and pictures beside it.
fn site(text: &str, pictures: &[(&str, Vec<u8>)]) -> SmallSite {
    let site = SmallSite::new(&[("briefings/roads/index.md", &brief(text))]);
    for (name, bytes) in pictures {
        site.write(&format!("briefings/roads/{name}"), bytes);
    }
    site
}

#[test]
fn every_picture_keeps_its_place() {
    let svg = b"<svg viewBox='0 0 30 20'/>".to_vec();
    let gif = b"GIF89a\x0a\x00\x05\x00\x00\x00\x00;".to_vec();
    let text = "![A](a.png)\n\n![B](b.svg)\n\n::: figure src=c.gif alt=\"C\"\nC.\n:::\n";
    let site = site(text, &[("a.png", plain_png(40, 30)), ("b.svg", svg), ("c.gif", gif)]);
    let page = site.build(&Ask::default()).main("roads/index.html");
    for it in [
        "<img src=\"../roads/a.png\" width=\"40\" height=\"30\" alt=\"A\" decoding=\"async\">",
        "<img src=\"../roads/b.svg\" width=\"30\" height=\"20\" alt=\"B\" loading=\"lazy\" decoding=\"async\">",
        "<img src=\"../roads/c.gif\" width=\"10\" height=\"5\" alt=\"C\" loading=\"lazy\" decoding=\"async\">",
    ] {
        assert!(page.contains(it), "{it} in {page}");
    }
}

#[test]
fn the_head_of_a_picture_is_read_once() {
    let site = site("![A](a.png)", &[("a.png", plain_png(40, 30))]);
    let path = SourcePath::new("briefings/roads/a.png").unwrap();
    let mut memory = input::Memory::default();
    let first = input::File::at(&site.root(), &path, &mut memory).unwrap();
    let seen = first.picture().unwrap();
    assert_eq!(seen.as_ref().unwrap().size, Some((40, 30)));
    let second = input::File::at(&site.root(), &path, &mut memory).unwrap();
    assert!(std::ptr::eq(second.picture().unwrap(), seen), "the same file, the same look");
    site.write("briefings/roads/a.png", &plain_png(50, 30));
    let third = input::File::at(&site.root(), &path, &mut memory).unwrap();
    assert_eq!(third.picture().unwrap().as_ref().unwrap().size, Some((50, 30)));
}

#[test]
fn a_logo_keeps_its_place_and_is_looked_at_too() {
    let settings = "title = \"N\"\nbase_url = \"https://example.org/\"\nlogo = \"refs/logo.png\"\n";
    let site = SmallSite::new(&[("brief.toml", settings), ("briefings/a.md", &brief("Text."))]);
    // As high as the head of a page has it, and not enlarged.
    for (size, shown) in [((90, 30), (90, 30)), ((500, 99), (202, 40))] {
        site.write("refs/logo.png", &plain_png(size.0, size.1));
        let page = site.build(&Ask::default()).text("index.html");
        let logo = format!(
            "<img src=\"./assets/site/logo.png\" width=\"{}\" height=\"{}\" alt=\"N\">",
            shown.0, shown.1
        );
        assert!(page.contains(&logo), "{logo} in {page}");
    }
    site.write("refs/logo.png", &plain_png(90, 30)[..80]);
    let report = site.build(&Ask::default()).short();
    assert!(report.contains("brief.toml:3:8: error[picture-broken]"), "{report}");
}

#[test]
fn no_alt_is_still_asked_for() {
    let text = "![](a.png)\n\n::: figure src=a.png\nA.\n:::\n";
    let site = site(text, &[("a.png", plain_png(40, 30))]);
    assert_eq!(site.build(&Ask::default()).short().matches("warning[image-alt]").count(), 2);
}

#[test]
fn style_sheets_point_to_what_is_published() {
    for theme in ["default", "bulletin"] {
        let settings = format!("title = \"N\"\nbase_url = \"https://example.org/\"\ntheme = \"{theme}\"\n");
        let site = SmallSite::new(&[("brief.toml", &settings), ("briefings/a.md", &brief("Text."))]);
        // A site's own sheet imports another, which shows a picture from beside it.
        site.write(&format!("themes/{theme}/assets/own.css"), b"@import 'more/more.css'; a { color: red }");
        site.write(&format!("themes/{theme}/assets/more/more.css"), b"b { background: url( dot.svg#x ) }");
        site.write(&format!("themes/{theme}/assets/more/dot.svg"), b"<svg viewBox='0 0 1 1'/>");
        let outcome = site.build(&Ask::default());
        let mut count = 0;
        for (path, bytes) in outcome.files.iter().filter(|it| it.0.ends_with(".css")) {
            let css = String::from_utf8(bytes.clone()).unwrap();
            let folder = path.rsplit_once('/').unwrap().0;
            for start in ["url(\"", "@import \""] {
                for rest in css.split(start).skip(1) {
                    let target = rest.split(['"', '#']).next().unwrap();
                    let target = format!("{folder}/{target}");
                    assert!(outcome.files.contains_key(&target), "{path} points to {target}");
                    count += 1;
                }
            }
            assert!(!css.contains("more.css'") && !css.contains("url( "), "{css}");
        }
        assert!(count > 4, "{theme}: {count}");
    }
}

/// Pictures that are resized.
#[cfg(feature = "images")]
mod resized {
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Cursor;
    use std::sync::{Arc, Mutex};

    use brief::pipeline::{self, Memory};
    use brief::words::Store;
    use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage};

    use super::*;
    use crate::pixels::{png, png_of};

    /// A picture with soft and hard edges: red at the left, blue at the right, white at the top.
    fn scene(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let noise = (x.wrapping_mul(31) ^ y.wrapping_mul(17)) as u8 / 8;
            match (x < width / 4, y < height / 4) {
                (_, true) => Rgb([255, 255, 255]),
                (true, false) => Rgb([220, noise, noise]),
                (false, false) => Rgb([noise, noise, (200 * x / width) as u8 + noise]),
            }
        })
    }

    /// As a file.
    fn file(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(image.clone()).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG with parts before its own: a note of how the camera was held, a profile.
    fn jpeg_with(image: &RgbImage, parts: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let plain = file(image, ImageFormat::Jpeg);
        let mut out = plain[..2].to_vec();
        for (code, part) in parts {
            out.extend([0xff, *code]);
            out.extend(u16::try_from(part.len() + 2).unwrap().to_be_bytes());
            out.extend(part);
        }
        out.extend(&plain[2..]);
        out
    }

    /// What a camera notes of how it was held.
    fn exif(turned: u8) -> Vec<u8> {
        let mut out = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        out.extend([turned, 0, 0, 0, 0, 0, 0]);
        out
    }

    /// Every `src` and candidate of `srcset` on a page in the folder `roads`, with the widths told.
    fn candidates(page: &str) -> Vec<(String, Option<u32>)> {
        let mut all = Vec::new();
        for tag in page.split("<img ").skip(1) {
            let tag = &tag[..tag.find('>').unwrap()];
            let value = |name: &str| {
                let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
                Some(&tag[start..start + tag[start..].find('"').unwrap()])
            };
            all.push((value("src").unwrap().to_owned(), None));
            for one in value("srcset").into_iter().flat_map(|it| it.split(", ")) {
                let (path, width) = one.split_once(' ').unwrap();
                all.push((path.to_owned(), Some(width.strip_suffix('w').unwrap().parse().unwrap())));
            }
        }
        let inside = |it: String| it.strip_prefix("../").unwrap().to_owned();
        all.into_iter().map(|(path, width)| (inside(path), width)).collect()
    }

    #[test]
    fn what_pages_offer_is_there_and_is_as_wide_as_they_say() {
        let text = "![A](a.jpg) ![B](b.png) ![C](c.webp) ![D](d.jpeg) ![E](e.png)";
        let wide = scene(1600, 300);
        let site = site(
            text,
            &[
                ("a.jpg", file(&wide, ImageFormat::Jpeg)),
                ("b.png", file(&scene(1000, 500), ImageFormat::Png)),
                ("c.webp", file(&scene(1200, 100), ImageFormat::WebP)),
                ("d.jpeg", file(&scene(700, 500), ImageFormat::Jpeg)),
                ("e.png", file(&scene(300, 200), ImageFormat::Png)),
            ],
        );
        let outcome = site.build(&Ask::default());
        let page = outcome.main("roads/index.html");
        let all = candidates(&page);
        for (path, width) in &all {
            let bytes = outcome.files.get(path).unwrap_or_else(|| panic!("no `{path}`: {page}"));
            let format = ImageFormat::from_path(path).unwrap();
            let image = image::load_from_memory_with_format(bytes, format).unwrap();
            assert!(width.is_none_or(|it| it == image.width()), "{path}: {width:?}");
            assert!(image.width() <= 1600);
        }
        let mut paths: Vec<&str> = all.iter().filter(|it| it.1.is_some()).map(|it| it.0.as_str()).collect();
        paths.sort_unstable();
        let expected = [
            "roads/a.1440w.jpg",
            "roads/a.480w.jpg",
            "roads/a.960w.jpg",
            "roads/b.480w.png",
            "roads/b.png",
            "roads/c.webp",
            "roads/c.webp.480w.jpg",
            "roads/c.webp.960w.jpg",
            "roads/d.480w.jpeg",
            "roads/d.700w.jpeg",
        ];
        assert_eq!(paths, expected, "none is larger than its picture");
        for name in ["a.jpg", "b.png", "c.webp", "d.jpeg", "e.png"] {
            let given = fs::read(site.root().join("briefings/roads").join(name)).unwrap();
            assert!(outcome.files[&format!("roads/{name}")] == given, "`{name}` stays as it was given");
        }
        assert!(page.contains("width=\"1600\" height=\"300\" alt=\"A\" decoding"), "{page}");
        assert!(page.contains("sizes=\"(min-width: 39rem) 39rem, 100vw\""), "{page}");
        assert!(page.contains("sizes=\"auto, (min-width: 39rem) 39rem, 100vw\""), "{page}");
        let again = site.build(&Ask::default());
        assert!(again.files == outcome.files, "the same bytes twice");
    }

    #[test]
    fn a_smaller_picture_looks_like_the_large_one_and_weighs_less() {
        let large = scene(1600, 900);
        for (name, format) in [("a.jpg", ImageFormat::Jpeg), ("a.png", ImageFormat::Png)] {
            let bytes = file(&large, format);
            let site = site(&format!("![A]({name})"), &[(name, bytes.clone())]);
            let outcome = site.build(&Ask::default());
            let path = format!("roads/{}", name.replace("a.", "a.480w."));
            let small = image::load_from_memory(&outcome.files[&path]).unwrap();
            assert_eq!(small.dimensions(), (480, 270));
            assert!(outcome.files[&path].len() * 2 < bytes.len(), "{path}");
            for (x, y) in [(60, 200), (300, 20), (400, 200), (470, 260)] {
                // The middle of what became one pixel.
                let (was, is) = (large.get_pixel(x * 10 / 3, y * 10 / 3).0, small.get_pixel(x, y).0);
                let apart = (0..3).map(|it| was[it].abs_diff(is[it])).max().unwrap();
                assert!(apart < 40, "{path} at {x},{y}: {was:?} {is:?}");
            }
        }
    }

    #[test]
    fn pictures_are_turned_as_the_camera_was_held() {
        for turned in 1..=8 {
            let wide = scene(1200, 600);
            let site = site("![A](a.jpg)", &[("a.jpg", jpeg_with(&wide, &[(0xe1, exif(turned))]))]);
            let outcome = site.build(&Ask::default());
            let page = outcome.main("roads/index.html");
            let (width, height) = if turned >= 5 { (600, 1200) } else { (1200, 600) };
            let attributes = format!("width=\"{width}\" height=\"{height}\"");
            assert!(page.contains(&attributes), "{turned}: {page}");
            let small = image::load_from_memory(&outcome.files["roads/a.480w.jpg"]).unwrap().to_rgb8();
            assert_eq!(small.dimensions(), (480, 480 * height / width));
            // The white edge was at the top.
            let (w, h) = small.dimensions();
            let is_white = |x: u32, y: u32| small.get_pixel(x, y).0.iter().all(|it| *it > 200);
            let [top, right, bottom, left] =
                [(w / 2, 4), (w - 4, h / 2), (w / 2, h - 4), (4, h / 2)].map(|(x, y)| is_white(x, y));
            let expected = match turned {
                1 | 2 => (true, false, false, false),
                3 | 4 => (false, false, true, false),
                5 | 8 => (false, false, false, true),
                _ => (false, true, false, false),
            };
            assert_eq!((top, right, bottom, left), expected, "{turned}");
        }
    }

    #[test]
    fn colours_keep_their_meaning() {
        // The head of a profile is enough: nothing converts it.
        let mut profile = vec![0_u8; 200];
        profile[..4].copy_from_slice(&200_u32.to_be_bytes());
        profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
        profile[36..40].copy_from_slice(b"acsp");
        let part = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
        let picture = jpeg_with(&scene(1200, 600), &[(0xe2, part)]);
        let mut inks = profile.clone();
        inks[16..20].copy_from_slice(b"CMYK");
        let other = jpeg_with(&scene(1200, 600), &[(0xe2, [b"ICC_PROFILE\0\x01\x01", &inks[..]].concat())]);
        let site = site("![A](a.jpg) ![B](b.jpg)", &[("a.jpg", picture), ("b.jpg", other)]);
        let files = site.build(&Ask::default()).files;
        let has = |path: &str| files[path].windows(profile.len()).any(|it| it == profile || it == inks);
        assert!(has("roads/a.480w.jpg"), "the profile goes along");
        assert!(!has("roads/b.480w.jpg"), "one of other colours would make them wrong");
    }

    #[test]
    fn a_palette_stays_one_and_what_would_grow_stays_as_it_is() {
        // Bars of four colours: no colour between them is worth its bytes.
        let palette = [255, 255, 255, 20, 40, 90, 200, 60, 40, 90, 90, 90];
        let mut rows = Vec::new();
        for y in 0..500_u32 {
            rows.push(0);
            rows.extend((0..1000_u32).map(|x| ((x / 100 + y / 100) % 4) as u8));
        }
        let bars = png_of(1000, 500, 3, &[(b"PLTE", &palette)], &rows);
        // Grains of two colours: one bit for each, and eight for each of the greys between them.
        let mut seed = 1_u32;
        let dots = RgbImage::from_fn(600, 600, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([255 * (seed >> 31) as u8; 3])
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(dots).to_luma8().write_to(&mut bytes, ImageFormat::Png).unwrap();
        let dots = bytes.into_inner();
        let site = site("![A](a.png) ![B](b.png)", &[("a.png", bars), ("b.png", dots.clone())]);
        let files = site.build(&Ask::default()).files;
        let bars = &files["roads/a.480w.png"];
        assert_eq!(bars[25], 3, "still numbers of colours");
        assert!(bars.len() < 3000, "{}", bars.len());
        assert!(files["roads/b.480w.png"] == dots, "{} bytes", files["roads/b.480w.png"].len());
    }

    #[test]
    fn what_moves_goes_on_moving() {
        let moving = png_of(1000, 1, 0, &[(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0])], &[0; 1001]);
        let gif = b"GIF89a\xd0\x07\xd0\x07\x00\x00\x00;".to_vec();
        let site = site("![A](a.png) ![B](b.gif)", &[("a.png", moving), ("b.gif", gif)]);
        let outcome = site.build(&Ask::default());
        assert!(!outcome.main("roads/index.html").contains("srcset"));
        assert_eq!(
            outcome.files.keys().filter(|it| it.starts_with("roads/")).filter(|it| it.contains("w.")).count(),
            0
        );
    }

    #[test]
    fn a_cover_is_seen_at_once_and_told_to_others() {
        let site = SmallSite::new(&[(
            "briefings/roads/index.md",
            "---\ntitle: Roads\ndate: 2026-11-20\ncover: { image: a.jpg, alt: A road }\n---\n![B](b.jpg)\n",
        )]);
        for name in ["a.jpg", "b.jpg"] {
            site.write(&format!("briefings/roads/{name}"), &file(&scene(2000, 200), ImageFormat::Jpeg));
        }
        for theme in ["default", "bulletin"] {
            site.write(
                "brief.toml",
                format!("title = \"Notes\"\nbase_url = \"https://example.org/\"\ntheme = \"{theme}\"\n")
                    .as_bytes(),
            );
            let outcome = site.build(&Ask::default());
            let page = outcome.text("roads/index.html");
            let (cover, below) = page.split_once("alt=\"A road\"").unwrap();
            let cover = &cover[cover.rfind("<img").unwrap()..];
            assert!(
                cover.contains("src=\"../roads/a.1440w.jpg\" srcset=\"../roads/a.480w.jpg 480w, "),
                "{cover}"
            );
            assert!(cover.contains("width=\"2000\" height=\"200\"") && !cover.contains("lazy"), "{cover}");
            assert!(below.contains("alt=\"B\" loading=\"lazy\""), "what is below the cover can wait");
            for it in [
                "property=\"og:image\" content=\"https://example.org/roads/a.1440w.jpg\"",
                "property=\"og:image:width\" content=\"1440\"",
                "property=\"og:image:height\" content=\"144\"",
                "property=\"og:image:alt\" content=\"A road\"",
            ] {
                assert!(page.contains(it), "{it}");
            }
        }
    }

    #[test]
    fn what_is_damaged_inside_is_said_where_it_is_shown() {
        let mut bytes = file(&scene(1000, 600), ImageFormat::Png);
        let middle = bytes.len() / 2;
        bytes[middle..middle + 64].fill(0);
        let site = site("Text.\n\n![A](a.png)", &[("a.png", bytes)]);
        let report = site.build(&Ask::default()).short();
        assert!(report.contains("briefings/roads/index.md:7:1: error[picture-broken]"), "{report}");
    }

    #[test]
    fn a_picture_of_two_sizes_is_opened_at_neither() {
        let bytes = file(&scene(1000, 600), ImageFormat::Png);
        let of = |width| brief::picture::measure(Cursor::new(plain_png(width, 600)), 99_999_999, "png");
        let picture = of(999).unwrap().unwrap();
        let wanted = brief::picture::Resize { width: 480, height: 288, quality: 80, memory: 1 << 30 };
        assert!(brief::picture::resized(&bytes, &picture, wanted).is_err_and(|it| it.contains("two sizes")));
        let jpeg = file(&scene(1000, 600), ImageFormat::Jpeg);
        let picture = brief::picture::Picture { kind: brief::picture::Kind::Jpeg, ..picture };
        assert!(brief::picture::resized(&jpeg, &picture, wanted).is_err_and(|it| it.contains("two sizes")));
    }

    #[test]
    fn a_chunk_that_claims_three_gigabytes_takes_none() {
        let mut bytes = png(600, 4, |_, _| [1, 2, 3]);
        let at = bytes.windows(4).position(|it| it == b"IDAT").unwrap();
        bytes[at - 4..at].copy_from_slice(&3_000_000_000_u32.to_be_bytes());
        let report = site("![A](a.png)", &[("a.png", bytes)]).build(&Ask::default()).short();
        assert!(report.contains("error[picture-broken]"), "{report}");
    }

    #[test]
    fn settings_decide_on_widths_and_quality() {
        let site = site("![A](a.jpg)", &[("a.jpg", file(&scene(1600, 300), ImageFormat::Jpeg))]);
        let settings = |quality: u8| {
            format!(
                "title = \"N\"\nbase_url = \"https://example.org/\"\n[images]\nwidths = [640, 320, 640]\nquality = {quality}\n"
            )
        };
        site.write("brief.toml", settings(30).as_bytes());
        let low = site.build(&Ask::default());
        let made = |it: &crate::small_site::Outcome| {
            let made = it.files.iter().filter(|it| it.0.contains("w.jpg"));
            made.map(|(path, bytes)| (path.clone(), bytes.len())).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(made(&low).into_keys().collect::<Vec<_>>(), ["roads/a.320w.jpg", "roads/a.640w.jpg"]);
        site.write("brief.toml", settings(90).as_bytes());
        let high = site.build(&Ask::default());
        assert!(made(&low)["roads/a.640w.jpg"] * 3 < made(&high)["roads/a.640w.jpg"] * 2);
        assert_ne!(low.keys["roads/a.640w.jpg"], high.keys["roads/a.640w.jpg"]);
    }

    /// Keeps in memory, and counts.
    #[derive(Default)]
    struct Counting {
        /// What is kept.
        kept: Mutex<BTreeMap<String, Vec<u8>>>,
        /// How often something was made.
        made: Mutex<usize>,
    }

    impl Store for Counting {
        fn find(&self, name: &str) -> Option<Vec<u8>> {
            self.kept.lock().unwrap().get(name).cloned()
        }

        fn keep(&self, name: &str, bytes: &[u8]) {
            *self.made.lock().unwrap() += 1;
            self.kept.lock().unwrap().insert(name.to_owned(), bytes.to_vec());
        }
    }

    #[test]
    fn what_was_made_is_not_made_again() {
        let site = site("![A](a.jpg)", &[("a.jpg", file(&scene(1600, 200), ImageFormat::Jpeg))]);
        let store = Arc::new(Counting::default());
        let made = |expected: usize, what: &str| {
            let mut memory = Memory::with(
                brief::cite::Memo::default(),
                pipeline::Lent { pictures: store.clone(), ..Default::default() },
            );
            let built = pipeline::build(&site.wish(&Ask::default()), &mut memory).unwrap();
            let publication = built.publication.unwrap();
            for file in publication.files() {
                crate::small_site::make(&file).unwrap();
            }
            let kept = store.kept.lock().unwrap();
            assert!(publication.pictures().iter().all(|it| kept.contains_key(&it.to_string())));
            assert_eq!(publication.pictures().len(), 3);
            assert_eq!(std::mem::take(&mut *store.made.lock().unwrap()), expected, "{what}");
        };
        made(3, "the first time");
        made(0, "nothing changed");
        site.write("briefings/roads/index.md", brief("Other words.\n\n![A](a.jpg)").as_bytes());
        made(0, "prose changed");
        site.write("briefings/roads/a.jpg", &file(&scene(1600, 201), ImageFormat::Jpeg));
        made(3, "the picture changed");
        site.write(
            "brief.toml",
            b"title = \"N\"\nbase_url = \"https://example.org/\"\n[images]\nquality = 60\n",
        );
        made(3, "the quality changed");
    }

    #[test]
    fn what_the_last_publication_has_is_not_even_opened() {
        let site = site("![A](a.jpg)", &[("a.jpg", file(&scene(1600, 200), ImageFormat::Jpeg))]);
        let store = Arc::new(Counting::default());
        let target = brief::publish::Target {
            root: site.root(),
            out: site.root().join("public"),
            home: None,
            adopt: false,
            sources: Vec::new(),
        };
        let publish = || {
            store.kept.lock().unwrap().clear();
            let mut memory = Memory::with(
                brief::cite::Memo::default(),
                pipeline::Lent { pictures: store.clone(), ..Default::default() },
            );
            let built = pipeline::build(&site.wish(&Ask::default()), &mut memory).unwrap();
            let changes = brief::publish::publish(&built.publication.unwrap(), &target, &|_| {})
                .map_err(|it| it.to_string());
            changes.unwrap();
            std::mem::take(&mut *store.made.lock().unwrap())
        };
        assert_eq!(publish(), 3);
        assert_eq!(publish(), 0);
        fs::remove_file(site.root().join("public/roads/a.960w.jpg")).unwrap();
        assert_eq!(publish(), 1, "one is missing");
    }

    /// The pictures that are kept for a site, each with the time when it was written.
    fn kept(site: &SmallSite) -> BTreeMap<String, std::time::SystemTime> {
        let folder = site.root().join(".brief/pictures");
        let entries = fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
        let of = |it: fs::DirEntry| {
            (it.file_name().into_string().unwrap(), it.metadata().unwrap().modified().unwrap())
        };
        entries.map(of).collect()
    }

    #[test]
    fn the_program_keeps_what_it_made_and_forgets_what_it_has_no_use_for() {
        let site = site("![A](a.jpg)", &[("a.jpg", file(&scene(1600, 200), ImageFormat::Jpeg))]);
        let build = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_brief"));
            let output = command.arg("build").arg("--root").arg(site.root()).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        let published = || fs::read(site.root().join("public/roads/a.480w.jpg")).unwrap();
        build();
        let (first, bytes) = (kept(&site), published());
        assert_eq!(first.len(), 3);
        fs::remove_dir_all(site.root().join("public")).unwrap();
        build();
        assert_eq!(kept(&site), first, "nothing was made again");
        assert!(published() == bytes);
        // Damaged, all of them.
        for name in first.keys() {
            let path = site.root().join(".brief/pictures").join(name);
            let half = fs::read(&path).unwrap();
            fs::write(&path, &half[..half.len() / 2]).unwrap();
        }
        fs::remove_dir_all(site.root().join("public")).unwrap();
        build();
        assert!(published() == bytes);
        assert_eq!(kept(&site).into_keys().collect::<Vec<_>>(), first.into_keys().collect::<Vec<_>>());
        site.write("briefings/roads/index.md", brief("No picture.").as_bytes());
        build();
        assert!(kept(&site).is_empty());
        assert!(!site.root().join("public/roads/a.480w.jpg").exists());
    }
}
