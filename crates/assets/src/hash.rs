//! The content hash that stands in an asset's address; shared with build.rs.

/// Eight hexadecimal digits of 64-bit FNV-1a over `bytes`, folded to 32 bits.
///
/// It only has to differ when a file changes between two releases, so that browsers may keep a file for good.
pub fn content_hash(bytes: &[u8]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}
