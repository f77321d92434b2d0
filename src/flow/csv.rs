//! Values for spreadsheets: quoted where they have to be, and nothing that a spreadsheet would run (v5.0.0-1.2.10).

/// One line of a file.
pub fn line<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = values.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

fn cell(value: &str) -> String {
    let runs = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    let mark = if runs { "'" } else { "" };
    match runs || value.contains(['"', ',', ';', '\r', '\n', '\t', '\0']) {
        true => format!("\"{mark}{}\"", value.replace('"', "\"\"")),
        false => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_runs_and_everything_is_read_back() {
        assert_eq!(line(["Ana", "a,b", "=1+1"]), "Ana,\"a,b\",\"'=1+1\"\r\n");
        assert_eq!(line(["@x", "say \"hi\"", ""]), "\"'@x\",\"say \"\"hi\"\"\",\r\n");
    }
}
