//! Style sheet, scripts, fonts and icons: embedded in the binary, served under one hash, cached for ever.
//!
//! Every address holds a hash of *all* assets: `/assets/5f3a…/css/lykta.css`. One hash instead of one per file keeps
//! relative addresses inside style sheets and scripts working as they stand, with no rewriting, and a new build can
//! never meet an old file. The price, fetching 60 kB again after an upgrade, is paid a few times a year.
//!
//! The style sheet is put together here from the files of `assets/css`, each in its cascade layer, with the vendored
//! component files in the layer `vendor`: our own layers win over them whatever their selectors say.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::sync::LazyLock;

use askama::FastWritable;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// Everything below `assets/` that a browser may ask for.
#[derive(RustEmbed)]
#[folder = "assets"]
#[include = "css/*.css"]
#[include = "js/*.js"]
#[include = "mark.svg"]
#[include = "vendor/**/*.css"]
#[include = "vendor/**/*.svg"]
#[include = "vendor/**/*.woff2"]
struct Files;

/// The cascade layers in rising order of weight, each with the files it is made of.
const LAYERS: [(&str, &[&str]); 8] = [
    ("reset", &["css/reset.css"]),
    ("tokens", &["css/tokens.css", "css/fonts.css"]),
    (
        "vendor",
        &[
            "vendor/designsystemet/button.css",
            "vendor/designsystemet/fieldset.css",
            "vendor/designsystemet/input.css",
            "vendor/designsystemet/label.css",
            "vendor/designsystemet/link.css",
            "vendor/designsystemet/tag.css",
        ],
    ),
    ("base", &["css/base.css"]),
    ("layout", &["css/layout.css"]),
    ("components", &["css/components.css", "css/form.css", "css/lists.css"]),
    (
        "timeline",
        &["css/timeline.css", "css/file.css", "css/report.css", "css/writing.css", "css/service.css"],
    ),
    ("print", &["css/letter.css", "css/print.css"]),
];

/// The one style sheet's path.
const SHEET: &str = "css/lykta.css";

/// One asset, ready to be sent.
struct Asset {
    kind: &'static str,
    plain: Bytes,
    /// Packed once; none for fonts, which are packed already.
    gzip: Option<Bytes>,
}

/// All assets and the hash they are served under.
struct Bundle {
    hash: String,
    assets: HashMap<String, Asset>,
    icons: HashMap<String, String>,
}

static BUNDLE: LazyLock<Bundle> = LazyLock::new(Bundle::new);

impl Bundle {
    fn new() -> Self {
        let mut texts: Vec<(String, Vec<u8>)> = Files::iter()
            .filter(|path| !path.ends_with(".css"))
            .map(|path| (path.to_string(), if path.ends_with(".js") { script(&path) } else { read(&path) }))
            .chain([(SHEET.to_owned(), sheet().into_bytes())])
            .collect();
        texts.sort();
        let mut hasher = Sha256::new();
        for (path, bytes) in &texts {
            hasher.update((path.len() as u64).to_be_bytes());
            hasher.update(path);
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        let hash = hasher.finalize()[..8].iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a String cannot fail");
            text
        });
        let icons = texts.iter().filter_map(|(path, bytes)| icon_body(path, bytes)).collect();
        let assets = texts.into_iter().map(|(path, bytes)| (path.clone(), asset(&path, bytes))).collect();
        Self { hash, assets, icons }
    }
}

/// The style sheet: the order of the layers first, then each layer's files.
fn sheet() -> String {
    let names: Vec<_> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut text = format!("@layer {};\n", names.join(","));
    for (name, files) in LAYERS {
        let body: String = files.iter().map(|path| squeeze(&read_text(path))).collect();
        writeln!(text, "@layer {name}{{{body}}}").expect("writing to a String cannot fail");
    }
    text
}

/// Takes away comments and the white space at the ends of lines. Not a minifier: gzip does the rest.
fn squeeze(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    text.push_str(rest);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

/// A script as it is sent: without the lines that only explain, and without indentation.
fn script(path: &str) -> Vec<u8> {
    let text = read_text(path);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
}

fn read(path: &str) -> Vec<u8> {
    Files::get(path).unwrap_or_else(|| panic!("asset {path} is part of the program")).data.into_owned()
}

fn read_text(path: &str) -> String {
    String::from_utf8(read(path)).expect("assets that are text are UTF-8")
}

fn asset(path: &str, bytes: Vec<u8>) -> Asset {
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let gzip = (kind != "font/woff2").then(|| pack(&bytes));
    Asset { kind, plain: Bytes::from(bytes), gzip }
}

fn pack(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to a Vec cannot fail").into()
}

/// What stands inside an icon's `<svg>`, by the icon's name.
fn icon_body(path: &str, bytes: &[u8]) -> Option<(String, String)> {
    let name = path.strip_prefix("vendor/lucide/")?.strip_suffix(".svg")?;
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, from_start_tag) = text.split_once("<svg")?;
    let (_, inner) = from_start_tag.split_once('>')?;
    let (body, _) = inner.rsplit_once("</svg>")?;
    let lines: Vec<_> = body.lines().map(str::trim).collect();
    Some((name.to_owned(), lines.concat()))
}

