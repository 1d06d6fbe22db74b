//! `cargo xtask icons`: every size and container of the icon, made from icons/onramp.svg.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::steps::{self, Error};
use crate::workspace::Workspace;

pub const USAGE: &str = "\
Usage: cargo xtask icons

Makes the PNG sizes, icon.ico (Windows) and icon.icns (macOS) in icons/ from icons/onramp.svg. The results are committed:
a build needs no drawing program. Needs `rsvg-convert` (Debian: librsvg2-bin).";

const PNG: [(&str, u32); 5] =
    [("32x32.png", 32), ("64x64.png", 64), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];

/// Sizes in the Windows icon; Explorer and the taskbar pick the nearest.
const ICO: [u32; 6] = [16, 24, 32, 48, 64, 256];

/// Chunk types of the macOS icon that hold PNG data, with their size in pixels.
const ICNS: [(&[u8; 4], u32); 8] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

pub fn task(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Error> {
    if let Some(unknown) = arguments.first() {
        return Err(Error::Usage(format!("icons does not know `{unknown}`\n\n{USAGE}")));
    }
    if !steps::on_path("rsvg-convert") {
        return Err(Error::Unmet(
            "`rsvg-convert` is needed to draw the icon (Debian: apt-get install librsvg2-bin)".into(),
        ));
    }
    let folder = workspace.root.join("icons");
    let drawing = folder.join("onramp.svg");
    for (name, size) in PNG {
        write(&folder.join(name), &draw(&drawing, size)?)?;
    }
    let images =
        |sizes: &[u32]| sizes.iter().map(|&size| draw(&drawing, size)).collect::<Result<Vec<_>, _>>();
    write(&folder.join("icon.ico"), &ico(&ICO, &images(&ICO)?))?;
    write(
        &folder.join("icon.icns"),
        &icns(&ICNS.map(|(kind, _)| kind), &images(&ICNS.map(|(_, size)| size))?),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The drawing as a square PNG of `size` pixels.
fn draw(drawing: &Path, size: u32) -> Result<Vec<u8>, Error> {
    let size = size.to_string();
    let mut command = Command::new("rsvg-convert");
    command.args(["--width", &size, "--height", &size]).arg(drawing);
    let output =
        command.output().map_err(|source| Error::Start { program: "rsvg-convert".into(), source })?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Error::Failed { command: format!("rsvg-convert --width {size}"), status: output.status })
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(Error::file(path))?;
    println!("{} ({} bytes)", path.file_name().unwrap_or_default().to_string_lossy(), bytes.len());
    Ok(())
}

/// A Windows icon: a directory of images, then the images, as PNG (read since Windows Vista).
fn ico(sizes: &[u32], images: &[Vec<u8>]) -> Vec<u8> {
    const HEADER: usize = 6;
    const ENTRY: usize = 16;
    let mut file = Vec::new();
    file.extend_from_slice(&[0, 0, 1, 0]);
    file.extend_from_slice(&(images.len() as u16).to_le_bytes());
    let mut offset = HEADER + ENTRY * images.len();
    for (size, image) in sizes.iter().zip(images) {
        // A byte holds the size; 256 is written as 0.
        let size = u8::try_from(*size).unwrap_or(0);
        file.extend_from_slice(&[size, size, 0, 0, 1, 0, 32, 0]);
        file.extend_from_slice(&(image.len() as u32).to_le_bytes());
        file.extend_from_slice(&(offset as u32).to_le_bytes());
        offset += image.len();
    }
    images.iter().for_each(|image| file.extend_from_slice(image));
    file
}

/// A macOS icon: chunks of a four-letter type, a big-endian length that counts its own eight bytes, and a PNG.
fn icns(kinds: &[&[u8; 4]], images: &[Vec<u8>]) -> Vec<u8> {
    const HEADER: usize = 8;
    let length = HEADER + images.iter().map(|image| HEADER + image.len()).sum::<usize>();
    let mut file = Vec::with_capacity(length);
    file.extend_from_slice(b"icns");
    file.extend_from_slice(&(length as u32).to_be_bytes());
    for (kind, image) in kinds.iter().zip(images) {
        file.extend_from_slice(*kind);
        file.extend_from_slice(&((HEADER + image.len()) as u32).to_be_bytes());
        file.extend_from_slice(image);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ico_points_at_each_image() {
        let images = [vec![1, 2, 3], vec![4, 5]];
        let file = ico(&[16, 256], &images);
        assert_eq!(file[..6], [0, 0, 1, 0, 2, 0]);
        for (entry, (image, size)) in file[6..38].chunks(16).zip(images.iter().zip([16, 0])) {
            let offset = u32::from_le_bytes(entry[12..].try_into().expect("four bytes")) as usize;
            assert_eq!(entry[0], size);
            assert_eq!(&file[offset..offset + image.len()], image.as_slice());
        }
    }

    #[test]
    fn an_icns_counts_its_own_headers() {
        let file = icns(&[b"ic07", b"ic08"], &[vec![7; 5], vec![8; 3]]);
        assert_eq!(file.len(), 32);
        assert_eq!(&file[..8], b"icns\0\0\0\x20");
        assert_eq!(&file[8..16], b"ic07\0\0\0\x0d");
        assert_eq!(&file[21..29], b"ic08\0\0\0\x0b");
    }
}
