using System.Net.Http.Headers;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Campaigns.App.Evidence;

/// <summary>What a scanner for malware says of a file. No verdict is not clean.</summary>
public enum ScanVerdict
{
    None,
    Clean,
    Infected,
}

/// <summary>Asks for a verdict on a file in quarantine (D2).</summary>
public interface IFileScanner
{
    /// <summary>Whether it looks at the file where it lies in quarantine; where it does not, a small file need not lie there.</summary>
    bool NeedsQuarantine => true;

    Task<ScanVerdict> VerdictAsync(BlobClient quarantined, CancellationToken cancellationToken);
}

/// <summary>
/// Chooses the scanner by setting <c>Evidence:Scanner</c>: an address that takes a file's bytes by POST and answers <c>{"verdict":"clean"}</c> or
/// <c>{"verdict":"infected"}</c>; <c>defender</c> for the tag that Defender for Storage puts on blobs; empty where the platform has none.
/// </summary>
public static class FileScanners
{
    public static IFileScanner Of(IConfiguration configuration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["Evidence:Scanner"] switch
        {
            null or "" => new NoScanner(),
            "defender" => new BlobTagScanner(time),
            var address when Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => new HttpScanner(uri),
            _ => throw new InvalidOperationException("Setting Evidence:Scanner must be empty, defender, or an address."),
        };
    }
}

/// <summary>The platform has no scanner: what the app itself sees in a file is all there is.</summary>
internal sealed class NoScanner : IFileScanner
{
    public bool NeedsQuarantine => false;

    public Task<ScanVerdict> VerdictAsync(BlobClient quarantined, CancellationToken cancellationToken) => Task.FromResult(ScanVerdict.Clean);
}

/// <summary>Sends the file to an address that answers with the verdict. Whatever else it answers, and no answer, is none.</summary>
internal sealed class HttpScanner(Uri address) : IFileScanner
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(100) };

    public async Task<ScanVerdict> VerdictAsync(BlobClient quarantined, CancellationToken cancellationToken)
    {
        try
        {
            var download = await quarantined.DownloadStreamingAsync(cancellationToken: cancellationToken);
            using var content = new StreamContent(download.Value.Content);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Headers.ContentLength = download.Value.Details.ContentLength;
            using var response = await Client.PostAsync(address, content, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return ScanVerdict.None;
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("verdict", out var said)
                ? said.ValueKind == JsonValueKind.String ? Of(said.GetString()) : ScanVerdict.None
                : ScanVerdict.None;
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or IOException
            || failed is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ScanVerdict.None;
        }
    }

    private static ScanVerdict Of(string? said) => said switch { "clean" => ScanVerdict.Clean, "infected" => ScanVerdict.Infected, _ => ScanVerdict.None };
}

/// <summary>Reads the tag that Defender for Storage leaves on a blob after it has come; waits a while for it.</summary>
internal sealed class BlobTagScanner(TimeProvider time) : IFileScanner
{
    private const string Tag = "Malware Scanning scan result";
    private const int Looks = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<ScanVerdict> VerdictAsync(BlobClient quarantined, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (look > 0)
                await Task.Delay(Pause, time, cancellationToken);
            var tags = await quarantined.GetTagsAsync(cancellationToken: cancellationToken);
            if (tags.Value.Tags.TryGetValue(Tag, out var said))
            {
                return said switch
                {
                    "No threats found" => ScanVerdict.Clean,
                    "Malicious" => ScanVerdict.Infected,
                    _ => ScanVerdict.None,
                };
            }
        }
        return ScanVerdict.None;
    }
}
