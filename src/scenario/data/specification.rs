//! What a specification cannot say, whatever the file holds.

use crate::model::observed::Trait;

use super::CitizensSpec;
use super::error::DataError;
use crate::words::words;

/// Each trait once, and scales where there can be some.
pub(super) fn check_spec(spec: &CitizensSpec) -> Result<(), DataError> {
    if spec.columns.is_empty() {
        return Err(DataError::NothingMapped);
    }
    for (index, mapping) in spec.columns.iter().enumerate() {
        let column = mapping.column.clone();
        if let Some(earlier) = spec.columns[..index]
            .iter()
            .find(|it| it.trait_name == mapping.trait_name)
        {
            return Err(DataError::TraitTwice {
                first: earlier.column.clone(),
                second: column,
            });
        }
        let Some((first, second)) = mapping.scale else {
            continue;
        };
        match mapping.trait_name {
            Trait::Age => {
                return Err(DataError::ScaleNotTaken {
                    column,
                    unit: words!("age in years"),
                });
            }
            Trait::FreeTime => {
                return Err(DataError::ScaleNotTaken {
                    column,
                    unit: words!("free time in hours a week"),
                });
            }
            _ if !(second - first).is_normal() => {
                return Err(DataError::FlatScale {
                    column,
                    first,
                    second,
                });
            }
            _ => {}
        }
    }
    Ok(())
}
