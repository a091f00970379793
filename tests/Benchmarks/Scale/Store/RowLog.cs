using Microsoft.Win32.SafeHandles;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>Where a value lies in the log.</summary>
internal readonly record struct Place(long Offset, int Length);

/// <summary>What rows and blobs hold, appended to a file that nobody else sees and that is gone with the process; what was replaced stays as waste.</summary>
internal sealed class RowLog : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), $"scale-{Environment.ProcessId}-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.ReadWrite,
        FileShare.None, FileOptions.DeleteOnClose);

    private long _end;

    public Place Append(ReadOnlySpan<byte> bytes)
    {
        var place = new Place(Interlocked.Add(ref _end, bytes.Length) - bytes.Length, bytes.Length);
        RandomAccess.Write(_file, bytes, place.Offset);
        return place;
    }

    public byte[] Read(Place place)
    {
        var bytes = new byte[place.Length];
        Read(place, bytes);
        return bytes;
    }

    public void Read(Place place, Span<byte> into)
    {
        for (var read = 0; read < place.Length;)
            read += RandomAccess.Read(_file, into[read..place.Length], place.Offset + read);
    }

    public void Dispose() => _file.Dispose();
}
