namespace Campaigns.App.Archives;

/// <summary>
/// An entry as the directory at a ZIP's end needs it. <see cref="Offset"/> counts from the beginning of the part that the entry was written into.
/// </summary>
/// <param name="Time">The file's time as clocks where it belongs show it; ZIP knows no zone.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Stored">Bytes that it takes in the archive.</param>
/// <param name="Streamed">Its check sum and lengths stand behind it, because they were not known before.</param>
/// <param name="Sha256">64 hex digits over the file's bytes.</param>
internal sealed record ZipEntry(string Path, DateTime Time, long Offset, long Size, long Stored, uint Crc, bool Streamed, string Sha256);
