using System.Buffers;

namespace Campaigns.App.Evidence;

/// <summary>A file in quarantine: hashed and recognised, not yet accepted. Holds a pooled buffer while the file is small enough to sit in one.</summary>
internal sealed class ReceivedFile(string name, FileType type, long size, string sha256, string incomingBlob, byte[]? pooled) : IDisposable
{
    private byte[]? _pooled = pooled;

    public string Name { get; } = name;
    public FileType Type { get; } = type;
    public long Size { get; } = size;
    public string Sha256 { get; } = sha256;

    /// <summary>Name of the blob in container <c>incoming</c>.</summary>
    public string IncomingBlob { get; } = incomingBlob;

    /// <summary>Since when all of it is there and is being looked at, as a timestamp of platform time.</summary>
    public long WholeAt { get; set; }

    /// <summary>What was seen of a PDF on its way in; null where nothing was.</summary>
    public PdfScan? Seen { get; init; }

    /// <summary>The whole content, or null where it is only in the blob.</summary>
    public ReadOnlyMemory<byte>? Content
    {
        get
        {
            // Spelled out: a null in a conditional expression would become an empty memory, which is a file of no bytes.
            if (_pooled is null)
                return null;
            return _pooled.AsMemory(0, (int)Size);
        }
    }

    public void Dispose()
    {
        if (_pooled is not null)
            ArrayPool<byte>.Shared.Return(_pooled);
        _pooled = null;
    }
}

/// <summary>Why a file is not taken.</summary>
internal enum FileRefusal
{
    Empty,
    /// <summary>Larger than files of its kind may be.</summary>
    TooLarge,
    /// <summary>Content of no type that is taken.</summary>
    TypeNotAccepted,
    /// <summary>Content and extension disagree.</summary>
    TypeMismatch,
    /// <summary>It holds what acts by itself: macros, scripts, programs, embedded objects.</summary>
    Active,
    /// <summary>It unpacks to more than files of its kind do.</summary>
    Swells,
    /// <summary>It is a second file too: markup or an archive in a picture.</summary>
    TwoFiles,
    /// <summary>It is not whole, or not as files of its kind are made.</summary>
    Damaged,
    /// <summary>The scanner found something in it.</summary>
    Infected,
    /// <summary>The scanner has no verdict yet, which is not clean; the file stays in quarantine.</summary>
    NotScanned,
}

/// <summary>A received file, or why it was not taken; exactly one of the two.</summary>
internal readonly record struct Intake(ReceivedFile? File, FileRefusal? Refusal, FileType? Type = null);
