/// One line of a CSV file (RFC 4180). What a spreadsheet would take for a formula is made plain text by a quote before it
/// (v5.0.0-1.2.10): names and reasons are what other people typed, and numbers begin with a plus.
pub fn csv_line<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (n, field) in fields.into_iter().enumerate() {
        if n > 0 {
            line.push(',');
        }
        let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { "'" } else { "" };
        match field.contains(['"', ',', '\n', '\r']) {
            true => line.extend(["\"", guard, &field.replace('"', "\"\""), "\""]),
            false => line.extend([guard, field]),
        }
    }
    line + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::csv_line;

    #[test]
    fn fields_are_quoted_and_formulas_are_text() {
        assert_eq!(csv_line(["a", "b,c", "say \"hi\"", ""]), "a,\"b,c\",\"say \"\"hi\"\"\",\r\n");
        assert_eq!(csv_line(["=1+1", "+44", "-2", "@x", "\ty"]), "'=1+1,'+44,'-2,'@x,'\ty\r\n");
        assert_eq!(csv_line(["=\"a\""]), "\"'=\"\"a\"\"\"\r\n");
    }
}
