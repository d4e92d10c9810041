//! One column of plain values.

use std::ops::Deref;
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

/// A slice of plain values, owned or in a mapped file.
#[derive(Clone)]
pub struct Column<T: Pod>(Inner<T>);

#[derive(Clone)]
enum Inner<T: Pod> {
    Owned(Arc<[T]>),
    Mapped {
        map: Arc<Mmap>,
        start: usize,
        bytes: usize,
    },
}

impl<T: Pod> Column<T> {
    /// A view of `bytes` bytes of the mapping from `start` on; `None` where they do not form whole, aligned values.
    pub(crate) fn mapped(map: Arc<Mmap>, start: usize, bytes: usize) -> Option<Self> {
        let end = start.checked_add(bytes)?;
        bytemuck::try_cast_slice::<u8, T>(map.get(start..end)?).ok()?;
        Some(Self(Inner::Mapped { map, start, bytes }))
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Inner::Owned(values) => values,
            // Size and alignment were checked when the column was made, and a mapping does not move.
            Inner::Mapped { map, start, bytes } => {
                bytemuck::cast_slice(&map[*start..*start + *bytes])
            }
        }
    }
}

impl<T: Pod> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Inner::Owned(values.into()))
    }
}

impl<T: Pod> Default for Column<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T: Pod + std::fmt::Debug> std::fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Column[{}]", self.len())
    }
}
