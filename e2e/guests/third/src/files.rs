//! Files of 0.3. A path is that of a mount and of what is below it: `/data/a.txt`.

use crate::wasi::filesystem0_3_0::preopens::get_directories;
use crate::wasi::filesystem0_3_0::types::{Descriptor, DescriptorFlags, ErrorCode, OpenFlags, PathFlags};
use crate::{all, wit_stream};

type Said = Result<String, ErrorCode>;

/// The directory that a path begins with, and the rest of the path.
fn mount(path: &str) -> Result<(Descriptor, String), ErrorCode> {
    let found = get_directories().into_iter().find_map(|(directory, at)| {
        let rest = path.strip_prefix(at.trim_end_matches('/'))?.trim_start_matches('/');
        Some((directory, String::from(if rest.is_empty() { "." } else { rest })))
    });
    found.ok_or(ErrorCode::Other(Some(String::from("no mount"))))
}

async fn open(path: &str, how: OpenFlags, flags: DescriptorFlags) -> Result<Descriptor, ErrorCode> {
    let (directory, rest) = mount(path)?;
    directory.open_at(PathFlags::SYMLINK_FOLLOW, rest, how, flags).await
}

pub async fn read(path: &str) -> Said {
    let file = open(path, OpenFlags::empty(), DescriptorFlags::READ).await?;
    let (stream, end) = file.read_via_stream(0);
    let text = all(stream).await;
    end.await?;
    Ok(text)
}

pub async fn write(path: &str, text: &str) -> Said {
    let file = open(path, OpenFlags::CREATE | OpenFlags::TRUNCATE, DescriptorFlags::WRITE).await?;
    let (mut writer, reader) = wit_stream::new();
    let end = file.write_via_stream(reader, 0);
    let left = writer.write_all(text.into()).await;
    drop(writer);
    end.await?;
    Ok(format!("{} bytes left", left.len()))
}

pub async fn append(path: &str, text: &str) -> Said {
    let file = open(path, OpenFlags::empty(), DescriptorFlags::WRITE).await?;
    let (mut writer, reader) = wit_stream::new();
    let end = file.append_via_stream(reader);
    writer.write_all(text.into()).await;
    drop(writer);
    end.await?;
    file.sync().await?;
    Ok(format!("{} bytes", file.stat().await?.size))
}

pub async fn list(path: &str) -> Said {
    let directory = open(path, OpenFlags::DIRECTORY, DescriptorFlags::READ).await?;
    let (stream, end) = directory.read_directory();
    let entries = stream.collect().await;
    end.await?;
    let named: Vec<String> = entries.into_iter().map(|entry| format!("{} {:?}", entry.name, entry.type_)).collect();
    Ok(named.join(", "))
}

pub async fn stat(path: &str) -> Said {
    let (directory, rest) = mount(path)?;
    let stat = directory.stat_at(PathFlags::SYMLINK_FOLLOW, rest).await?;
    Ok(format!("{:?} {} {:?}", stat.type_, stat.size, stat.data_modification_timestamp))
}

pub async fn folder(path: &str) -> Said {
    let (directory, rest) = mount(path)?;
    directory.create_directory_at(rest).await?;
    Ok(String::from("ok"))
}

pub async fn rename(from: &str, to: &str) -> Said {
    let (old, old_path) = mount(from)?;
    let (new, new_path) = mount(to)?;
    old.rename_at(old_path, &new, new_path).await?;
    Ok(String::from("ok"))
}

pub async fn remove(path: &str) -> Said {
    let (directory, rest) = mount(path)?;
    directory.unlink_file_at(rest).await?;
    Ok(String::from("ok"))
}
