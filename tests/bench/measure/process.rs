//! What the system tells of a process.

use std::fs;

/// Ticks of the system's process clock in a second, as every Linux on common hardware has them.
pub const TICKS: f64 = 100.0;

/// Some fields of `/proc/<id>/stat`; times in ticks.
pub struct Fields {
    pub name: String,
    pub parent: u32,
    pub user: f64,
    pub system: f64,
    pub started: f64,
}

/// Reads them; `None` where there is no such process.
pub fn fields(id: u32) -> Option<Fields> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
    let rest: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| rest.get(at)?.parse::<f64>().ok();
    Some(Fields {
        name: name.to_owned(),
        parent: rest.get(1)?.parse().ok()?,
        user: number(11)?,
        system: number(12)?,
        started: number(19)?,
    })
}

/// The process of a name that another one started, itself or through one between.
pub fn descendant(of: u32, name: &str) -> Option<u32> {
    let all = fs::read_dir("/proc").ok()?.flatten();
    let ids = all.filter_map(|e| e.file_name().to_str()?.parse::<u32>().ok());
    ids.filter_map(|id| Some((id, fields(id)?)))
        .find(|(_, f)| {
            let between = || fields(f.parent).is_some_and(|p| p.parent == of);
            f.name == name && (f.parent == of || between())
        })
        .map(|(id, _)| id)
}

/// How long a process has been running, in milliseconds; exact to a hundredth of a second.
pub fn age(id: u32) -> Option<f64> {
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Some((uptime - fields(id)?.started / TICKS) * 1e3)
}

/// Processor time of this thread so far, in milliseconds: what the machine's other work does not lengthen.
/// `None` where the kernel does not count it.
pub fn worked() -> Option<f64> {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = counted.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e6)
}
