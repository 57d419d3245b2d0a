//! Pictures as pages show them: how large they are, and in which widths they are offered.

use std::collections::BTreeMap;

use super::Materials;
use super::links::Resolver;
use crate::input::File;
use crate::picture::{self, Fault, Kind, Picture};
use crate::report::{Diagnostic, mistakes::pictures as mistakes};
use crate::settings::Images;
use crate::words::{OutPath, SourcePath, Span};

/// A picture on a page.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Shown {
    /// The file itself, for those who want it.
    pub original: String,
    /// Width and height, if they are known.
    pub size: Option<(u32, u32)>,
    /// What pages load, each with its width, smallest first; nothing where they load the file itself.
    pub versions: Vec<(u32, String)>,
}

impl Shown {
    /// The largest that pages load.
    pub fn path(&self) -> &str {
        self.versions.last().map_or(&self.original, |it| &it.1)
    }

    /// Its width and height.
    pub fn path_size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.size?;
        let Some((smaller, _)) = self.versions.last() else { return self.size };
        let height = u64::from(height) * u64::from(*smaller);
        let rounded = (height + u64::from(width) / 2) / u64::from(width.max(1));
        Some((*smaller, u32::try_from(rounded).unwrap_or(u32::MAX).max(1)))
    }
}

/// A smaller picture that is made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Of which file.
    pub of: File,
    /// What that holds.
    pub picture: Picture,
    /// How wide.
    pub width: u32,
}

impl Resolver<'_> {
    /// A picture of the page, noted to be published in its widths; `None` with a message if it cannot be.
    pub(super) fn picture(&mut self, path: &str, at: &Span) -> Option<Shown> {
        let out = self.publish(path, at)?;
        let file = self.assets.used[&out].clone();
        let mut shown = Shown { original: out.as_str().to_owned(), size: None, versions: Vec::new() };
        let images = &self.materials.settings.images;
        let Some(picture) = look(&file, at, images, self.said) else { return Some(shown) };
        shown.size = picture.size;
        for (width, path) in versions(&out, picture, images) {
            if path != out {
                let made = Made { of: file.clone(), picture: picture.clone(), width };
                self.assets.made.insert(path.clone(), made);
            }
            shown.versions.push((width, path.as_str().to_owned()));
        }
        if shown.versions.iter().all(|it| it.1 == shown.original) {
            shown.versions.clear();
        }
        Some(shown)
    }
}

/// Says what is wrong with the picture beside the site's name.
pub(super) fn check_logo(materials: &Materials<'_>, said: &mut Vec<Diagnostic>) {
    let settings = materials.settings;
    let logo = settings.logo.as_ref().and_then(|it| SourcePath::new(it));
    if let Some(file) = materials.site_files.iter().find(|it| Some(&it.path) == logo.as_ref()) {
        look(file, &settings.place("logo"), &settings.images, said);
    }
}

/// What picture a file holds; `None` with a message if it cannot be shown.
fn look<'f>(file: &'f File, at: &Span, images: &Images, said: &mut Vec<Diagnostic>) -> Option<&'f Picture> {
    let path = file.path.as_str();
    let picture = match file.picture()? {
        Ok(picture) => picture,
        Err(fault) => {
            said.push(match fault {
                Fault::Unknown => mistakes::unknown(at.clone(), path),
                Fault::Named(is) => {
                    let better = format!("{}.{}", file.path.stem(), is.extension());
                    mistakes::named(at.clone(), path, is.name(), &better)
                }
                Fault::Broken(why) => mistakes::broken(at.clone(), path, why),
            });
            return None;
        }
    };
    match picture.size {
        None => said.push(mistakes::size(at.clone(), path)),
        Some(size) if picture.kind != Kind::Svg && picture.pixels() > images.pixels_max => {
            said.push(mistakes::large(at.clone(), path, size, images.pixels_max / 1_000_000));
            return None;
        }
        Some(_) if picture.memory() > images.memory_max => {
            let megabytes = |it: u64| it.div_ceil(1024 * 1024);
            let most = megabytes(images.memory_max);
            said.push(mistakes::memory(at.clone(), path, megabytes(picture.memory()), most));
            return None;
        }
        Some(_) => {}
    }
    Some(picture)
}

