using System.Security.Cryptography;
using System.Text;
using Campaigns.App.Storage;

namespace Campaigns.App.Participants;

/// <summary>
/// Texts of any length in a row's property: one over <see cref="MaxInRow"/> UTF-16 units lies in a blob named by its hash, written before the row, and the
/// property says which. Writing the same text again changes nothing.
/// </summary>
public sealed class LongTexts(CampaignBlobs blobs)
{
    /// <summary>The longest text that stays in the row; a property takes 32,768 units.</summary>
    public const int MaxInRow = 30_000;

    private const string Folder = "texts/";
    private const string Reference = "blob:";

    /// <summary>The value for the property. JSON never starts with the reference's word, and other texts that would are put into a blob.</summary>
    public async ValueTask<string> WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length <= MaxInRow && !text.StartsWith(Reference, StringComparison.Ordinal))
            return text;
        var content = Encoding.UTF8.GetBytes(text);
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        await blobs.Documents.GetBlobClient(Folder + name).UploadAsync(new BinaryData(content), overwrite: true, cancellationToken);
        return Reference + name;
    }

    /// <summary>The name of the blob that a property's value refers to; null where it is the text itself.</summary>
    internal static string? BlobOf(string? value) =>
        value is not null && value.StartsWith(Reference, StringComparison.Ordinal) ? Folder + value[Reference.Length..] : null;

    /// <summary>The text of a property's value; null for null.</summary>
    public async ValueTask<string?> ReadAsync(string? value, CancellationToken cancellationToken)
    {
        if (value is null || !value.StartsWith(Reference, StringComparison.Ordinal))
            return value;
        var content = await blobs.Documents.GetBlobClient(Folder + value[Reference.Length..]).DownloadContentAsync(cancellationToken);
        return content.Value.Content.ToString();
    }
}
