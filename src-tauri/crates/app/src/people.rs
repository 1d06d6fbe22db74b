//! People from a file: Graph's JSON in any of its shapes, or CSV.

use onramp_entra::Directory;
use serde_json::{Map, Value};

use crate::error::{AppError, Side};

/// Reads users from a text: JSON array, Graph's paged answer, one user, JSON lines, or CSV with attribute names in its
/// first line.
///
/// # Errors
/// `users.*` where the text is none of these.
pub fn read_people(text: &str) -> Result<Directory, AppError> {
    let text = text.trim_start_matches('\u{feff}');
    if matches!(text.trim_start().chars().next(), Some('[' | '{')) {
        return Ok(Directory::from_json(text)?);
    }
    Ok(Directory::from_values(&csv_rows(text)?)?)
}

fn csv_rows(text: &str) -> Result<Vec<Value>, AppError> {
    let unreadable = |error: csv::Error| {
        AppError::new(
            "users.not-csv",
            Side::You,
            "The file of users is neither JSON nor a CSV that can be read.",
            "Export users from Entra or Graph with id and userPrincipalName, as CSV or JSON.",
        )
        .detail(error.to_string())
    };
    let mut reader =
        csv::ReaderBuilder::new().flexible(false).trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(unreadable)?.clone();
    reader
        .records()
        .map(|record| {
            let record = record.map_err(unreadable)?;
            let cells = headers.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
            let row: Map<_, _> =
                cells.map(|(name, cell)| (name.to_owned(), Value::String(cell.to_owned()))).collect();
            Ok(Value::Object(row))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_and_json_give_the_same_people() {
        let csv = read_people("id,userPrincipalName,city\n1,ana@contoso.example,\"Lisbon, PT\"\n").unwrap();
        let json =
            read_people(r#"[{"id":"1","userPrincipalName":"ana@contoso.example","city":"Lisbon, PT"}]"#)
                .unwrap();
        assert_eq!(csv, json);
        assert_eq!(read_people("a,b\n1\n").unwrap_err().code, "users.not-csv");
        assert_eq!(read_people("{\"a\":").unwrap_err().code, "users.not-json");
    }
}