/// The widths in which a picture is offered, and where each goes. None is larger than the picture; the
/// largest is the picture's own width where that is no more than what pages use.
///
/// Their names have a point before the width (`map.960w.jpg`), which no name of an author's file has
/// when it is published: so they stand in nobody's way.
fn versions(out: &OutPath, picture: &Picture, images: &Images) -> Vec<(u32, OutPath)> {
    let Some((own, _)) = picture.size.filter(|_| picture::CAN_RESIZE && picture.is_still) else {
        return Vec::new();
    };
    let (Some(&least), Some(&most)) = (images.widths.first(), images.widths.last()) else {
        return Vec::new();
    };
    // One that is hardly smaller saves nothing.
    let is_smaller = |it: &u32| u64::from(*it) * 5 <= u64::from(own) * 4 || own > most && *it < own;
    let mut widths: Vec<u32> = images.widths.iter().copied().filter(is_smaller).collect();
    if own <= most && own > least {
        widths.push(own);
    }
    let named = widths.into_iter().filter_map(|width| {
        // A PNG loses nothing when it is made, so at its own width there is nothing to make; of a WebP
        // another kind would be made. Not all browsers turn these.
        let is_itself = width == own && picture.kind != Kind::Jpeg && picture.turned == 1;
        Some((width, if is_itself { out.clone() } else { name(out, picture.kind, width)? }))
    });
    named.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Where the picture of some width goes. What is made of a WebP is a JPEG, since nothing here writes
/// small WebP; its name keeps it apart from one that is made of a JPEG.
fn name(out: &OutPath, kind: Kind, width: u32) -> Option<OutPath> {
    let (stem, extension) = out.as_str().rsplit_once('.')?;
    OutPath::new(&match kind {
        Kind::Webp => format!("{stem}.{extension}.{width}w.jpg"),
        _ => format!("{stem}.{width}w.{extension}"),
    })
}

#[cfg(test)]
#[cfg(feature = "images")]
mod tests {
    use super::*;

    /// Versions of a picture of this width.
    fn versions_of(name: &str, width: u32) -> Vec<(u32, String)> {
        let out = OutPath::new(name).unwrap();
        let kind = Kind::of_extension(name.rsplit_once('.').unwrap().1).unwrap();
        let (size, turned, is_still) = (Some((width, 300)), 1, true);
        let picture = Picture { kind, size, turned, is_still, has_palette: false, depth: 4 };
        let images = Images { widths: vec![480, 960, 1440], quality: 80, pixels_max: 1, memory_max: 1 };
        versions(&out, &picture, &images).into_iter().map(|(it, path)| (it, path.to_string())).collect()
    }

    #[test]
    fn none_is_enlarged_and_none_is_nearly_the_next() {
        let of = |name: &str, width| {
            let all = versions_of(name, width);
            all.iter().map(|(it, path)| format!("{it} {path}")).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(of("a/m.jpg", 4000), "480 a/m.480w.jpg, 960 a/m.960w.jpg, 1440 a/m.1440w.jpg");
        assert_eq!(of("m.jpeg", 1500), "480 m.480w.jpeg, 960 m.960w.jpeg, 1440 m.1440w.jpeg");
        assert_eq!(of("m.jpg", 1440), "480 m.480w.jpg, 960 m.960w.jpg, 1440 m.1440w.jpg");
        assert_eq!(of("m.png", 1440), "480 m.480w.png, 960 m.960w.png, 1440 m.png");
        assert_eq!(of("m.jpg", 1000), "480 m.480w.jpg, 1000 m.1000w.jpg");
        assert_eq!(of("m.webp", 2000), "480 m.webp.480w.jpg, 960 m.webp.960w.jpg, 1440 m.webp.1440w.jpg");
        assert_eq!(of("m.webp", 700), "480 m.webp.480w.jpg, 700 m.webp");
        assert_eq!(of("m.jpg", 481), "481 m.481w.jpg");
        assert_eq!(of("m.png", 480), "");
        assert_eq!(of("m.jpg", 300), "");
    }
}
