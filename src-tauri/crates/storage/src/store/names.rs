//! Enums that stand in the database by name.

/// Gives an enum its names in the database, both ways. They are never renamed: a stored row would be lost.
macro_rules! stored_as {
    ($kind:ty, $($case:ident = $name:literal),+) => {
        impl rusqlite::types::ToSql for $kind {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(match self { $(Self::$case => $name),+ }.into())
            }
        }

        impl rusqlite::types::FromSql for $kind {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                match value.as_str()? {
                    $($name => Ok(Self::$case),)+
                    _ => Err(rusqlite::types::FromSqlError::InvalidType),
                }
            }
        }
    };
}

pub(super) use stored_as;
