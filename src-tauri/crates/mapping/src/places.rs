//! Which row of an edited table is which row of the table before.

use crate::model::AttributeMapping;

/// For each row of `after`, the index of the row of `before` that it is. The same target is the same row, the first of
/// several with the first; a row whose target is new is the one that stood in its place, if that one's target is gone.
pub(crate) fn places(before: &[AttributeMapping], after: &[AttributeMapping]) -> Vec<Option<usize>> {
    let mut free = vec![true; before.len()];
    let mut places: Vec<Option<usize>> = after
        .iter()
        .map(|row| {
            let place =
                (0..before.len()).find(|place| free[*place] && before[*place].target == row.target)?;
            free[place] = false;
            Some(place)
        })
        .collect();
    // The rows between two that stayed are matched in their order, so that a row removed above moves nothing.
    for index in 0..after.len() {
        if places[index].is_some() {
            continue;
        }
        let from = places[..index].iter().rev().find_map(|place| *place).map_or(0, |place| place + 1);
        let renamed = free.get(from).copied().unwrap_or(false);
        if renamed {
            free[from] = false;
            places[index] = Some(from);
        }
    }
    places
}
