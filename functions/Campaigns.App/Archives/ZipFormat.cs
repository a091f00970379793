using System.Buffers.Binary;
using System.Text;

namespace Campaigns.App.Archives;

/// <summary>
/// The records of a ZIP file (APPNOTE 6.3, ZIP64 where a length, an offset or a number needs it). Nothing in them depends on machine or moment, so that the
/// same entries are the same bytes.
/// </summary>
internal static class ZipFormat
{
    private const ushort Plain = 20;
    private const ushort Zip64 = 45;
    private const ushort Utf8Names = 0x0800;
    private const ushort SumsBehind = 0x0008;
    private const ushort MethodStored = 0;
    private const ushort MethodDeflate = 8;
    private const uint Full32 = uint.MaxValue;
    private const ushort Full16 = ushort.MaxValue;

    /// <summary>The header before a file whose bytes are known.</summary>
    public static byte[] Header(string path, DateTime time, uint crc, uint size) =>
        Header(path, time, Plain, Utf8Names, MethodStored, crc, size, []);

    /// <summary>The header before a file that is streamed; <paramref name="large"/> where it may have 4 GiB or more.</summary>
    public static byte[] StreamedHeader(string path, DateTime time, bool large) => large
        ? Header(path, time, Zip64, Utf8Names | SumsBehind, MethodDeflate, 0, Full32, [.. Extra(16), .. new byte[16]])
        : Header(path, time, Plain, Utf8Names | SumsBehind, MethodDeflate, 0, 0, []);

    /// <summary>What stands behind a streamed file.</summary>
    public static byte[] Descriptor(uint crc, long size, long stored, bool large)
    {
        var record = new Record().Four(0x08074B50).Four(crc);
        return (large ? record.Eight(stored).Eight(size) : record.Four((uint)stored).Four((uint)size)).ToArray();
    }

    /// <summary>The entry's record in the directory; <paramref name="start"/> is where the part begins that it was written into.</summary>
    public static byte[] DirectoryRecord(ZipEntry entry, long start)
    {
        var offset = start + entry.Offset;
        var extra = new Record();
        if (entry.Size >= Full32)
            extra.Eight(entry.Size);
        if (entry.Stored >= Full32)
            extra.Eight(entry.Stored);
        if (offset >= Full32)
            extra.Eight(offset);
        var large = extra.Length > 0 ? (byte[])[.. Extra((ushort)extra.Length), .. extra.ToArray()] : [];
        var name = Encoding.UTF8.GetBytes(entry.Path);
        var version = large.Length > 0 ? Zip64 : Plain;
        return new Record()
            .Four(0x02014B50)
            .Two((3 << 8) | Zip64) // made as by a Unix of version 4.5, so that the permissions below are read
            .Two(version)
            .Two((ushort)(entry.Streamed ? Utf8Names | SumsBehind : Utf8Names))
            .Two(entry.Streamed ? MethodDeflate : MethodStored)
            .Four(DosTime(entry.Time))
            .Four(entry.Crc)
            .Four((uint)Math.Min(entry.Stored, Full32))
            .Four((uint)Math.Min(entry.Size, Full32))
            .Two((ushort)name.Length)
            .Two((ushort)large.Length)
            .Two(0).Two(0).Two(0)
            .Four(0x81A4u << 16) // a regular file, rw-r--r--
            .Four((uint)Math.Min(offset, Full32))
            .Bytes(name)
            .Bytes(large)
            .ToArray();
    }

    /// <summary>The end of the archive, behind a directory of <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    public static byte[] End(long entries, long offset, long length)
    {
        var record = new Record();
        if (entries >= Full16 || offset >= Full32 || length >= Full32)
        {
            record.Four(0x06064B50).Eight(44).Two((3 << 8) | Zip64).Two(Zip64).Four(0).Four(0).Eight(entries).Eight(entries).Eight(length).Eight(offset);
            record.Four(0x07064B50).Four(0).Eight(offset + length).Four(1);
        }
        var (count, at, size) = ((ushort)Math.Min(entries, Full16), (uint)Math.Min(offset, Full32), (uint)Math.Min(length, Full32));
        return record.Four(0x06054B50).Two(0).Two(0).Two(count).Two(count).Four(size).Four(at).Two(0).ToArray();
    }

    private static byte[] Header(string path, DateTime time, ushort version, int flags, ushort method, uint crc, uint size, byte[] extra)
    {
        var name = Encoding.UTF8.GetBytes(path);
        return new Record().Four(0x04034B50).Two(version).Two((ushort)flags).Two(method).Four(DosTime(time)).Four(crc).Four(size).Four(size)
            .Two((ushort)name.Length).Two((ushort)extra.Length).Bytes(name).Bytes(extra).ToArray();
    }

    private static byte[] Extra(ushort length) => new Record().Two(1).Two(length).ToArray();

    /// <summary>Date in the upper half, time in the lower one; DOS knows the years from 1980 to 2107, and every second one.</summary>
    private static uint DosTime(DateTime time)
    {
        if (time.Year is < 1980 or > 2107)
            return (1 << 21) | (1 << 16);
        return (uint)((time.Year - 1980) << 25 | time.Month << 21 | time.Day << 16 | time.Hour << 11 | time.Minute << 5 | time.Second / 2);
    }

    private sealed class Record
    {
        private readonly List<byte> _bytes = [];

        public int Length => _bytes.Count;

        public Record Two(ushort value)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Record Four(uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Record Eight(long value)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Record Bytes(ReadOnlySpan<byte> bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
