using System.Text;
using System.Text.Unicode;
using Campaigns.App.Evidence;
using Campaigns.App.Http;

namespace Campaigns.App.Uploads;

/// <summary>What a client tells of a file before its bytes (tus: Upload-Metadata): for whom it is, and its name.</summary>
internal sealed record UploadMetadata(UploadPurpose Purpose, string Name)
{
    public const int MaxLength = 4096;

    private static readonly string[] Places = ["cycle", "track", "unit", "phase", "clause"];

    /// <summary>
    /// Of <c>cycle BASE64,track BASE64,unit BASE64,phase BASE64,clause BASE64,filename BASE64</c> and, where they are said, <c>also</c>, <c>replaces</c> and
    /// <c>effectiveOn</c> (<see cref="EvidenceTerms"/>), in any order; other keys are kept and not looked at.
    /// 400 with every mistake.
    /// </summary>
    public static Parsed<UploadMetadata> Of(string header)
    {
        var (values, errors) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string[]>());
        if (header.Length > MaxLength)
            return new(Problems.BadRequest("header.Upload-Metadata", $"is longer than {MaxLength} characters"));
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (key, encoded) = pair.Split(' ') is [var name, var value] ? (name, value) : (pair, "");
            if (Decoded(encoded) is not { } text || !values.TryAdd(key, text))
                errors[$"header.Upload-Metadata.{key}"] = ["must be given once, as UTF-8 in Base64"];
        }
        foreach (var place in Places.Where(p => !errors.ContainsKey($"header.Upload-Metadata.{p}") && !RequestReader.IsSlug(values.GetValueOrDefault(p))))
            errors[$"header.Upload-Metadata.{place}"] = [values.ContainsKey(place) ? "is no id" : "is missing"];
        if (string.IsNullOrWhiteSpace(values.GetValueOrDefault("filename")))
            errors["header.Upload-Metadata.filename"] = ["is missing"];
        var terms = EvidenceTerms.Of(
            values.GetValueOrDefault("also"), values.GetValueOrDefault("replaces"), values.GetValueOrDefault("effectiveOn"), "header.Upload-Metadata.", errors);
        return errors.Count > 0
            ? new(Problems.BadRequest(errors))
            : new(new UploadMetadata(
                new(values["cycle"], values["track"], values["unit"], values["phase"], values["clause"]) { Terms = terms },
                FileNames.Clean(values["filename"])));
    }

    private static string? Decoded(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
