//! The same words as a page: paragraphs and links, nothing from elsewhere and nothing that counts readers.

use crate::delivery::text::Words;
use std::fmt::Write;

/// The HTML part of a mail.
pub fn page(words: &Words) -> String {
    let mut body = String::new();
    for paragraph in words.text.split("\n\n").filter(|p| !p.trim().is_empty()) {
        let lines: Vec<String> = paragraph.lines().map(line).collect();
        let _ = write!(body, "<p style=\"margin:0 0 1em\">{}</p>", lines.join("<br>"));
    }
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body style=\"font:16px/1.5 sans-serif;max-width:36em;margin:1.5em auto;padding:0 1em\">{body}</body></html>",
        lang = words.language.tag(),
        title = escape(&words.subject)
    )
}

fn line(text: &str) -> String {
    let word = |word: &str| {
        if word.starts_with("https://") || word.starts_with("http://") {
            // A full stop after a link ends the sentence.
            let link = word.trim_end_matches(['.', ',', ')']);
            format!("<a href=\"{0}\">{0}</a>{1}", escape(link), escape(&word[link.len()..]))
        } else {
            escape(word)
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
