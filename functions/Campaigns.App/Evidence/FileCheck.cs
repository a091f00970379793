using System.Runtime.InteropServices;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Storage;

namespace Campaigns.App.Evidence;

/// <summary>
/// Looks into a file in quarantine and asks the scanner, before anything is sealed (D2). A file that came in one piece is looked at as it lies in memory; of a
/// larger one only what its type needs is read back.
/// </summary>
public sealed class FileCheck(CampaignBlobs blobs, IFileScanner scanner)
{
    private const int ReadAtOnce = 256 * 1024;

    /// <summary>Whether also a file that sits in memory must lie in quarantine to be looked into.</summary>
    internal bool NeedsQuarantine => scanner.NeedsQuarantine;

    internal async Task<Inspection> CheckAsync(ReceivedFile file, CancellationToken cancellationToken)
    {
        var quarantined = blobs.Incoming.GetBlobClient(file.IncomingBlob);
        await using var content = file.Content is { } whole && MemoryMarshal.TryGetArray(whole, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : await quarantined.OpenReadAsync(new BlobOpenReadOptions(false) { BufferSize = ReadAtOnce }, cancellationToken);
        var seen = await FileInspection.OfAsync(content, file.Type, cancellationToken, file.Seen);
        if (seen.Refusal is not null)
            return seen;
        return await scanner.VerdictAsync(quarantined, cancellationToken) switch
        {
            ScanVerdict.Clean => seen,
            ScanVerdict.Infected => new(FileRefusal.Infected),
            _ => new(FileRefusal.NotScanned),
        };
    }
}
