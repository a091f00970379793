using System.Globalization;

namespace Campaigns.Local.Rehearsal;

/// <summary>A file that a simulated person uploads: name, media type, and bytes of 2 to 20 KB.</summary>
internal sealed record EvidenceFile(string Name, string MediaType, byte[] Content)
{
    const int Smallest = 2 * 1024;
    const int Largest = 20 * 1024;

    /// <summary>
    /// The file of one act: what it is depends on the seed and the act's name. <paramref name="photo"/> asks for a picture, otherwise it is a document.
    /// Small files are more frequent than large ones, as on a phone in a village.
    /// </summary>
    public static EvidenceFile Of(int seed, string act, bool photo)
    {
        var share = Choice.Share(seed, act, "size");
        // Sixteen sizes: pictures of one size are drawn once and reused.
        var step = (int)(share * share * 16);
        var size = Smallest + 256 + step * (Largest - Smallest - 1024) / 15;
        var name = string.Create(CultureInfo.InvariantCulture, $"{(photo ? "photo" : "record")}-{Choice.Number(seed, 9000, act, "name") + 1000}");
        return photo
            ? new EvidenceFile(name + ".png", "image/png", PngImage.Make(size, act))
            : new EvidenceFile(name + ".pdf", "application/pdf", PdfDocument.Make(size, act));
    }
}