/// The address of an asset: `url("mark.svg")`.
pub fn url(path: &str) -> String {
    debug_assert!(BUNDLE.assets.contains_key(path), "no asset {path}");
    format!("/assets/{}/{path}", BUNDLE.hash)
}

/// An icon, drawn into the page so that it takes the ink of the word beside it. Always decoration, never alone.
#[derive(Clone, Copy, Debug)]
pub struct Icon(&'static str);

/// An icon by its name in `assets/vendor/lucide`.
pub fn icon(name: &str) -> Icon {
    let body = BUNDLE.icons.get(name);
    debug_assert!(body.is_some(), "no icon {name} in assets/vendor/lucide");
    Icon(body.map_or("", String::as_str))
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.0;
        write!(
            f,
            r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{body}</svg>"#
        )
    }
}

impl FastWritable for Icon {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        write!(dest, "{self}")?;
        Ok(())
    }
}

/// An icon's drawing comes from files of our own: templates need not mark it as safe.
impl askama::filters::HtmlSafe for Icon {}

/// `GET /assets/{hash}/{*path}`
pub async fn serve(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = BUNDLE.assets.get(&path).filter(|_| hash == BUNDLE.hash) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let fixed = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match &asset.gzip {
        Some(packed) if takes_gzip(&headers) => {
            (fixed, [(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response()
        }
        _ => (fixed, asset.plain.clone()).into_response(),
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let value =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(',').any(|word| word.trim() == "gzip" || word.trim().starts_with("gzip;q=1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_is_small_and_asks_nobody_else() {
        let sheet = sheet();
        assert!(sheet.len() < 84_000, "the style sheet has grown to {} bytes", sheet.len());
        assert!(!sheet.contains("data:"), "data: addresses would open the policy");
        assert!(!sheet.contains("http"), "the style sheet must not fetch from elsewhere");
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
    }

    #[test]
    fn every_address_in_the_sheet_is_an_asset() {
        let sheet = sheet();
        for address in sheet.split("url(").skip(1) {
            let address = address.split(')').next().unwrap().trim_matches('"');
            let path = address.strip_prefix("../").expect("addresses are relative to css/");
            assert!(BUNDLE.assets.contains_key(path), "{path} is not an asset");
        }
    }

    #[test]
    fn all_scripts_together_stay_small_and_draw_no_markup() {
        let paths = Files::iter().filter(|path| path.ends_with(".js"));
        let scripts: Vec<_> = paths.map(|path| String::from_utf8(script(&path)).unwrap()).collect();
        let size: usize = scripts.iter().map(String::len).sum();
        assert!(size <= 9_200, "the scripts have grown to {size} bytes");
        for word in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"]
        {
            assert!(scripts.iter().all(|script| !script.contains(word)), "a script uses {word}");
        }
    }

    #[test]
    fn icons_take_their_ink_from_the_page() {
        let drawn = icon("search").to_string();
        assert!(drawn.starts_with("<svg class=\"icon\""));
        assert!(drawn.contains("<path") || drawn.contains("<circle"));
        assert!(!drawn.contains("xmlns"));
    }

    #[tokio::test]
    async fn assets_are_cached_for_ever_and_old_addresses_are_gone() {
        let ask = async |hash: &str, path: &str, packed: bool| {
            let mut headers = HeaderMap::new();
            if packed {
                headers.insert(header::ACCEPT_ENCODING, "br, gzip".parse().unwrap());
            }
            serve(Path((hash.to_owned(), path.to_owned())), headers).await
        };
        let plain = ask(&BUNDLE.hash, SHEET, false).await;
        assert_eq!(plain.status(), StatusCode::OK);
        assert!(plain.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        let packed = ask(&BUNDLE.hash, SHEET, true).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(ask("0000000000000000", SHEET, true).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(&BUNDLE.hash, "../Cargo.toml", true).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn comments_leave_the_sheet() {
        assert_eq!(squeeze("/* why */\n  a { b: c }\n\n/* two\nlines */d{}"), "a { b: c }\nd{}\n");
    }
}
